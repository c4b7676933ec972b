"""Every block of README and docs runs: sessions, transcripts, scenarios, files, changes of files."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from blocks import RUN, SHOWN, Block, Reader, blocks, installs

ROOT = Path(__file__).parents[2]
GENERATED = ROOT / "docs" / "reference" / "rules"
DOCUMENTS = sorted(
    path
    for path in [ROOT / "README.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")]
    if not path.is_relative_to(GENERATED)
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of its own, with what comes with talksim beside it; the tutorial begins with nothing."""
    for name in ("scenarios", "docs", "policies", "universes"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_block_runs(document: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = document.parent.name == "tutorial"
    (folder / "empty").mkdir()
    monkeypatch.chdir(folder / "empty" if own else folder)
    reader = Reader()
    for block in blocks(document):
        where = f"{document.relative_to(ROOT)}:{block.line}"
        assert block.language in RUN | SHOWN, f"{where}: no way to run a {block.language} block"
        reader.do(block, where)


def test_what_installs_is_executed_by_ci() -> None:
    """The CI script names the page, or has the lines of it; benchmarks are run by hand."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8") + (ROOT / "README.md").read_text(
        encoding="utf-8"
    )
    for document in DOCUMENTS:
        if document.parent.name == "benchmarks" or str(document.relative_to(ROOT)) in script:
            continue
        for block in filter(installs, blocks(document)):
            for line in block.text.splitlines():
                assert line in script, f"{document.relative_to(ROOT)}:{block.line}: CI does not run {line!r}"


def test_extras_exist() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]
    for document in [*DOCUMENTS, ROOT / "CONTRIBUTING.md"]:
        for named in re.findall(r"pip install [^\n`]*\[([\w,]+)\]", document.read_text(encoding="utf-8")):
            assert extras.keys() >= set(named.split(",")), f"{document.relative_to(ROOT)}: {named}"


def told(language: str, text: str) -> None:
    Reader().do(Block(language, text, 1), "page.md:1")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("console", "$ rm -r /\n"),
        ("console", "$ talksim --version\nanother\n"),
        ("console", "$ talksim repl\ntalksim> alice: create room standup\nnothing of this\n"),
        ("diff", "--- a.yaml\n-not there\n+there\n"),
        ("diff", "+there\n"),
        ("python", ">>> 1 + 1\n3\n"),
        ("python", "1 + 1\n"),
        ("sh", "false\n"),
        ("yaml", "talksim: 1\nname: Nobody\nsteps: [nobody: create room hall]\n"),
    ],
)
def test_a_block_that_does_not_do_what_it_says(
    language: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text("once\n")
    with pytest.raises(AssertionError):
        told(language, text)


def test_files_and_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told("yaml", "# fragments/call.yaml\ntwo\nthree\n")
    told("diff", "--- fragments/call.yaml\n-two\n+2\n three\n")
    told("console", "$ cat fragments/call.yaml\n# fragments/call.yaml\n2\n...\n$ echo $?\n0\n")
    assert (tmp_path / "fragments" / "call.yaml").read_text() == "# fragments/call.yaml\n2\nthree\n"
