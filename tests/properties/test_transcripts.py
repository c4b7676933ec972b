"""A journal written as a scenario replays to the same answers, whatever was asked."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talksim.chance import Walk, begin, world
from talksim.errors import UsageError
from talksim.outcome import Outcome
from talksim.rules.operation import OPERATIONS
from talksim.scenario.load import load_text
from talksim.scenario.player import Player
from talksim.scenario.run import run
from talksim.scenario.transcribe import transcript
from talksim.strategies import scenario_texts
from talksim.talk import Talk

DAY = r"""talksim: 1
name: A day
given:
  users:
  - alice
  - bob
  groups:
    staff:
    - bob
  settings:
    start_calls: accounts
  guests:
    gina:
      address: "10.0.0.9"
steps:
- alice: create room name=hall type=public
  answers: 201
- bob: join room hall
- gina: join room hall
- alice: promote hall bob
  refused: promotable
- alice: promote hall gina
- alice: send message hall "he said \"hi\", twice"
  answers: 201
- bob: react hall reaction="👍"
  with:
    message_id:
      message: he said "hi", twice
- alice: set lobby hall "non moderators" timer="in 6 h"
- wait: "1 h 30 min"
- alice: create room type=one-to-one invite=bob
  as: conversation 1
  answers: 201
- alice: add participant hall staff source=groups
- alice: remove attendee hall "group staff"
- alice: ban hall guests gina
  refused: banned is no moderator
- bob: unban hall 0
  refused: participant found
"""

SOME = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def replayed(text: str) -> list[Outcome | None]:
    (scenario,) = load_text(text)
    player = Player(scenario)
    return [player.play(step) for _, step in scenario.walk()]


@SOME
@given(st.integers(0, 2**32))
def test_a_transcript_of_anything_replays_to_the_same_answers(seed: int) -> None:
    random = Random(seed)
    made = world(random)
    talk = begin(made).talk
    start = len(talk.journal)
    answers = [step.outcome for step in Walk(random, talk).steps(120)]
    text = transcript(talk.journal[start:], given=made.given, steps=made.steps)
    (scenario,) = load_text(text)
    assert run(scenario, diagnose=False).status == "passed", text
    assert replayed(text)[-len(answers) :] == answers, text


@SOME
@given(scenario_texts(max_steps=12))
def test_scenarios_by_chance_pass(text: str) -> None:
    (scenario,) = load_text(text)
    assert run(scenario, diagnose=False).status == "passed", text


def test_ids_are_written_as_names_and_numbers_as_words() -> None:
    talk = Talk()
    alice, bob, gina = talk.user("alice"), talk.user("bob"), talk.guest("gina", "10.0.0.9")
    talk.group("staff", ["bob"])
    talk.set(start_calls="accounts")
    room = alice.create_room(name="hall", type="public")
    bob.join_room(room)
    gina.join_room(room)
    alice.promote(room, bob)
    alice.promote(room, gina)
    alice.send_message(room, 'he said "hi", twice')
    bob.react(room, talk.room(room).messages[-1].id, "👍")
    alice.set_lobby(room, "non moderators", timer="6 h")
    talk.wait("90 min")
    alice.create_room(type="one-to-one", invite="bob")
    alice.add_participant(room, "staff", source="groups")
    alice.remove_attendee(room, "group staff")
    alice.ban(room, "guests", gina)
    bob.unban(room, "gina")
    assert transcript(talk.journal, name="A day") == DAY


def test_what_was_set_up_between_requests_is_refused() -> None:
    talk = Talk()
    talk.user("alice").create_room(name="hall")
    talk.set(start_calls="accounts")
    with pytest.raises(UsageError, match="a scenario cannot set up settings between its steps"):
        transcript(talk.journal)


def test_a_text_that_looks_like_a_parameter_stays_as_it_is() -> None:
    talk = Talk()
    talk.user("alice").create_room(name="hall")
    said = talk.actor("alice").send_message("hall", "${name} and ${dollar}")
    assert replayed(transcript(talk.journal))[-1] == said


def test_a_text_no_file_can_hold_is_refused() -> None:
    talk = Talk()
    alice = talk.user("alice")
    alice.create_room(name="hall")
    talk.perform(alice.browser, OPERATIONS["send_message"], talk.room("hall").token, message="\ud800")
    with pytest.raises(UsageError, match="no"):
        transcript(talk.journal)


def test_it_goes_on_where_a_scenario_ends() -> None:
    world = {"users": ["alice", "bob"], "rooms": {"hall": {"owner": "alice", "users": ["bob"]}}}
    begin = transcript([], given=world, steps=[{"bob": "join room hall"}])
    (scenario,) = load_text(begin)
    player = Player(scenario)
    for _, step in scenario.walk():
        player.play(step)
    length = len(player.talk.journal)
    player.talk.actor("bob").join_call("hall")
    text = transcript(
        player.talk.journal[length:], given=world, steps=[{"bob": "join room hall"}], remarks=["Seen."]
    )
    assert text.startswith("# Seen.\ntalksim: 1\n")
    assert text.endswith("steps:\n- bob: join room hall\n- bob: join call hall\n")
