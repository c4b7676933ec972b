"""Links in README, documentation and the other Markdown pages lead to files and headings that exist."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("docs", "benchmarks", "conformance", "notebooks", "scenarios", "universes")
PAGES = sorted([*ROOT.glob("*.md"), *(page for folder in FOLDERS for page in ROOT.glob(f"{folder}/**/*.md"))])

_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[(?:[^][]|\[[^]]*\])*\]\(([^()\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


def links(page: Path) -> Iterator[str]:
    """What the page links to inside of the project."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    return (link for link in _LINK.findall(text) if "://" not in link and not link.startswith("mailto:"))


@cache
def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub and Sphinx make them."""
    seen: Counter[str] = Counter()
    found = set()
    for heading in _HEADING.findall(_FENCE.sub("", page.read_text(encoding="utf-8"))):
        name = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        found.add(f"{name}-{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links(page):
        file, _, anchor = link.partition("#")
        target = (page.parent / unquote(file)).resolve() if file else page
        assert target.exists(), f"{page.relative_to(ROOT)}: {link}"
        assert target.is_relative_to(ROOT), f"{page.relative_to(ROOT)}: {link} is outside of the project"
        if anchor:
            assert anchor in anchors(target), f"{page.relative_to(ROOT)}: no heading for {link}"


def test_the_readme_links_into_the_documentation() -> None:
    assert any(link.startswith("docs/") for link in links(ROOT / "README.md"))


def test_a_slip_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# One `two`: three\n\n## Again\n\n## Again\n\n[a](b.md#c) [x](https://y)\n\n```text\n[no](link)\n```\n"
    )
    assert list(links(page)) == ["b.md#c"]
    assert anchors(page) == {"one-two-three", "again", "again-1"}


def test_every_page_of_the_code_that_is_named_exists() -> None:
    """Comments, messages and help name pages by their path from the root of the project."""
    named = re.compile(r"\bdocs/[\w./-]*[\w]")
    for source in sorted(
        [*ROOT.glob("src/**/*.py"), ROOT / "CONTRIBUTING.md", ROOT / "conformance/known-differences.yaml"]
    ):
        for path in named.findall(source.read_text(encoding="utf-8")):
            assert (ROOT / path).exists(), f"{source.relative_to(ROOT)}: {path}"
