"""Long work says how far it is, where somebody looks, and nothing of it stays."""

from __future__ import annotations

import sys
from pathlib import Path

import pexpect
import pytest
from in_terminal import plain, surroundings

ROOT = Path(__file__).parents[2]
IMPATIENT = """\
import sys
from talksim.cli import main, progress
progress._PATIENCE = progress._EVERY = 0
main(sys.argv[1:])
"""
LOBBY = str(ROOT / "scenarios" / "lobby")


def shown(*words: str, **more: str) -> str:
    child = pexpect.spawn(
        sys.executable,
        ["-c", IMPATIENT, *words],
        dimensions=(30, 60),
        env=surroundings(**more),
        encoding="utf-8",
        timeout=60,
    )
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    text: str = child.before
    return text


@pytest.mark.parametrize(
    ("words", "label", "counts"),
    [
        (["run", LOBBY], "playing", "0/9"),
        (["report", LOBBY, "-o", "site"], "writing", "9/9"),
        (["cover", "--mutate", LOBBY], "changing rules", "/"),
        (["cover", LOBBY], "playing", "9 played"),
        (["conformance", str(ROOT / "tests/conformance/small.feature")], "judging", "0/1"),
        (["explore", str(ROOT / "universes" / "standup.yaml"), "--walks", "300"], "exploring", "states, "),
        (["diff", "talk", "talk"], "comparing", "states, "),
        (["diff", "talk", "talk", LOBBY], "comparing", "0/9"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_how_far_it_is(
    words: list[str], label: str, counts: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = shown(*words)
    assert f"{label} " in plain(text)
    assert counts in plain(text)
    assert text.count("\x1b[?25l") == text.count("\x1b[?25h"), "the cursor is shown again"
    assert text.rpartition("\x1b[?25h")[2].startswith(("\x1b[1A\x1b[2K", "\r\x1b[1A\x1b[2K")), (
        "the line is taken away"
    )
    assert "\x1b[?25l" not in shown(*words, NO_COLOR="1")
