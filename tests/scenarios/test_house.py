"""The page about the house says what is there: the linter's floors, every module, paths that exist."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "talksim"
PAGE = (ROOT / "docs" / "explanation" / "architecture.md").read_text(encoding="utf-8")

_ROW = re.compile(r"^\| (`.*?`) \|", re.MULTILINE)


def rows(heading: str) -> list[set[str]]:
    """The names in the first cell of each row of the table below a heading."""
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return [set(re.findall(r"`(\w+)`", cell)) for cell in _ROW.findall(section)]


def floors() -> list[set[str]]:
    """The floors as the linter holds them."""
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    layers = tool["importlinter"]["contracts"][0]["layers"]
    return [{name.strip().removeprefix("talksim.") for name in layer.split("|")} for layer in layers]


def test_the_floors_are_those_of_the_linter() -> None:
    assert rows("Floors") == floors()


def test_every_module_has_its_place() -> None:
    told = set().union(*rows("Floors"), *rows("Round about `talk`"))
    there = {path.stem for path in PACKAGE.iterdir() if path.is_dir() or path.suffix == ".py"}
    assert told == {name for name in there if not name.startswith("__")}


def test_every_folder_exists() -> None:
    folders = set().union(*rows("Not Python"))
    assert {name for name in folders if not (ROOT / name).is_dir()} == set()
    assert len(folders) > 6


PAGES = sorted([*ROOT.glob("docs/explanation/*.md"), ROOT / "CONTRIBUTING.md"])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w.-]+(?:/[\w.-]+)+)/?`", text))
    assert {path for path in named if not ((PACKAGE / path).exists() or (ROOT / path).exists())} == set()


def test_the_pages_name_paths() -> None:
    assert any(re.search(r"`[\w.-]+/[\w.-]+`", page.read_text(encoding="utf-8")) for page in PAGES)
