"""What a site says about two policies."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import attrs
import pytest
from webinar import ROOT, report, write_scenarios

from talksim.compare.difference import Difference, diff, usual_universe
from talksim.policies import load_policy
from talksim.site.differences import Compared, pages

POLICIES = sorted((ROOT / "policies").glob("*.yaml"))
SIDE = re.compile(r'<section class="side".*?<span class="answer \w+">(.*?)</span>', re.DOTALL)


def compared(path: Path) -> Compared:
    policy = load_policy(path)
    return Compared(None, policy, diff(None, policy, [usual_universe()]))


def changed(one: Compared, **told: Any) -> dict[str, str]:
    """The pages when every change is told otherwise."""
    changes = tuple(attrs.evolve(change, **told) for change in one.found.changes)
    return dict(pages([attrs.evolve(one, found=attrs.evolve(one.found, changes=changes))], []))


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_each_story_shows_the_two_answers_of_its_change(path: Path) -> None:
    """The stories are played anew for their pages."""
    one = compared(path)
    made = dict(pages([one], []))
    assert one.found.changes
    for place, change in enumerate(one.found.changes, 1):
        answers = SIDE.findall(made[f"differences/1-{place:02}.html"])
        for answer, told in zip(answers, (change.cell.before, change.cell.after), strict=True):
            assert answer.endswith("allowed") if told == "allowed" else answer[:3] == told[:3]


def test_the_page_of_two_policies_says_who_what_and_why() -> None:
    one = compared(ROOT / "policies/moderators-start-calls.yaml")
    page = dict(pages([one], []))["differences/1.html"]
    assert "What changes under “Moderators start calls”" in page
    assert "Because of “call startable”" in page
    for change in one.found.changes:
        for words in (change.cell.role, change.cell.after, change.steps[-1]):
            assert words in page
    assert page.count("Walk through it under both") == len(one.found.changes)


def test_the_page_of_two_policies_says_whom_it_affects_and_whom_not() -> None:
    one = compared(ROOT / "policies/moderators-start-calls.yaml")
    page = dict(pages([one], []))["differences/1.html"]
    assert "<strong>Affects:</strong> guest, user." in page
    assert "<strong>As before for:</strong> guest outside, moderator, owner." in page
    assert "public room standup of alice (owner), mo (moderator), bob (user)" in page


def test_a_long_story_is_told_by_its_end() -> None:
    one = compared(ROOT / "policies/moderators-start-calls.yaml")
    long = [f"bob: join room {number}" for number in range(9)]
    changes = tuple(attrs.evolve(change, steps=tuple(long)) for change in one.found.changes)
    page = dict(pages([Compared(None, one.after, attrs.evolve(one.found, changes=changes))], []))[
        "differences/1.html"
    ]
    assert "6 steps, then" in page
    assert "join room 6" in page
    assert "join room 5" not in page


def test_what_no_file_can_say_has_no_page() -> None:
    one = compared(ROOT / "policies/moderators-start-calls.yaml")
    changes = tuple(attrs.evolve(change, scenario="") for change in one.found.changes)
    assert list(dict(pages([Compared(None, one.after, attrs.evolve(one.found, changes=changes))], []))) == [
        "differences/1.html"
    ]


def test_equal_policies_change_nothing() -> None:
    nothing = Compared(None, None, Difference("Talk as it is", "Talk as it is", ()))
    assert "Nothing is answered otherwise" in dict(pages([nothing], []))["differences/1.html"]


def test_several_policies_lead_to_each_other(tmp_path: Path) -> None:
    told = [word for path in POLICIES[:2] for word in ("--diff", "talk", str(path))]
    assert report(str(write_scenarios(tmp_path)), "-o", str(tmp_path / "out"), *told).exit_code == 1
    index = (tmp_path / "out/index.html").read_text()
    for number in (1, 2):
        assert f'href="differences/{number}.html"' in index
        other = (tmp_path / f"out/differences/{number}.html").read_text()
        assert f'href="{3 - number}.html"' in other


def test_without_policies_nothing_leads_to_differences(tmp_path: Path) -> None:
    report(str(write_scenarios(tmp_path)), "-o", str(tmp_path / "out"), "--jobs", "1")
    assert not (tmp_path / "out/differences").exists()
    assert "Differences" not in (tmp_path / "out/index.html").read_text()


def test_a_policy_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("talksim: 1\npolicy: Bad\nsettings: {start_calls: nobodyy}\n")
    result = report(str(write_scenarios(tmp_path)), "-o", str(tmp_path / "out"), "--diff", "talk", str(bad))
    assert result.exit_code == 2
    assert "bad.yaml:3" in result.output
    assert not (tmp_path / "out").exists()
