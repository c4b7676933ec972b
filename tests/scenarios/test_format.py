"""The format of scenarios: what a file says is what is played, and what fails says how."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from talksim.scenario.document.fault import Faults
from talksim.scenario.document.source import read, read_file
from talksim.scenario.load import collect, load, load_text
from talksim.scenario.report import Failure, Report
from talksim.scenario.run import run
from talksim.scenario.schema import schema
from talksim.scenario.script import Act, Scenario

ROOT = Path(__file__).parents[2]
GIVEN = """\
talksim: 1
name: A webinar
given:
  users: [alice, bob, carol]
  guests: [gina]
  rooms:
    webinar: {type: public, owner: alice, users: [bob], joined: [bob]}
steps:
"""


def only(text: str) -> Scenario:
    [scenario] = load_text(text, "webinar.yaml")
    return scenario


def played(steps: str, *, trace: bool = False) -> Report:
    return run(only(GIVEN + steps), trace=trace)


def failed(steps: str) -> Failure:
    report = played(steps)
    assert report.status == "failed"
    assert report.failure is not None
    return report.failure


def test_a_scenario_passes() -> None:
    report = played(
        """\
  - alice: set lobby webinar "non moderators" timer="6 h"
  - bob: join call webinar
    refused: {status: 412, guard: lobby passed}
  - alice sees: room webinar
    including: {lobbyState: 1, lobbyTimer: in 6 h}
  - wait: 361 min
  - bob: join call webinar
    then:
      - alice sees: attendees webinar
        exactly:
          - {actorId: alice, participantType: owner}
          - {actorId: bob, participantType: 3, inCall: 7}
"""
    )
    assert report.failure is None
    assert (report.status, report.steps, report.name) == ("passed", 5, "A webinar")


@pytest.mark.parametrize(
    "step",
    [
        '- alice: set lobby webinar "non moderators"',
        "- alice: set lobby webinar 1",
        "- alice: set lobby webinar state=1",
        "- alice: set lobby webinar state='non moderators'",
        "- alice: set lobby webinar\n    with: {state: non moderators}",
        "- alice: set lobby webinar\n    with: {state: 1}",
    ],
)
def test_a_command_can_be_written_in_many_ways(step: str) -> None:
    look = "\n  - alice sees: room webinar\n    including: {lobbyState: non moderators}\n"
    assert played(f"  {step}{look}").status == "passed"


def test_the_longest_phrase_counts() -> None:
    scenario = only(GIVEN + "  - alice: set permissions for all webinar chat\n")
    [step] = scenario.steps
    assert isinstance(step, Act)
    assert step.command.operation.name == "set_permissions_for_all"


def test_an_unexpected_refusal_says_why_since_when_and_what_would_help() -> None:
    failure = failed('  - alice: set lobby webinar "non moderators"\n  - bob: join call webinar\n')
    assert (failure.path, failure.line, failure.column) == ("webinar.yaml", 10, 5)
    assert failure.step == "bob: join call webinar"
    assert failure.expected == "allowed"
    assert failure.got == '412, guard "lobby passed" (rule gate.lobby_passed)'
    assert '"non moderators" since line 9 (alice); bob is a user' in failure.because
    assert 'alice: set lobby webinar "no lobby"' in failure.would_help
    assert "alice: promote webinar bob" in failure.would_help
    assert failure.changes == ("rooms.webinar.lobby: no lobby → non moderators",)


@pytest.mark.parametrize(
    ("refused", "expected"),
    [
        ("412", "refused, 412"),
        ("lobby passed", 'refused, guard "lobby passed"'),
        ("{status: 403, error: ban}", "refused, 403 ban"),
    ],
)
def test_an_expected_refusal_must_come(refused: str, expected: str) -> None:
    failure = failed(f"  - bob: join call webinar\n    refused: {refused}\n")
    assert (failure.expected, failure.got) == (expected, "allowed (200)")
    assert (failure.line, failure.column) == (10, 14)


def test_the_right_refusal_must_come() -> None:
    failure = failed("  - carol: join call webinar\n    refused: 412\n")
    assert failure.expected == "refused, 412"
    assert failure.got.startswith("404")


def test_a_status_can_be_expected() -> None:
    assert played("  - alice: create room standup\n    answers: 201\n").status == "passed"
    assert failed("  - alice: create room standup\n    answers: 200\n").got == "201"


def test_answers_are_partial_or_exact() -> None:
    assert played("  - bob: get room webinar\n    answers: {type: public}\n").status == "passed"
    assert failed("  - bob: get room webinar\n    answers: {type: group}\n").got == "{type: public}"
    failed("  - bob: get room webinar\n    answers exactly: {type: public}\n")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("exactly: [alice, bob]", "passed"),
        ("exactly: [bob, alice]", "failed"),
        ("exactly: [alice]", "failed"),
        ("including: [alice]", "passed"),
        ("including: [bob]", "passed"),
        ("including: [bob, alice]", "failed"),
        ("including: [carol]", "failed"),
        ("including: []", "passed"),
        ("exactly: []", "failed"),
        ("including: [{actorId: bob, participantType: user}]", "passed"),
        ("including: [{actorId: bob, participantType: moderator}]", "failed"),
    ],
)
def test_rows_are_compared_exactly_or_in_part(said: str, status: str) -> None:
    assert played(f"  - alice sees: attendees webinar\n    {said}\n").status == status


def test_a_failed_look_shows_what_was_asked_for() -> None:
    failure = failed(
        "  - alice sees: attendees webinar\n    exactly: [{actorId: alice, participantType: user}]\n"
    )
    assert failure.expected == "exactly [{actorId: alice, participantType: user}]"
    assert failure.got == (
        "[{actorId: alice, participantType: owner}, {actorId: bob, participantType: user}]"
    )
    assert (failure.line, failure.column) == (10, 14)


def test_looking_changes_nothing() -> None:
    steps = "  - carol: get room webinar\n    answers: 200\n"
    look = "  - alice sees: attendees webinar\n    exactly: [alice, bob]\n"
    assert played(steps + look * 3).status == "passed"


def test_nobody_sees_a_room_that_is_closed_to_them() -> None:
    closed = "  - alice: disallow guests webinar\n  - carol sees: room webinar\n"
    assert played(closed + "    refused: 404\n").status == "passed"
    assert failed(closed + "    including: {type: group}\n").got.startswith("404")


def test_true_is_not_one() -> None:
    assert failed("  - bob sees: room webinar\n    including: {id: true}\n").got == "{id: 1}"


def test_guests_and_rooms_are_called_by_their_names() -> None:
    steps = "  - gina: join room webinar\n  - alice sees: attendees webinar\n    including: [gina]\n"
    assert played(steps).status == "passed"
    assert played("  - alice sees: room webinar\n    including: {token: webinar}\n").status == "passed"


def test_a_room_can_be_called_otherwise() -> None:
    steps = "  - alice: create room\n    with: {type: one-to-one, invite: bob}\n    as: pair\n"
    assert played(steps + "  - bob: join room pair\n").status == "passed"


def test_what_stands_before_the_first_step() -> None:
    scenario = only(
        """\
talksim: 1
name: Given
given:
  users: {alice: {name: Alice A}, bob: {groups: [staff]}, carol: null}
  groups: {staff: [carol]}
  guests: {gina: {address: 10.0.0.2}}
  settings: {start_calls: moderators, recording backend: true}
  rooms:
    webinar:
      type: public
      owner: alice
      moderators: [carol]
      groups: [staff]
      listable: users
      lobby: {state: non moderators, timer: 6 h}
      in call: [alice]
steps:
  - alice sees: attendees webinar
    including:
      - {actorId: alice, displayName: Alice A, inCall: [in call, audio, video]}
      - {actorId: carol, participantType: moderator}
      - {actorId: bob, participantType: user}
  - alice sees: room webinar
    including: {listable: 1, lobbyState: 1, hasCall: true}
  - the signaling server received: requests
    exactly: []
  - alice: start recording webinar video
  - the recording backend received: requests
    including: [{type: start}]
"""
    )
    report = run(scenario)
    assert report.failure is None


def test_a_given_room_the_server_refuses_fails_the_scenario() -> None:
    text = GIVEN.replace("joined: [bob]", "in call: [gina], lobby: non moderators") + "  - wait: 1 s\n"
    report = run(only(text))
    assert report.failure is not None
    assert (report.steps, report.failure.step) == (0, "gina: join call webinar")
    assert report.failure.line == 7


def test_settings_from_outside_come_last() -> None:
    steps = "  - bob: join call webinar\n    refused: 403\n"
    assert run(only(GIVEN + steps)).status == "failed"
    assert run(only(GIVEN + steps), {"start_calls": "nobody"}).status == "passed"


CASES = GIVEN.replace(
    "given:",
    "cases:\n  - {case: user, who: bob, answer: 200}\n  - {case: other, who: carol, answer: 404}\ngiven:",
)


def test_cases_are_scenarios_of_their_own() -> None:
    scenarios = load_text(
        CASES + "  - ${who}: leave room webinar\n  - ${who}: get room webinar\n    answers: ${answer}\n"
    )
    assert [scenario.title for scenario in scenarios] == ["A webinar [user]", "A webinar [other]"]
    assert [run(scenario).status for scenario in scenarios] == ["passed", "failed"]
    assert [run(scenario).line for scenario in scenarios] == [4, 5]


def test_parameters_keep_their_type() -> None:
    text = GIVEN.replace("given:", "parameters: {state: 1, name: lobby}\ngiven:")
    scenario = only(text + "  - alice: set ${name} webinar\n    with: {state: '${state}'}\n")
    [step] = scenario.steps
    assert isinstance(step, Act)
    assert (step.text, step.given) == ("set lobby webinar", {"state": 1})


def test_fragments_are_played_in_place(tmp_path: Path) -> None:
    (tmp_path / "fragments").mkdir()
    (tmp_path / "fragments" / "call.yaml").write_text(
        "talksim: 1\nfragment: A call\nparameters: [who, room]\nsteps:\n"
        "  - ${who}: join room ${room}\n  - ${who}: join call ${room}\n"
    )
    file = tmp_path / "webinar.yaml"
    file.write_text(
        GIVEN + "  - include: fragments/call.yaml\n    with: {who: gina, room: webinar}\n"
        "  - gina: leave call webinar\n"
    )
    [scenario] = load(file)
    report = run(scenario, trace=True)
    assert report.failure is None
    assert [step.text for step in report.step_reports] == [
        "gina: join room webinar",
        "gina: join call webinar",
        "gina: leave call webinar",
    ]
    assert collect([tmp_path]) == [str(file)]


def test_a_failure_in_a_fragment_is_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "joining.yaml").write_text(
        "talksim: 1\nfragment: Joining\nsteps:\n  - carol: join call webinar\n"
    )
    file = tmp_path / "webinar.yaml"
    file.write_text(GIVEN + "  - include: joining.yaml\n")
    failure = run(load(file)[0]).failure
    assert failure is not None
    assert (Path(failure.path).name, failure.line) == ("joining.yaml", 4)


@pytest.mark.parametrize(("guard", "status"), [("412", "xfailed"), ("404", "xpassed")])
def test_what_is_expected_to_fail(guard: str, status: str) -> None:
    text = GIVEN.replace("given:", "xfail: not done yet\ngiven:")
    assert run(only(f"{text}  - carol: join call webinar\n    refused: {guard}\n")).status == status


def test_a_trace_says_what_every_step_changed() -> None:
    report = played("  - alice: set lobby webinar 1\n  - wait: 6 h\n", trace=True)
    lobby, wait = report.step_reports
    assert lobby.changes == ("rooms.webinar.lobby: no lobby → non moderators",)
    assert lobby.outcome is not None
    assert (wait.text, wait.line, wait.outcome) == ("wait: 6 h", 10, None)


def test_runs_are_equal_byte_for_byte() -> None:
    steps = "  - gina: join room webinar\n  - alice sees: attendees webinar\n    exactly: []\n"
    first, second = (played(steps) for _ in range(2))
    assert first.failure == second.failure


def test_the_committed_schema_is_in_step() -> None:
    committed = json.loads((ROOT / "docs" / "scenario-1.schema.json").read_text(encoding="utf-8"))
    assert committed == schema(), "write it again: talksim schema > docs/scenario-1.schema.json"


def test_every_scenario_fits_the_schema() -> None:
    validator = jsonschema.Draft202012Validator(schema())
    files = [*(ROOT / "scenarios").rglob("*.yaml")]
    for file in files:
        errors = [f"{file}: {error.message}" for error in validator.iter_errors(read_file(file).value)]
        assert errors == []
    assert validator.is_valid(read(GIVEN + "  - alice: set lobby webinar 1\n", "x").value)


@pytest.mark.parametrize(
    "steps",
    ["  - alice: jion room webinar\n", "  - alice: join room\n    refuse: 4\n", "  - alice sees: rooms\n"],
)
def test_the_schema_refuses(steps: str) -> None:
    assert not jsonschema.Draft202012Validator(schema()).is_valid(read(GIVEN + steps, "x").value)
    with pytest.raises(Faults):
        load_text(GIVEN + steps)
