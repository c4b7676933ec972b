"""The patterns: every one that is described, none that fits what another fits."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from talksim.errors import DeclarationError
from talksim.gherkin.registry import PATTERNS, find, load_steps, matching, step

load_steps()
SHARED = Path(os.environ.get("TALKSIM_SHARED") or Path(__file__).parents[3] / "shared")
STEPS = SHARED / "conformance" / "STEPS.md"
SAMPLES = {'"{}"': '"some thing"', "{n}": "7", "{status}": "200", "({api})": "(v4)"}


def sample(pattern: str) -> str:
    for token, text in SAMPLES.items():
        pattern = pattern.replace(token, text)
    return pattern


@pytest.mark.parametrize("pattern", sorted(PATTERNS))
def test_no_sentence_is_ambiguous(pattern: str) -> None:
    assert [found.text for found in matching(sample(pattern))] == [pattern]


@pytest.mark.skipif(not STEPS.is_file(), reason="the description of the steps is not here")
def test_every_described_pattern_is_there() -> None:
    described = re.findall(r"`([^`]+)` \[(?:3\+|<3)\]", STEPS.read_text(encoding="utf-8"))
    lost = [pattern for pattern in described if find(sample(pattern)) is None]
    assert len(described) > 150
    assert lost == []


def test_arguments_and_fixed_values() -> None:
    found = find('user "bob" shares rich-object "call" "abc" \'{"name":"Room"}\' to room "r" with 201 (v1)')
    assert found is not None
    assert found.values == ("bob", "call", "abc", '{"name":"Room"}', "r")
    assert found.named == {"status": 201}
    locked = find('user "bob" locks room "r" with 403 (v4)')
    assert locked is not None
    assert locked.named == {"status": 403, "state": 1}


def test_the_version_may_be_left_out_and_negative_numbers_are_numbers() -> None:
    for version in ("", " (v1)", " (v4)"):
        found = find(f'user "bob" set the message expiration to -5 of room "r" with 400{version}')
        assert found is not None
        assert found.values == ("bob", -5, "r")


def test_what_nobody_described() -> None:
    assert find('user "bob" dances in room "r" with 200 (v4)') is None
    assert find('user "bob" joins room "r" with 200 (v4) and more') is None


def test_a_pattern_is_declared_once() -> None:
    with pytest.raises(DeclarationError, match="twice"):
        step("wait for {n} seconds")(lambda _world, _seconds: None)
