"""Names in conditions: what can come to be is spoken of, what never can is a mistake."""

from __future__ import annotations

import json

import pytest

from talksim.errors import UsageError
from talksim.explore.explore import explore
from talksim.explore.universe.load import load_text
from talksim.talk import Talk

COMES_TO_BE = [
    ('room("standup").person("gina") != None', "join room"),
    ('room("workshop") != None', "create room: {name: workshop, type: public, by: alice}"),
    ('room("retro") != None', "rename room: {name: retro, by: alice}"),
    ('any(r.name == "retro" for r in rooms)', "rename room: {name: retro, by: alice}"),
    ('room("Room 2") != None', "configure breakout rooms: {mode: automatic, amount: 2, by: alice}"),
    (
        'room(\'["alice","bob"]\') != None',
        "create room: {type: one to one, invite: bob, name: '', by: alice}",
    ),
    ('room("Note to self") != None', "get note to self: {by: bob}"),
    (
        'any(p.name == "erna@example.org" for p in room("standup").people)',
        "add participant: {participant: erna@example.org, source: emails, by: alice}",
    ),
    ('room("standup").person("Gina G.") != None', "{join room: {}}, set guest name: {name: Gina G.}"),
    ('any(p.name == "" for p in room("standup").people)', "join room"),
    ('any(p.name not in ["bob", "alice"] for p in room("standup").people)', "join room"),
]


@pytest.mark.parametrize(("said", "operations"), COMES_TO_BE)
def test_what_can_come_to_be_may_be_spoken_of(said: str, operations: str) -> None:
    rooms = "{standup: {type: public, owner: alice}, class: {owner: alice}}"
    given = f"{{users: [alice, bob], guests: [gina], rooms: {rooms}}}"
    text = f"talksim: 1\nuniverse: Names\ngiven: {given}\noperations: [{operations}]\nbounds: {{depth: 2}}\n"
    (verdict,) = explore(load_text(f"{text}sometimes: {json.dumps([said])}\n"), first=True).verdicts
    assert verdict.holds


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('not room("standdup").has_call', 'no room is ever called "standdup". Did you mean "standup"'),
        ('not room("standup").person("bbo").in_call', 'nobody is ever called "bbo". Did you mean "bob"'),
        (
            'not any(p.in_call and p.id == "alcie" for p in room("standup").people)',
            'nobody is ever called "alcie"',
        ),
        ('not any(r.has_call for r in rooms if "stadup" != r.name)', 'no room is ever called "stadup"'),
        ('len(room("attic").people) < 5', "given declares it, or an operation in play names it"),
    ],
)
def test_what_never_can_be_is_a_mistake(said: str, told: str) -> None:
    talk = Talk()
    alice, bob = talk.user("alice"), talk.user("bob")
    alice.create_room("standup", type="public")
    alice.add_participant("standup", bob)
    with pytest.raises(UsageError) as refused:
        explore(talk, ["join room"], always=said)
    assert told in str(refused.value)


def test_what_is_compared_otherwise_is_no_name() -> None:
    talk = Talk()
    talk.user("alice").create_room("standup", type="public")
    said = 'all("stand" in r.name and r.name < "zzz" and r.name != "" for r in rooms)'
    assert explore(talk, ["join room"], always=said).ok
