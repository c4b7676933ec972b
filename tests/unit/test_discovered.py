"""What somebody meets who explores without the reference: hints, short looks, parts of a list."""

from __future__ import annotations

import copy
from typing import Any

import pytest

import talksim
from talksim import Talk, UsageError
from talksim.compare.difference import diff
from talksim.explore.explore import explore
from talksim.policies import load_policy_text
from talksim.scenario.load import load_text
from talksim.scenario.run import run

STORY = """
talksim: 1
name: A lobby
given:
  users: [alice, bob]
  rooms:
    standup: {type: public, owner: alice, users: [bob]}
steps:
  - bob: join room standup
  - bob: send message standup hello
"""


@pytest.fixture
def talk() -> Talk:
    talk = Talk()
    talk.user("alice").create_room("standup", type="public")
    talk.actor("alice").add_participant("standup", talk.user("bob"))
    return talk


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("joinroom", '"join_room"'),
        ("join", '"join_call" or "join_room"'),
        ("jion_room", '"join_room"'),
        ("enable_lobby", '"set_lobby"'),
        ("ban_participant", '"ban"'),
        ("get_messages", '.*"read_messages" or .*"send_message"'),
    ],
)
def test_an_actor_knows_what_is_meant(talk: Talk, word: str, meant: str) -> None:
    with pytest.raises(AttributeError, match=f'Actor has no "{word}"\\. Did you mean {meant}\\?'):
        getattr(talk.actor("bob"), word)


def test_what_only_programs_ask_an_actor_gets_no_hint(talk: Talk) -> None:
    bob = talk.actor("bob")
    assert not hasattr(bob, "_repr_html_")
    assert copy.copy(bob).join_room("standup").ok
    with pytest.raises(AttributeError, match=r'Actor has no "_join_room"\.$'):
        _ = bob._join_room  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("loadpolicy", 'Did you mean "load_policy"'),
        ("load", '"load_policy" or "load_scenarios" or "load_universe"'),
        ("load_scenario", 'Did you mean "load_scenarios"'),
        ("Scenario", "it is in talksim.scenario.script"),
        ("stepper", "it is in talksim.notebook.stepper"),
        ("zzz", "attribute 'zzz'$"),
    ],
)
def test_the_package_knows_what_is_meant(word: str, said: str) -> None:
    with pytest.raises(AttributeError, match=said):
        getattr(talksim, word)


def test_what_is_said_to_be_elsewhere_is_there() -> None:
    from importlib import import_module  # noqa: PLC0415

    assert all(hasattr(import_module(home), name) for name, home in talksim._ELSEWHERE.items())


def test_completion_offers_what_is_public() -> None:
    assert {name for name in dir(talksim) if not name.startswith("__")} == set(talksim.__all__) - {
        "__version__"
    }


def test_permits_are_told_apart(talk: Talk) -> None:
    may = talk.can("bob", "standup")
    assert len(may.allowed) + len(may.refused) == len(may)
    assert "rename room" in {permit.operation.phrase for permit in may.refused}
    assert all(permit.because or permit.guard for permit in may.refused)
    assert len(may.allowed.to_frame()) == len(may.allowed) > 0


@pytest.mark.parametrize(
    ("cell", "near"),
    [
        (("bobb", "rename room", "standup"), "bob"),
        (("bob", "renam room", "standup"), "rename room"),
        (("bob", "rename room", "standdup"), "standup"),
    ],
)
def test_a_matrix_knows_what_is_meant(talk: Talk, cell: tuple[str, str, str], near: str) -> None:
    with pytest.raises(UsageError, match=f'not in the matrix\\. Did you mean "{near}"'):
        talk.matrix().cell(*cell)


@pytest.mark.parametrize("story", ["stories/lobby.yaml", ["stories/lobby.yaml"]])
def test_a_path_is_no_story(story: Any) -> None:
    with pytest.raises(UsageError, match=r'"stories/lobby\.yaml" is no scenario and no universe'):
        diff(None, None, story)
    with pytest.raises(UsageError, match="is no scenario; "):
        run(story)


def no_call(room: object) -> bool:
    return not room.call.active  # type: ignore[attr-defined]


def test_what_was_found_has_a_short_look(talk: Talk) -> None:
    quiet = load_policy_text("talksim: 1\npolicy: Quiet\nadd:\n  send message: [moderator]\n")
    assert repr(diff(None, quiet, load_text(STORY))) == "<Difference Talk as it is → Quiet; changes: 1>"
    joins = [{"join room": {"by": "bob"}}, {"join call": {"by": "bob", "flags": "audio"}}]
    assert repr(explore(talk, joins, always=[no_call])).endswith("broken: no call>")
    assert repr(explore(talk, joins[:1], always=[no_call])) == "<Exploration; states: 2, all; none broken>"


def test_a_report_says_how_it_went() -> None:
    assert repr(run(load_text(STORY)[0])) == "<Report A lobby: passed>"
    late = load_text(STORY + "  - bob: rename room standup other\n")[0]
    assert ":11:5, expected allowed, got 403" in repr(run(late))
