"""What a site says about the judges."""

from __future__ import annotations

from pathlib import Path

import pytest
from webinar import ROOT, report

SMALL = ROOT / "tests/conformance"
OWN = ROOT / "notebooks/our-own.feature"
KNOWN = """\
- where: A visitor opens the door
  what: "set lobby: *"
  reason: The help desk asks for it, and Talk does not allow it.
  link: docs/explanation/conformance.md
- where: A wish
  what: "*"
  reason: Wishes are not modelled.
  link: docs/explanation/conformance.md
"""
WISH = """\
Feature: Wishes

  Scenario: A wish
    Given user "alice" exists
    When user "alice" wishes for a "door"
"""


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    path = tmp_path / "alone.yaml"
    path.write_text("talksim: 1\nname: Alone\ngiven: {users: [alice]}\nsteps: [{alice: list rooms}]\n")
    return path


def page(stories: Path, *told: object) -> tuple[str, int]:
    out = stories.parent / "out"
    result = report(str(stories), "-o", str(out), *map(str, told))
    return (out / "conformance.html").read_text(), result.exit_code


def test_what_agrees_is_counted(stories: Path) -> None:
    told, status = page(stories, "--conformance", SMALL)
    assert status == 0
    assert "<b>4 of 4</b> scenarios of feature files" in told
    assert "<b>100.0 %</b> of 13 requests" in told
    assert "What failed" not in told


def test_what_fails_is_shown_with_its_place(stories: Path) -> None:
    told, status = page(stories, "--conformance", OWN)
    assert status == 1
    assert told.index("our-own.feature:18:5") < told.index("<h2>Feature files")
    assert "<b>2 of 3</b>" in told
    assert "fails in line 18: set lobby" in told


def test_sentences_that_nobody_understands_are_listed(stories: Path) -> None:
    wish = stories.parent / "wish.feature"
    wish.write_text(WISH)
    told, status = page(stories, "--conformance", wish)
    assert status == 1
    assert "Steps without a pattern" in told
    assert "wishes for a &#34;door&#34;" in told


def test_known_differences_are_told_with_their_reason_and_fail_nothing(stories: Path) -> None:
    known = stories.parent / "known.yaml"
    known.write_text(KNOWN.partition("- where: A wish")[0])
    told, status = page(stories, "--conformance", OWN, "--known", known)
    assert status == 0
    assert "<b>1</b> known differences" in told
    assert "The help desk asks for it" in told
    assert "What failed" not in told


def test_a_known_difference_that_is_gone_fails(stories: Path) -> None:
    wish, known = stories.parent / "wish.feature", stories.parent / "known.yaml"
    wish.write_text(WISH.replace("wishes for a", "creates room").replace('"door"', '"door" (v4)'))
    wish.write_text(wish.read_text() + "      | roomType | 3 |\n      | roomName | door |\n")
    known.write_text(KNOWN.partition("- where: A wish")[1] + KNOWN.partition("- where: A wish")[2])
    told, status = page(stories, "--conformance", wish, "--known", known)
    assert status == 1
    assert "Known differences that are gone" in told


def test_a_bad_file_of_known_differences_ends_the_command(stories: Path) -> None:
    known = stories.parent / "known.yaml"
    known.write_text("- where: here\n")
    result = report(
        str(stories), "-o", str(stories.parent / "out"), "--conformance", str(OWN), "--known", str(known)
    )
    assert result.exit_code == 2
    assert "known.yaml:1" in result.output
    assert not (stories.parent / "out").exists()


def test_a_judge_that_cannot_be_read_is_told(stories: Path) -> None:
    bad = stories.parent / "bad.jsonl"
    bad.write_text("{}\n")
    result = report(str(stories), "-o", str(stories.parent / "out"), "--conformance", str(bad))
    assert result.exit_code == 2
    assert "bad.jsonl" in (stories.parent / "out/index.html").read_text()


def test_without_judges_nothing_leads_to_them(stories: Path) -> None:
    report(str(stories), "-o", str(stories.parent / "out"))
    assert not (stories.parent / "out/conformance.html").exists()
    assert "Conformance" not in (stories.parent / "out/index.html").read_text()
