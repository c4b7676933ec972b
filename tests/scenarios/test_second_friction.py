"""What another first user stumbled over: stray words, typos, names, and what a failure says."""

from __future__ import annotations

import jsonschema
import pytest

from talksim.errors import UsageError
from talksim.report.results import Results
from talksim.report.text import failure_text, render, steps_text
from talksim.scenario.document.fault import Faults
from talksim.scenario.load import load, load_text
from talksim.scenario.reading.command import BadCommand, parse
from talksim.scenario.report import Failure, Report
from talksim.scenario.run import run
from talksim.scenario.schema import schema
from talksim.scenario.session.session import Session

START = """\
talksim: 1
name: A hall
given:
  users:
    alice:
    bob: {name: Bob Brown}
    carol:
  guests: [gina]
  groups: {staff: [carol]}
  rooms:
    hall: {type: public, owner: alice, users: [bob]}
    daily standup: {type: public, owner: alice, users: [bob], lobby: non moderators}
steps:
"""


def played(*steps: str, trace: bool = False, settings: dict[str, str] | None = None) -> Report:
    (scenario,) = load_text(START + "".join(f"  - {step}\n" for step in steps), "hall.yaml")
    return run(scenario, settings, trace=trace)


def failed(*steps: str, **settings: str) -> Failure:
    failure = played(*steps, settings=settings).failure
    assert failure is not None
    return failure


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ("alice: send message hall hello everybody", 'quote a text of several words: "hello everybody …"'),
        ("alice: create room bob one to one", 'quote a value of several words: "one to one"'),
        ('alice: create room "one to one" bob', 'the type is said by its name: type="one to one"'),
        ("alice: fly", "`talksim reference` writes them"),
        ("alice see: room hall", "a look is written: alice sees: room hall"),
        ('alice: set lobby hall 1 timer="6 hrs"', '"15 min", "6 h", "2 days" or "1 week"'),
        ("alice: join room hal\n    refused: 404", 'no room is called "hal"'),
        ("alice sees: room hal\n    refused: 404", 'Did you mean "hall"?'),
        ("alice: send message bob hello", 'called by the name its creation gives it: "as: bob"'),
        ('alice: promote hall "group stuff"', 'there is no group "stuff"'),
    ],
)
def test_a_mistake_says_what_to_write(step: str, message: str) -> None:
    with pytest.raises(Faults) as caught:
        load_text(f"{START}  - {step}\n")
    assert message in str(caught.value)


def test_groups_of_rooms_are_no_people() -> None:
    with pytest.raises(Faults, match='there is no group "stuff"'):
        load_text(
            START.replace("owner: alice, users: [bob]}", "owner: alice, groups: [stuff]}", 1)
            + "  - wait: 1\n"
        )


def test_no_steps_are_empty() -> None:
    with pytest.raises(Faults, match="steps are empty"):
        load_text("talksim: 1\nname: Nothing\nsteps: []\n")


@pytest.mark.parametrize(
    "step",
    [
        'alice: send message hall "hello everybody" reference_id=abc',
        "alice: create room party public",
        "carol: join room nowhere\n    refused: 404",
    ],
)
def test_what_is_meant_so_is_taken(step: str) -> None:
    assert played(step).status == "passed"


def test_a_one_to_one_is_called_by_the_partner() -> None:
    pair = "alice: create room type=one-to-one invite=bob"
    assert (
        played(pair, "alice: send message bob hi", "bob sees: messages alice\n    including: [hi]").failure
        is None
    )
    assert played(pair, 'alice: send message "Bob Brown" hi').failure is None
    assert failed(pair, "carol: send message bob hi").got.startswith("404")


def test_a_missing_file_is_one_line() -> None:
    with pytest.raises(Faults) as caught:
        load("nofile.yaml")
    assert str(caught.value) == "nofile.yaml: no such file"
    assert render(Results([], [caught.value])) == ""
    assert render(Results([])) == "0 passed, 0 failed\n"


def test_since_is_said_of_what_the_step_changed() -> None:
    demoted = ("alice: promote hall bob", "alice: demote hall bob", "bob: join room hall")
    because = failed(*demoted, "bob: join call hall", start_calls="moderators").because
    assert 'start_calls is "moderators"' in because
    assert "since" not in because
    lobby = "alice: set lobby hall 1"
    assert (
        'lobby of hall is "non moderators" since line 14 (alice);'
        in failed(lobby, "bob: send message hall hi").because
    )


def test_since_stands_behind_the_fact_that_changed() -> None:
    chat = ('alice: promote "daily standup" bob', 'alice: demote "daily standup" bob')
    because = failed(*chat, 'bob: send message "daily standup" hi').because
    assert because.startswith('lobby of daily standup is "non moderators"; Bob Brown is a user')
    assert because.endswith("since line 15 (alice)")


def test_what_would_help_can_be_pasted() -> None:
    failure = failed('bob: send message "daily standup" hi')
    assert 'alice: promote "daily standup" bob' in failure.would_help
    for help in failure.would_help:
        assert "delete room" not in help
        load_text(f"{START}  - {help}\n")


def test_guests_are_called_by_their_names() -> None:
    failure = failed("gina: join room hall", "gina: set lobby hall 1")
    assert "gina" in failure.because
    assert "rooms.hall.attendees.gina: + guest" in failure_text(failure)
    assert "rooms.hall.attendees.gina: + guest" in steps_text(played("gina: join room hall", trace=True))


@pytest.mark.parametrize("below", ["answers: {name: other}", "answers: 400"])
def test_a_wrong_answer_shows_what_changed(below: str) -> None:
    failure = failed(f"alice: set lobby hall 1\n    {below}")
    assert "rooms.hall.lobby: no lobby → non moderators" in failure.changes


def test_what_changed_last_is_found_behind_what_changes_nothing() -> None:
    failure = failed("alice: set lobby hall 1", "alice: list participants hall\n    answers number: 7")
    assert (failure.got, failure.changes) == ("2", ("rooms.hall.lobby: no lobby → non moderators",))


@pytest.mark.parametrize(
    ("step", "path"),
    [
        ({"alice": "fly"}, ["steps", 0, "alice"]),
        ({"wait": []}, ["steps", 0, "wait"]),
        ({"alice sees": "nothing", "exactly": []}, ["steps", 0, "alice sees"]),
    ],
)
@pytest.mark.parametrize("kind", ["name", "fragment"])
def test_the_schema_points_into_the_step(step: object, path: list[object], kind: str) -> None:
    document = {"talksim": 1, kind: "It", "steps": [step]}
    errors = list(jsonschema.Draft202012Validator(schema()).iter_errors(document))
    assert [list(error.path) for error in errors] == [path]


@pytest.mark.parametrize(
    ("options", "understood"),
    [
        ('"Yes,No"', ["Yes", "No"]),
        ('"[Yes, No]"', ["Yes", "No"]),
        ("""'["Yes, please", No]'""", ["Yes, please", "No"]),
        ("[]", []),
    ],
)
def test_a_list_in_a_line(options: str, understood: list[str]) -> None:
    assert parse(f"create poll hall Lunch? options={options}").words["options"] == understood


def test_a_list_with_one_bracket_is_no_list() -> None:
    with pytest.raises(BadCommand, match=r"one bracket") as caught:
        parse('create poll hall Lunch? options="[Yes, No"')
    assert caught.value.hint.startswith('write options="Yes, No"')


def test_polls_and_messages_are_called_by_their_words() -> None:
    report = played(
        'alice: create poll hall "Lunch?" "Yes,No"',
        'bob: vote hall "Lunch?" 1\n    answers: {votedSelf: [1]}',
        'bob: vote hall\n    with: {poll: "Lunch?", options: [0]}\n    answers: {votedSelf: [0]}',
        "alice: send message hall Hello",
        "bob: react hall Hello 👍\n    answers: 201",
    )
    assert report.status == "passed"


@pytest.mark.parametrize(
    ("steps", "because"),
    [
        (['alice: create poll hall "Lunch?" Yes'], "the options that are not blank are Yes"),
        (['alice: create poll hall "Lunch?" ","'], "every option is blank"),
        (
            ['alice: create poll hall "Lunch?" "Yes,No"', 'bob: vote hall "Lunch?" Yse'],
            "the poll has the options 0 (Yes), 1 (No), not Yse",
        ),
    ],
)
def test_a_poll_says_what_its_options_are(steps: list[str], because: str) -> None:
    assert failed(*steps).because == because


def test_a_duration_is_only_proposed_where_one_is_meant() -> None:
    with pytest.raises(Faults) as caught:
        load_text(
            START
            + "  - alice: create poll hall x y max_votes=many\n  - alice: set message expiration hall x\n"
        )
    hints = [fault.hint for fault in caught.value.faults]
    assert ["duration" in hint for hint in hints] == [False, True]


def test_a_hint_that_is_a_sentence_follows_a_full_stop() -> None:
    with pytest.raises(UsageError, match=r'unknown operation "leave cal hall"\. Did you mean "leave call"\?'):
        Session(load_text(START + "  - wait: 1 s\n")[0]).do("alice: leave cal hall")


def test_a_step_that_should_be_refused_shows_what_became_of_it() -> None:
    failure = failed(
        'alice: set permissions hall bob "join call, audio"',
        "alice: join room hall",
        "alice: join call hall",
        "bob: join room hall",
        'bob: join call hall flags="in call, audio, video"\n    refused: 403',
    )
    assert failure.because.startswith('the flags were taken without "video": Bob Brown has the permissions')
    assert any(change.endswith("in_call: disconnected → in call + audio") for change in failure.changes)


def test_flags_that_were_taken_are_not_mentioned() -> None:
    joined = "bob: join room hall", "bob: join call hall flags=in-call\n    refused: 403"
    assert failed(*(step.replace("in-call", '"in call"') for step in joined)).because == ""


def test_a_name_that_means_nothing_is_told() -> None:
    failure = failed("bob: send message hall Hello", "alice: react hall Helo 👍")
    assert failure.because == 'no message is called "Helo". Did you mean "Hello"?'


def test_a_refusal_without_words_shows_the_rule() -> None:
    failure = failed('alice: create poll hall " " "Yes,No"')
    assert (failure.because, failure.rule) == ("", "The question is not blank and has at most 32000 bytes.")
    assert "\n  rule       The question is not blank" in failure_text(failure)


@pytest.mark.parametrize(
    ("compared", "differs"),
    [
        ("exactly: [alice, carol]", "missing carol; not expected bob"),
        ("exactly: [bob, alice]", "the order"),
        ("in any order: [bob, alice, alice]", "missing alice"),
        ("including: [alice, carol]", "missing carol"),
        ("excluding: [carol, bob]", "not expected bob"),
        (
            "exactly: [{actorId: alice, inCall: 0}, {actorId: bob, inCall: 1}]",
            "missing {actorId: bob, inCall: 1}; not expected {actorId: bob, inCall: disconnected}",
        ),
        ("exactly: []", ""),
    ],
)
def test_a_look_says_which_rows_differ(compared: str, differs: str) -> None:
    assert failed(f"alice sees: attendees hall\n    {compared}").differs == differs


def test_a_look_says_which_fields_differ() -> None:
    seen = "including: {name: hall, type: group, readOnly: read only}"
    assert failed(f"alice sees: room hall\n    {seen}").differs == "type, readOnly"


def test_moments_are_told_by_the_clock() -> None:
    steps = "wait: 29 min", 'alice: set lobby hall "non moderators" timer="1 d"', "wait: 30 s"
    changes = [change for report in played(*steps, trace=True).step_reports for change in report.changes]
    assert changes[0] == "now: 09:00 → 09:29"
    assert "rooms.hall.lobby_timer: 0 → 2024-10-02 09:29" in changes
    assert changes[-1] == "now: 09:29 → 09:29:30"


def test_polls_are_seen_as_their_viewer_sees_them() -> None:
    report = played(
        'alice: create poll hall "Lunch?" "Yes,No"',
        'bob: vote hall "Lunch?" 0',
        "bob sees: polls hall\n    exactly: [{question: Lunch?, votedSelf: [0], numVoters: 1}]",
        "alice sees: polls hall\n    exactly: [Lunch?]",
        "alice sees: polls hall\n    exactly: [{votedSelf: [], votes: []}]",
        "carol sees: polls hall\n    exactly: []",
    )
    assert report.status == "passed", report.failure
