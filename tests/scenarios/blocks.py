"""Blocks of documentation: what is in a page, and how each kind of block is executed.

A page is executed from top to bottom in one empty folder.

| block | is |
|---|---|
| a file: it begins with `# NAME` | written to the folder |
| `diff` | applied to a file that is there, its lines found exactly once |
| `console` | commands behind `$ `, and what they print; `...` stands for what differs from run to run |
| `python` | a session (doctest) |
| `yaml` with `talksim:` | a scenario that passes |
| `sh` | executed by bash, unless it needs a network or a quiet machine |
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

__all__ = ["RUN", "SHOWN", "Block", "Reader", "blocks", "installs"]

RUN: Final = {"console", "diff", "gherkin", "ini", "python", "sh", "yaml"}
SHOWN: Final = {"", "text", "json", "toml"}

_FENCE: Final = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE: Final = re.compile(r"\A# ([\w./-]+\.(?:yaml|yml|py|feature|ini))\n")
_PROMPT: Final = "talksim> "
_INSTALLS: Final = re.compile(r"\b(pip|npm|git|jupyter|jupytext|playwright|venv|benchmarks)\b")
_ALIKE: Final = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class Block(NamedTuple):
    """A fenced block of a document and the line on which its text begins."""

    language: str
    text: str
    line: int


def blocks(document: Path) -> Iterator[Block]:
    """The fenced blocks of a document in their order."""
    text = document.read_text(encoding="utf-8")
    for match in _FENCE.finditer(text):
        yield Block(match[1], match[2], text.count("\n", 0, match.start()) + 2)


def installs(block: Block) -> bool:
    """Whether a block of `sh` needs a network, or a quiet machine: CI runs it in a place of its own."""
    return block.language == "sh" and _INSTALLS.search(block.text) is not None


class Reader:
    """Reads a page and does what it says, in the current folder."""

    def __init__(self) -> None:
        self.namespace: dict[str, object] = {}
        self.status = 0

    def do(self, block: Block, where: str) -> None:
        """Execute one block. Raises `AssertionError` with the place where it does not do what it says."""
        if named := _FILE.match(block.text):
            _write(Path(named[1]), block.text)
        elif block.language == "python":
            self._session(block, where)
        elif block.language == "console":
            self._transcript(block, where)
        elif block.language == "diff":
            _apply(block, where)
        elif block.language == "sh" and not installs(block):
            ran = _run(["bash", "-euo", "pipefail", "-c", block.text])
            assert ran.returncode == 0, f"{where}: {ran.stdout}{ran.stderr}"
        elif block.language == "yaml" and "talksim:" in block.text:
            _passes(block, where)

    def _session(self, block: Block, where: str) -> None:
        test = doctest.DocTestParser().get_doctest(block.text, self.namespace, where, where, block.line)
        assert test.examples, f"{where}: a python block shows a session (>>>) or is a file (# NAME.py)"
        printed: list[str] = []
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
        runner.run(test, out=printed.append, clear_globs=False)
        self.namespace.update(test.globs)
        assert not runner.failures, "".join(printed)

    def _transcript(self, block: Block, where: str) -> None:
        for command, shown in _commands(block.text):
            typed, expected = _typed(shown)
            words = shlex.split(command)
            if words == ["echo", "$?"]:
                printed = both = str(self.status)
            else:
                ran = _run(_words(words, where), typed)
                self.status, printed, both = ran.returncode, ran.stdout, ran.stdout + ran.stderr
            assert _alike(expected, printed) or _alike(expected, both), f"{where}: $ {command}\n{both}"


def _words(words: list[str], where: str) -> list[str]:
    """What is run for a command; of programs only those that a page may show."""
    if words[0] in ("talksim", "pytest"):
        return [sys.executable, "-m", *words]
    assert words[0] in ("cat", "ls"), f"{where}: {words[0]} is not run"
    return words


def _run(words: list[str], typed: str = "") -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "GITHUB_"))}
    return subprocess.run(
        words,
        input=typed,
        env={**own, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def _commands(text: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def _typed(shown: str) -> tuple[str, str]:
    """What somebody types behind the prompts of `talksim repl`, and what is printed between."""
    lines = shown.splitlines(keepends=True)
    typed = "".join(line.removeprefix(_PROMPT) for line in lines if line.startswith(_PROMPT))
    return typed, "".join(line for line in lines if not line.startswith(_PROMPT))


def _alike(expected: str, printed: str) -> bool:
    """Letter by letter but for spaces at the ends; `...` stands for anything."""
    if "..." not in expected:
        return printed.rstrip() == expected.rstrip()
    return doctest.OutputChecker().check_output(f"{expected.rstrip()}\n", f"{printed.rstrip()}\n", _ALIKE)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _apply(block: Block, where: str) -> None:
    """Replace what a diff takes away by what it puts there; `--- FILE` in its first line names the file."""
    head, *lines = block.text.splitlines(keepends=True)
    assert head.startswith("--- "), f"{where}: a diff begins with --- FILE"
    path = Path(head[4:].strip())
    old = "".join(line[1:] for line in lines if line[0] in " -")
    new = "".join(line[1:] for line in lines if line[0] in " +")
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    assert text.count(old) == 1, f"{where}: these lines are not in {path} once:\n{old}"
    _write(path, text.replace(old, new))


def _passes(block: Block, where: str) -> None:
    _write(Path("block.yaml"), block.text)
    ran = _run(_words(["talksim", "run", "block.yaml"], where))
    assert ran.returncode == 0, f"{where}: {ran.stdout}{ran.stderr}"
    Path("block.yaml").unlink()
