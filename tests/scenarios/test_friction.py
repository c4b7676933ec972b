"""What first users stumbled over: it works now, or is refused with what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from talksim.report.text import failure_text
from talksim.scenario.document.fault import Faults
from talksim.scenario.load import collect, load, load_text
from talksim.scenario.reading.command import BadCommand, parse, phrases
from talksim.scenario.reading.suggest import EVERYDAY
from talksim.scenario.report import Failure, Report
from talksim.scenario.run import run
from talksim.scenario.script import Act

START = """\
talksim: 1
name: A class
given:
  users: [alice, bob, carol, dora]
  groups: {staff: [dora]}
  rooms:
    class: {owner: alice, users: [bob, carol]}
steps:
"""


def played(steps: str, start: str = START) -> Report:
    (scenario,) = load_text(start + steps, "class.yaml")
    return run(scenario)


def holds(steps: str, start: str = START) -> bool:
    return played(steps, start).failure is None


def failed(steps: str) -> Failure:
    failure = played(steps).failure
    assert failure is not None
    return failure


@pytest.mark.parametrize("name", ["changelog", '"Talk updates ✅"'])
def test_everybody_has_a_changelog_of_their_own(name: str) -> None:
    steps = "  - alice: list rooms\n  - bob: list rooms\n"
    assert holds(f"{steps}  - alice: get room {name}\n    answers: {{type: changelog, token: changelog}}\n")
    assert holds(f"{steps}  - bob sees: attendees {name}\n    exactly: [bob]\n")
    assert failed(f"{steps}  - alice: send message {name} hello\n").got.startswith("403")


@pytest.mark.parametrize("name", ["note to self", "Note to self"])
def test_everybody_has_notes_of_their_own(name: str) -> None:
    steps = "  - alice: list rooms\n  - bob: list rooms\n"
    assert holds(f'{steps}  - bob sees: attendees "{name}"\n    exactly: [bob]\n')
    assert not holds(f'{steps}  - bob sees: attendees "{name}"\n    exactly: [alice]\n')


def test_a_breakout_room_is_called_by_the_name_one_sees() -> None:
    two = START.replace("steps:", "    other: {owner: dora, users: [carol]}\nsteps:")
    steps = (
        "  - alice: configure breakout rooms class automatic 1\n"
        "  - dora: configure breakout rooms other automatic 1\n"
        '  - dora sees: attendees "Room 1"\n    exactly: [dora, carol]\n'
        '  - alice sees: attendees "Room 1"\n    exactly: [alice, bob, carol]\n'
    )
    assert holds(steps, two)


def test_a_room_keeps_the_name_a_scenario_gives_it() -> None:
    named = START.replace("class:", "changelog:")
    assert holds(
        "  - alice: list rooms\n  - alice sees: room changelog\n    including: {type: group}\n", named
    )


def test_any_answer_with_one_room_names_it() -> None:
    pair = "  - alice: create room type=one-to-one invite=bob\n    as: pair\n"
    assert holds(f"{pair}  - bob: get room pair\n    as: ours\n  - bob: join room ours\n")
    assert holds(
        "  - alice: get room class\n    as: room\n  - bob: list open rooms\n  - bob: join room room\n"
    )


@pytest.mark.parametrize("step", ["list rooms", "list bans class", "list participants class"])
def test_an_answer_without_the_one_room_names_none(step: str) -> None:
    failure = failed(f"  - alice: {step}\n    as: mine\n")
    assert (failure.expected, failure.line, failure.column) == (
        'an answer with the one room to call "mine"',
        10,
        9,
    )


@pytest.mark.parametrize(
    ("people", "order"),
    [
        ("users: [bob], moderators: [carol], groups: [staff]", "[alice, bob, carol, dora]"),
        ("moderators: [carol], groups: [staff], users: [bob]", "[alice, carol, dora, bob]"),
        ("groups: [staff], users: [bob], moderators: [carol]", "[alice, dora, bob, carol]"),
    ],
)
def test_people_are_added_in_the_order_in_which_they_are_written(people: str, order: str) -> None:
    start = START.replace("users: [bob, carol]", people)
    look = "  - alice sees: system messages class\n    including: [moderator_promoted]\n"
    joined = "".join(f"  - {who}: join room class\n" for who in order.strip("[]").split(", "))
    assert holds(look + joined, start)
    (scenario,) = load_text(start + look)
    from talksim.scenario.player import Player  # noqa: PLC0415

    (room,) = Player(scenario).talk.server.rooms.values()
    found = [a.actor_id for a in sorted(room.attendees.values(), key=lambda a: a.id) if a.is_user]
    assert f"[{', '.join(found)}]" == order


def test_a_notification_is_compared_by_its_key_or_its_words() -> None:
    assert holds("  - bob sees: notifications\n    exactly: [invitation]\n")
    assert holds(
        "  - bob sees: notifications\n    including: [{subject_key: invitation, object_type: room}]\n"
    )
    assert holds(
        '  - bob sees: notifications\n    exactly: ["alice invited you to a group conversation: class"]\n'
    )
    assert failed("  - bob sees: notifications\n    exactly: [call]\n").got == "[invitation]"
    sentence = failed("  - bob sees: notifications\n    exactly: [Nobody calls]\n")
    assert sentence.got == '["alice invited you to a group conversation: class"]'


def test_a_plain_row_stands_for_the_same_field_in_looks_and_answers() -> None:
    rooms = "  - alice: configure breakout rooms class automatic 1\n"
    assert holds(rooms + "  - alice: list breakout rooms class\n    answers: [Room 1]\n")
    assert not holds(rooms + "  - alice: list breakout rooms class\n    answers: [Room 2]\n")
    assert holds("  - alice: list participants class\n    answers exactly: [alice, bob, carol]\n")


def test_a_long_text_is_said_shorter() -> None:
    assert holds("  - alice: rename room class\n    with: {name: {text: x, times: 255}}\n")
    assert holds("  - alice: rename room class\n    with: {name: {text: x, times: 256}}\n    refused: 400\n")
    (scenario,) = load_text(
        START + "  - bob: send message class\n    with: {message: {text: ab, times: 2}}\n"
    )
    (step,) = scenario.steps
    assert isinstance(step, Act)
    assert step.given == {"message": "abab"}


def test_a_long_text_can_be_a_parameter_of_cases_and_expected() -> None:
    cases = "cases:\n  - {case: fits, name: {text: x, times: 255}}\ngiven:"
    steps = "  - alice: rename room class\n    with: {name: '${name}'}\n"
    seen = "  - alice sees: room class\n    including: {name: {text: xxx, times: 85}}\n"
    assert holds(steps + seen, START.replace("given:", cases))
    assert not holds(steps + seen.replace("85", "84"), START.replace("given:", cases))


def test_a_failure_in_fragments_says_what_includes_them(tmp_path: Path) -> None:
    (tmp_path / "inner.yaml").write_text(
        "talksim: 1\nfragment: Inner\nsteps:\n  - dora: join call class\n", encoding="utf-8"
    )
    (tmp_path / "outer.yaml").write_text(
        "talksim: 1\nfragment: Outer\nsteps:\n  - include: inner.yaml\n", encoding="utf-8"
    )
    file = tmp_path / "class.yaml"
    file.write_text(START + "  - bob: join room class\n  - include: outer.yaml\n", encoding="utf-8")
    failure = run(load(file)[0]).failure
    assert failure is not None
    assert failure.included_from == (f"{tmp_path}/outer.yaml:4", f"{file}:10")
    assert f"\n  included   from {tmp_path}/outer.yaml:4, {file}:10\n" in failure_text(failure)


def test_since_names_the_file_where_it_is_another(tmp_path: Path) -> None:
    (tmp_path / "lobby.yaml").write_text(
        'talksim: 1\nfragment: Lobby\nsteps:\n  - alice: set lobby class "non moderators"\n', encoding="utf-8"
    )
    file = tmp_path / "class.yaml"
    file.write_text(
        START + "  - bob: join room class\n  - include: lobby.yaml\n  - bob: join call class\n",
        encoding="utf-8",
    )
    failure = run(load(file)[0]).failure
    assert failure is not None
    assert failure.because.startswith(
        f'lobby of class is "non moderators" since {tmp_path}/lobby.yaml:4 (alice); bob is a user'
    )


def test_a_folder_gives_only_scenarios_and_a_named_file_is_always_read(tmp_path: Path) -> None:
    scenario, other = tmp_path / "a.yaml", tmp_path / "compose.yaml"
    scenario.write_text(START + "  - wait: 1 s\n", encoding="utf-8")
    other.write_text("services: {web: {image: nginx}}\n", encoding="utf-8")
    (tmp_path / "steps.yml").write_text("talksim: 1\nfragment: Shared\nsteps: []\n", encoding="utf-8")
    assert collect([tmp_path]) == [str(scenario)]
    assert collect([tmp_path, other]) == [str(scenario), str(other)]
    with pytest.raises(Faults):
        load(other)


def test_what_people_say_every_day_leads_to_phrases() -> None:
    for said, meant in EVERYDAY.items():
        assert set(meant) <= phrases().keys()
        assert said not in phrases()


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("join class", "one of: join call, join room"),
        ("Join room class", 'Did you mean "join room"?'),
        ("list rom", 'Did you mean "list rooms"?'),
        ("start call class", 'Did you mean "join call"?'),
        ("write class hello", 'Did you mean "send message"?'),
        ("sees room class", "a look is written: alice sees: room class"),
        ("toggle lobby class", 'Did you mean "set lobby"?'),
        ("fly", "docs/reference/rules has a page on each; `talksim reference` writes them"),
    ],
)
def test_a_mistaken_line_gets_a_hint(line: str, hint: str) -> None:
    with pytest.raises(BadCommand) as caught:
        parse(line)
    assert caught.value.hint == hint


def test_a_phrase_of_another_role_may_be_the_beginning_of_ones_own() -> None:
    with pytest.raises(Faults, match='Did you mean "set lobby"'):
        load_text(START + "  - alice: set loby class\n")


def test_a_known_verb_lists_its_phrases() -> None:
    with pytest.raises(BadCommand) as caught:
        parse("delete")
    listed = caught.value.hint.removeprefix("one of: ").split(", ")
    assert listed == sorted(phrase for phrase in phrases() if phrase.startswith("delete "))
