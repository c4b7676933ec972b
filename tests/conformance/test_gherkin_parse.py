"""Feature files: backgrounds, outlines, places, and what is wrong with a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from talksim.gherkin.parse import read_feature, read_feature_text
from talksim.scenario.document.fault import Faults

SMALL = Path(__file__).with_name("small.feature")
OUTLINE = """\
Feature: outlines
  Background:
    Given user "alice" exists
  Scenario Outline: Two of them <who>
    When user "<who>" leaves room "room" with 200 (v4)
      | a | <who>\\|x |
    Examples:
      | who   |
      | alice |
      | bob   |
"""


def test_examples_count_one_each_and_stand_where_they_are_written() -> None:
    cases = read_feature_text(OUTLINE).cases
    assert [(case.name, case.line) for case in cases] == [("Two of them alice", 9), ("Two of them bob", 10)]
    background, sentence = cases[1].sentences
    assert (background.text, background.line, background.column) == ('user "alice" exists', 3, 5)
    assert sentence.text == 'user "bob" leaves room "room" with 200 (v4)'
    assert sentence.table == (("a", "bob|x"),)
    assert background.table is None


def test_a_description_that_looks_like_a_step() -> None:
    text = 'Feature: x\n  A word.\n  When:user "alice" exists\n  Scenario: y\n    Given user "a" exists\n'
    with pytest.raises(Faults) as wrong:
        read_feature_text(text, "x.feature")
    (fault,) = wrong.value.faults
    assert (fault.path, fault.line, fault.column) == ("x.feature", 3, 3)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Feature: x\n  Scenario: y\n    Given a\n    nonsense\n", 4),
        ("Feature: x\n  Scenario: y\n    Given a\n      | a | b |\n      | c |\n", 5),
        ("Scenario: y\n", 1),
        ("", 1),
    ],
)
def test_malformed(text: str, line: int) -> None:
    with pytest.raises(Faults) as wrong:
        read_feature_text(text, "x.feature")
    assert wrong.value.faults[0].line == line


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(Faults, match="cannot read the file"):
        read_feature(tmp_path / "missing.feature")
    (tmp_path / "latin.feature").write_bytes("Feature: é\n".encode("latin-1"))
    with pytest.raises(Faults, match="not UTF-8"):
        read_feature(tmp_path / "latin.feature")


def test_the_small_feature() -> None:
    feature = read_feature(SMALL)
    assert feature.name == "A room with a door"
    assert len(feature.cases) == 4
    assert all(case.sentences[0].text == 'user "alice" exists' for case in feature.cases)
