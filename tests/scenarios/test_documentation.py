"""Every block of README and docs runs: Python as doctest, console transcripts, scenarios."""

from __future__ import annotations

import doctest
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
GENERATED = ROOT / "docs" / "reference" / "rules"
DOCUMENTS = sorted(
    path
    for path in [ROOT / "README.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")]
    if not path.is_relative_to(GENERATED)
)

_FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"\A# ([\w./-]+\.yaml)\n")
RUN = {"python", "console", "yaml"}
SHOWN = {"", "text", "mermaid", "sh", "json", "toml"}


class Block(NamedTuple):
    """A fenced block of a document and the line on which its text begins."""

    language: str
    text: str
    line: int


def blocks(document: Path) -> Iterator[Block]:
    text = document.read_text(encoding="utf-8")
    for match in _FENCE.finditer(text):
        yield Block(match[1], match[2], text.count("\n", 0, match.start()) + 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    (tmp_path / "policies").symlink_to(ROOT / "policies")
    (tmp_path / "universes").symlink_to(ROOT / "universes")
    return tmp_path


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_block_runs(document: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    namespace: dict[str, object] = {}
    for block in blocks(document):
        where = f"{document.relative_to(ROOT)}:{block.line}"
        assert block.language in RUN | SHOWN, f"{where}: no way to run a {block.language} block"
        if block.language == "python":
            _python(block, where, namespace)
        elif block.language == "console":
            _console(block, where)
        elif block.language == "yaml":
            _scenario(block, where)


def _python(block: Block, where: str, namespace: dict[str, object]) -> None:
    test = doctest.DocTestParser().get_doctest(block.text, namespace, where, where, block.line)
    assert test.examples, f"{where}: a python block shows a session (>>>)"
    printed: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(test, out=printed.append, clear_globs=False)
    namespace.update(test.globs)
    assert not runner.failures, "".join(printed)


def _console(block: Block, where: str) -> None:
    for command, expected in _transcript(block.text):
        words = shlex.split(command)
        assert words[0] == "talksim", f"{where}: only talksim is run"
        ran = subprocess.run(
            [sys.executable, "-m", "talksim", *words[1:]],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert ran.stdout.rstrip() == expected.rstrip(), f"{where}: $ {command}\n{ran.stdout}\n{ran.stderr}"


def _transcript(text: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def _scenario(block: Block, where: str) -> None:
    """A scenario with a file name is written for the transcripts that follow; any other must pass."""
    if named := _FILE.match(block.text):
        path = Path(named[1])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
        return
    if "talksim:" not in block.text:
        return
    path = Path("block.yaml")
    path.write_text(block.text, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "talksim", "run", str(path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 0, f"{where}: {ran.stdout}{ran.stderr}"
