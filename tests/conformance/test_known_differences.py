"""Known differences: they excuse, and fail when there is nothing left to excuse."""

from __future__ import annotations

from pathlib import Path

import pytest

from talksim.report.known_differences import KnownDifferences
from talksim.scenario.document.fault import Faults

ENTRY = """\
- where: conv-*
  what: "list rooms: [].name"
  reason: names are ours
  link: https://example.org/1
"""


def known(tmp_path: Path, text: str) -> KnownDifferences:
    file = tmp_path / "known.yaml"
    file.write_text(text, encoding="utf-8")
    return KnownDifferences.read(file)


def test_the_committed_file_can_be_read() -> None:
    KnownDifferences.read(Path(__file__).parents[2] / "conformance" / "known-differences.yaml")


def test_an_entry_excuses_what_it_names(tmp_path: Path) -> None:
    found = known(tmp_path, ENTRY)
    assert found.excuse("conv-1", "list rooms: [].name")
    assert not found.excuse("part-1", "list rooms: [].name")
    assert not found.excuse("conv-1", "list rooms: n.name")
    assert found.gone(["conv-1"]) == []


def test_an_entry_without_use_is_gone_only_when_its_place_was_judged(tmp_path: Path) -> None:
    found = known(tmp_path, ENTRY)
    assert found.gone(["part-1"]) == []
    assert [entry.line for entry in found.gone(["conv-1"])] == [1]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: 1\n", "list"),
        ("- x\n", "mapping"),
        (ENTRY + "  why: no\n", 'unknown key "why"'),
        (ENTRY.replace("  reason: names are ours\n", ""), '"reason" must say something'),
        (ENTRY.replace("https://example.org/1", '""'), '"link" must say something'),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(Faults, match=says):
        known(tmp_path, text)
