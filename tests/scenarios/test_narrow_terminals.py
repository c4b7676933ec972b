"""Every command in terminals of 40 and 80 columns, and in a pipe: it fits, and nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from in_terminal import piped, plain, shown

from talksim.cli import _COMMANDS
from talksim.cli.drawn import drawn, folded
from talksim.sheet import Sheet

ROOT = Path(__file__).parents[2]
FAILS = """\
talksim: 1
name: Bob cannot get in, whatever he tries in the morning
given:
  users: [alice, bob]
  rooms:
    webinar: {type: public, owner: alice, users: [bob]}
steps:
  - alice: set lobby webinar "non moderators" timer="6 h"
  - bob: join room webinar
  - bob: join call webinar
"""
MANY = """\
talksim: 1
name: Many people
given:
  users: [alexandra, bartholomew, christopher, dominique, evangeline, friedrich]
  rooms:
    webinar: {type: public, owner: alexandra, users: [bartholomew, christopher, dominique, evangeline]}
steps:
  - alexandra: join room webinar
"""
HOLDS = "talksim: 1\nname: It holds\ngiven: {users: [alice]}\nsteps:\n  - alice: create room standup\n"
FAULTS = str(ROOT / "tests/faults/many-faults.yaml")
FEATURE = str(ROOT / "tests/conformance/small.feature")
POLICY = str(ROOT / "policies/users-may-record.yaml")
BROKEN = str(ROOT / "universes/known-bugs/flags-zero-starts-a-call.yaml")

READ = {
    "run": ["run", "fails.yaml"],
    "run -v": ["run", "-v", "fails.yaml", "holds.yaml"],
    "run, faults": ["run", FAULTS],
    "run, no file": ["run", "nowhere.yaml"],
    "can": ["can", "fails.yaml", "-o", "calls"],
    "can, many": ["can", "many.yaml", "-o", "recording"],
    "why": ["why", "fails.yaml"],
    "why, allowed": ["why", "fails.yaml:8"],
    "cover": ["cover", "holds.yaml"],
    "cover -v": ["cover", "-v", "fails.yaml"],
    "cover --mutate": ["cover", "--mutate", "holds.yaml"],
    "diff": ["diff", "talk", POLICY, "--states", "60"],
    "explore": ["explore", BROKEN],
    "conformance": ["conformance", FEATURE, str(ROOT / "tests/conformance/small.jsonl")],
    "report": ["report", "holds.yaml", "-o", "site"],
    "draw": ["draw", "fails.yaml"],
    "draw, an operation": ["draw", "join call"],
    "new --list": ["new", "--list"],
    "reference": ["reference", "pages", "--check"],
    "watch": ["watch", "fails.yaml", "--rounds", "1"],
    "usage": ["run"],
    "no command": ["runn"],
    "help": ["--help"],
    **{f"{name} --help": [name, "--help"] for name in _COMMANDS},
}
"""What people read; folded to the width of the terminal."""

TAKEN = {
    "new": ["new"],
    "schema": ["schema"],
    "convert": ["convert", FEATURE],
    "draw": ["draw", "recording", "--format", "mermaid"],
    "why --format json": ["why", "--format", "json", "fails.yaml"],
    "can --format csv": ["can", "fails.yaml", "--format", "csv", "-o", "recording"],
}
"""What people copy or programs read; written as it is."""

SOURCE = re.compile(r" +\d* \| ")
"""Lines of a file, and the mark under them, are for the terminal to wrap."""


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in (("fails", FAILS), ("many", MANY), ("holds", HOLDS)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def squeezed(text: str) -> str:
    return "".join(text.split())


def too_wide(text: str, width: int) -> Iterator[str]:
    """Lines that do not fit, but for lines of files and single words; progress writes over its own line."""
    for line in re.split(r"[\r\n]", plain(text)):
        if len(line) > width and not SOURCE.match(line) and " " in line.strip():
            yield line


@pytest.mark.parametrize("words", READ.values(), ids=READ.keys())
def test_what_is_read_fits_and_is_whole(words: list[str]) -> None:
    whole, narrow, usual = piped(*words), shown(*words, width=40, NO_COLOR="1"), shown(*words, width=80)
    assert "\x1b" not in whole + narrow
    assert list(too_wide(narrow, 40)) == []
    assert list(too_wide(usual, 80)) == []
    for text in (narrow, usual):
        there = squeezed(plain(text))
        assert [word for word in whole.split() if word != "|" and word not in there] == []
    assert "Traceback" not in narrow


@pytest.mark.parametrize("words", TAKEN.values(), ids=TAKEN.keys())
def test_what_is_taken_is_as_it_is(words: list[str]) -> None:
    assert piped(*words) != ""
    assert piped(*words) in shown(*words, width=40)


def test_colours_are_wanted_or_not() -> None:
    words = ("run", "fails.yaml")
    assert "\x1b[31mFAILED\x1b[0m" in shown(*words)
    assert "\x1b" not in shown(*words, TERM="dumb")
    assert "\x1b" not in shown(*words, NO_COLOR="1", FORCE_COLOR="1")
    assert "\x1b[31mFAILED\x1b[0m" in piped(*words, FORCE_COLOR="1")
    assert plain(piped(*words, FORCE_COLOR="1")) == piped(*words)


def test_a_pipe_is_the_same_whatever_surrounds_it() -> None:
    for words in (["run", "fails.yaml"], ["cover", "holds.yaml"], ["can", "many.yaml", "-o", "recording"]):
        assert piped(*words) == piped(*words, COLUMNS="40", NO_COLOR="1", TERM="dumb")


def test_a_folded_step_is_the_same_step() -> None:
    step = 'alice: set lobby webinar "non moderators" timer="6 h"'
    for before in ("      ", "  would help ", "             ", "     8  "):
        [text] = drawn([before + step], 40, coloured=False)
        assert text.count("\n") > 1
        assert yaml.safe_load(f"- {text[len(before) :]}") == yaml.safe_load(f"- {step}")


@pytest.mark.parametrize("width", range(26, 90, 3))
def test_tables_break_no_word(width: int) -> None:
    rows = (
        ("join call", "404 session found", "yes", "403 moderator"),
        ("update call flags", "yes", "", "yes"),
    )
    [text] = drawn([Sheet(("operation", "alexandra", "bob", "carol"), rows)], width, coloured=False)
    assert max(map(len, text.split("\n"))) <= width
    assert set(text.split()) >= {word for row in rows for cell in row for word in cell.split()}


def test_a_line_that_fits_is_not_touched() -> None:
    text = "  because    lobby of webinar\n\n    x  |  y"
    assert folded(text, 40) == text


def test_codes_in_what_people_write_do_not_reach_the_terminal() -> None:
    [text] = drawn(["name \x1b[2J"], 40, coloured=True)
    assert text == "name \\x1b[2J\n"
