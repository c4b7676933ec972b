"""Conditions on a state: what they mean, and what they say when they are false."""

from __future__ import annotations

from pathlib import Path

import pytest

from talksim.explore.universe.condition import condition
from talksim.explore.universe.facts import FACTS
from talksim.scenario.document.mistake import Wrong
from talksim.talk import Talk

DOCUMENT = Path(__file__).parents[2] / "docs" / "reference" / "universes.md"


@pytest.fixture
def talk() -> Talk:
    """A standup with alice in the call, bob outside and the guest gina in the room."""
    talk = Talk()
    for name in ("alice", "bob"):
        talk.user(name)
    gina = talk.guest("gina")
    alice = talk.actor("alice")
    alice.create_room("standup", type="public")
    alice.add_participant("standup", "bob")
    alice.join_room("standup")
    alice.join_call("standup", flags="audio")
    gina.join_room("standup")
    return talk


TRUE = [
    'room("standup").has_call',
    'room("standup").type == "public"',
    'room("standup").person("alice").in_call',
    'not room("standup").person("bob").in_call',
    'room("standup").person("gina").is_guest',
    'room("standup").person("nobody") == None',
    'room("nowhere") == None and not room("nowhere").has_call and not room("nowhere").people',
    'len(room("standup").people) == 3',
    'sum(p.joined for p in room("standup").people) == 2',
    'any(p.moderates for p in room("standup").people)',
    'all(p.moderates for p in room("standup").people if p.in_call)',
    "all(not r.bans for r in rooms)",
    '"bob" in [p.id for p in room("standup").people]',
    'room("standup").recording in ["none", "failed"]',
    '"audio" in room("standup").call_flags and "video" not in room("standup").person("alice").flags',
    '1 <= len(room("standup").people) < 4',
    'room("nowhere").bans < 1 or room("nowhere").bans == None',
    'room("standup").parent == None',
    'room("standup").bans > -1',
]


@pytest.mark.parametrize("text", TRUE)
def test_it_holds(text: str, talk: Talk) -> None:
    assert condition(text).breaches(talk.server) == []


@pytest.mark.parametrize("text", TRUE)
def test_its_opposite_does_not(text: str, talk: Talk) -> None:
    assert condition(f"not ({text})").breaches(talk.server) != []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'room("standup").lobby == "non moderators"',
            ['room("standup").lobby == "non moderators" is false: room("standup").lobby is "no lobby"'],
        ),
        (
            'room("standup").has_call and room("standup").has_password',
            ['room("standup").has_password is false'],
        ),
        (
            'room("standup").bans > 0 or room("standup").polls > 0',
            [
                'room("standup").bans > 0 is false: room("standup").bans is 0',
                'room("standup").polls > 0 is false: room("standup").polls is 0',
            ],
        ),
        ('not any(p.in_call for p in room("standup").people)', ["p = alice: p.in_call is true"]),
        (
            'all(p.in_call or p.moderates for p in room("standup").people)',
            ["p = bob: p.in_call is false", "p = bob: p.moderates is false"],
        ),
        (
            'any(p.favorite for p in room("standup").people if p.is_account)',
            ['any(p.favorite for p in room("standup").people if p.is_account) is false of [alice, bob]'],
        ),
        (
            'room("standup").call_flags == []',
            ['room("standup").call_flags == [] is false: room("standup").call_flags is [audio]'],
        ),
    ],
)
def test_it_says_which_part_is_false(text: str, said: list[str], talk: Talk) -> None:
    assert condition(text).breaches(talk.server) == said


@pytest.mark.parametrize("kind", FACTS)
def test_every_fact_can_be_read(kind: str, talk: Talk) -> None:
    over = {"room": "rooms", "person": 'room("standup").people'}[kind]
    for name in FACTS[kind]:
        condition(f"all(one.{name} == one.{name} for one in {over})").breaches(talk.server)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "(" * 500,
        "rooms " * 500,
        "1 +",
        "a := 2",
        "[*rooms]",
        "rooms[0]",
        "f'{rooms}'",
        "{}",
        "...",
        "b'x'",
    ],
)
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(Wrong):
        condition(text)


def test_nothing_is_reached_but_facts() -> None:
    for text in ("rooms.__class__", 'room("a").token.upper()', 'room("a").call.since', "open('x')"):
        with pytest.raises(Wrong):
            condition(text)


@pytest.mark.parametrize("kind", FACTS)
def test_the_documentation_has_every_fact(kind: str) -> None:
    (row,) = [
        line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith(f"| {kind} |")
    ]
    assert row == f"| {kind} | {', '.join(f'`{name}`' for name in FACTS[kind])} |"
