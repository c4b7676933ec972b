from __future__ import annotations

from pathlib import Path

import pytest

from talksim.scenario.document.source import read, read_file
from talksim.scenario.reading.structure import structure
from talksim.scenario.reading.written import WrittenFragment, WrittenScenario, quick
from talksim.scenario.repeated import expand

FILES = sorted((Path(__file__).parents[2] / "scenarios").rglob("*.yaml"))

FULL = """\
talksim: 1
name: Everything a file can say
tags: [lobby, call]
xfail: not yet
given:
  users: {alice: {name: Alice, groups: [staff]}, bob: }
  groups: {others: [bob]}
  guests: {guest: {address: 10.0.0.1}}
  settings: {start_calls: moderators}
  rooms:
    standup: {type: public, owner: alice, users: [bob], lobby: non moderators}
steps:
  - alice: join room standup
  - wait: 6 h
  - bob: join room standup
    refused: 412
  - bob: set lobby standup "no lobby"
    refused: {status: 403}
"""


def both(value: object, kind: type) -> None:
    assert (found := quick(value, kind)) is not None
    assert found == structure(value, kind)


def test_the_quick_way_reads_what_the_careful_one_reads() -> None:
    both(read(FULL, "full.yaml").value, WrittenScenario)
    both({"talksim": 1, "fragment": "x", "steps": [{"wait": "6 h"}], "parameters": ["room"]}, WrittenFragment)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_they_agree_on_every_file_without_parameters(path: Path) -> None:
    value = expand(read_file(path).value, [])
    if not {"parameters", "cases"} & set(value):
        both(value, WrittenFragment if "fragment" in value else WrittenScenario)


@pytest.mark.parametrize(
    "change",
    [
        ("talksim: 1", "talksim: 2"),
        ("tags:", "tag:"),
        ("name: Every", "- Every"),
        ("alice: join", "zoe: join"),
    ],
)
def test_what_is_wrong_is_left_to_the_careful_way(change: tuple[str, str]) -> None:
    text = FULL.replace(*change)
    value = read(text, "full.yaml").value if not change[1].startswith("-") else [text]
    assert quick(value, WrittenScenario) is None
