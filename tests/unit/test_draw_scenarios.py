"""Pictures of scenarios say what happened: sequence diagrams and timelines, read back."""

from __future__ import annotations

import json
import re
from functools import cache

import pytest
from click.testing import CliRunner
from picture_readers import parse_mermaid, svg_root

from talksim.cli import main
from talksim.draw.playing import timeline_of
from talksim.draw.renderers import timeline_format
from talksim.draw.sequence import mermaid_sequence
from talksim.draw.timeline import Lane, Mark, Span, Step, Timeline
from talksim.scenario.load import collect, load, load_text
from talksim.scenario.run import run

WEBINAR = "scenarios/lobby/webinar.yaml"

TWO_ROOMS = """
talksim: 1
name: Two rooms
given:
  users: [alice, bob]
  rooms:
    red: {owner: alice, users: [bob]}
    blue: {owner: alice}
steps:
  - alice: join room red
  - alice: join room blue
  - alice: join call blue flags=3
  - bob: join room blue
    refused: 404
  - wait: 90 s
  - bob: set lobby red "non moderators"
"""


@cache
def _webinar() -> Timeline:
    return timeline_of(load(WEBINAR)[0])


def _lane(timeline: Timeline, name: str, room: str) -> Lane:
    (found,) = [lane for lane in timeline.lanes if (lane.name, lane.room) == (name, room)]
    return found


def test_a_lane_says_where_a_person_was() -> None:
    ben = _lane(_webinar(), "ben", "webinar")
    assert ben.spans == (
        Span("in room", 1, 1),
        Span("in call with audio, video", 2, 4),
        Span("lobby", 5, 9),
        Span("outside", 10, 16),
        Span("in room", 17, 17),
        Span("in call with audio, video", 18, 18),
    ), "after an hour without a ping the session is gone"
    refused = {1: False, 2: False, 7: True, 11: True, 13: False, 17: False, 18: False}
    assert ben.marks == tuple(Mark(step, there) for step, there in refused.items())


def test_a_lane_says_what_a_status_was() -> None:
    lobby = _lane(_webinar(), "lobby", "webinar")
    assert lobby.spans == (Span("no lobby", 0, 4), Span("non moderators", 5, 11), Span("no lobby", 12, 18)), (
        "the timer is over at once, not at the next request"
    )
    assert "recording" not in {lane.name for lane in _webinar().lanes}, "as every room begins"


def test_time_is_the_virtual_clock() -> None:
    assert [step.at for step in _webinar().steps[8:13]] == [0, 3540, 3540, 3660, 3660]


def test_a_person_has_a_lane_in_each_room() -> None:
    (scenario,) = load_text(TWO_ROOMS)
    timeline = timeline_of(scenario)
    assert _lane(timeline, "alice", "red").spans[-1] == Span("in room", 1, 6)
    assert _lane(timeline, "alice", "blue").spans[-2:] == (
        Span("in call with audio", 3, 4),
        Span("in room", 5, 6),
    ), "after 90 s the session does not count in the call, but in the room"
    assert _lane(timeline, "bob", "blue").marks == (Mark(4, True),)
    assert timeline.label(_lane(timeline, "bob", "red")) == "bob · red"


def test_the_picture_ends_where_the_scenario_fails() -> None:
    (scenario,) = load_text(TWO_ROOMS.replace("refused: 404", "refused: 403"))
    timeline = timeline_of(scenario)
    assert len(timeline.steps) == 4
    assert timeline.steps[-1].failed.startswith("expected refused, 403, got 404")
    for name, known in timeline_format.items():
        shown = known.render([timeline])
        assert 'class="failed"' in shown if name == "svg" else "expected refused, 403" in shown


def test_every_scenario_has_a_timeline_that_agrees_with_its_run() -> None:
    for path in collect(["scenarios/lobby", "scenarios/recording", "scenarios/breakout-rooms"]):
        for scenario in load(path):
            timeline = timeline_of(scenario)
            report = run(scenario, trace=True, diagnose=False)
            outcomes = [(step.text, step.outcome) for step in report.step_reports]
            told = [(text, "" if outcome is None else str(outcome)) for text, outcome in outcomes]
            drawn = [(step.text, step.answer) for step in timeline.steps]
            assert drawn == told[: len(drawn)]
            spans = [span for lane in timeline.lanes for span in lane.spans]
            assert all(span.first <= span.last <= len(drawn) for span in spans)


def test_mermaid_reads_the_sequence_of_every_file() -> None:
    timelines = [[timeline_of(one) for one in load(path)] for path in collect(["scenarios"])]
    read = parse_mermaid(timeline_format["mermaid"].render(one) for one in timelines)
    for drawn, found in zip(timelines, read, strict=True):
        names = {actor["id"]: actor["name"] for actor in found["actors"]}
        steps = [step for timeline in drawn for step in timeline.steps]
        asked = [
            (names[message["from"]], message["text"])
            for message in found["messages"]
            if message["to"] == "talk" and message["from"] != "talk"
        ]
        requests = [step for step in steps if step.kind == "request"]
        assert asked == [(step.actor, _in_one_line(step)) for step in requests]
        refused = [row["text"] for row in found["messages"] if row["from"] == "talk" != row["to"]]
        assert refused == [step.answer for step in steps if step.refused]


def _in_one_line(step: Step) -> str:
    return step.text.removeprefix(f"{step.actor}: ").replace("\n", " ").strip()


def test_odd_words_stand_in_a_sequence_as_they_are() -> None:
    said = 'say "a; b: #1 <c> {d} %% end" -->> talk'
    text = mermaid_sequence([Step('o"x; y', f'o"x; y: {said}', "403 a;b", refused=True)], ["x: y; #2"])
    (found,) = parse_mermaid([text])
    assert [actor["name"] for actor in found["actors"]] == ['o"x; y', "Talk"]
    assert [message["text"] for message in found["messages"]] == [said, "403 a;b", "x: y; #2"]


def test_the_timeline_is_read_back_from_svg() -> None:
    for path in collect(["scenarios/lobby", "scenarios/calls"]):
        timelines = [timeline_of(scenario) for scenario in load(path)]
        root = svg_root(timeline_format["svg"].render(timelines))
        for timeline, drawn in zip(timelines, root.findall("g[@class='timeline']"), strict=True):
            keys = ("data-lane", "data-value", "data-first", "data-last")
            spans = [tuple(map(row.get, keys)) for row in drawn.iterfind(".//rect[@data-value]")]
            assert spans == [
                (timeline.label(lane), span.value, str(span.first), str(span.last))
                for lane in timeline.lanes
                for span in lane.spans
            ]
            refused = [row.get("data-step") for row in drawn.iterfind(".//path[@data-step]")]
            marks = [mark for lane in timeline.lanes for mark in lane.marks]
            assert refused == [str(mark.step) for mark in marks if mark.refused]


def test_the_timeline_is_data() -> None:
    (found,) = json.loads(timeline_format["json"].render([_webinar()]))
    assert found == json.loads(json.dumps(_webinar().to_dict()))
    assert found["lanes"][1]["spans"][2] == {"value": "lobby", "first": 5, "last": 9}


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_terminal_wraps_the_columns(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    text = timeline_format["text"].render([_webinar()])
    grid = text.partition("· outside")[0].splitlines()
    assert max(map(len, grid)) <= width
    ben = "".join(line[7:] for line in grid if line.startswith("ben"))
    assert re.sub(r" +", " ", ben).strip() == "●▒▒●████████░░░░░░✗░░░░░░░░···✗·····●···········●▒▒●██████"


BRIEFLY = """
talksim: 1
name: A lobby is there briefly
given:
  users: [alice, bob]
  rooms: {red: {owner: alice, users: [bob]}}
steps:
  - alice: set lobby red "non moderators"
  - bob: send message red
    with: {message: "Hello?"}
    refused: lobby passed
  - alice: set lobby red "no lobby"
"""


def test_a_terminal_has_the_words_of_a_status_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = timeline_format["text"].render([timeline_of(load_text(BRIEFLY)[0])])
    lines = {line[:6].strip(): line for line in reversed(text.splitlines())}
    assert lines["lobby"] == "lobby  │no lobby│non moderators│no lobby"
    starts = [lines["step"].index(number) for number in "0123"]
    assert starts == [7, 16, 19, 31]
    assert lines["bob"][starts[2]] == "✗"


def test_a_terminal_cuts_the_words_only_where_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    (scenario,) = load_text(BRIEFLY.replace("steps:", "steps:\n  - wait: 1 s"))
    text = timeline_format["text"].render([timeline_of(scenario)])
    assert max(len(line) for line in text.partition("· outside")[0].splitlines()[1:]) <= 40
    assert "│non moderators" in text


def test_what_is_written_below_a_step_is_told_in_text_and_data() -> None:
    timeline = timeline_of(load_text(BRIEFLY)[0])
    assert '      with: {message: "Hello?"}\n' in timeline_format["text"].render([timeline])
    assert timeline.to_dict()["steps"][1]["below"] == ('with: {message: "Hello?"}',)


def test_a_picture_says_what_its_colours_and_marks_mean() -> None:
    root = svg_root(timeline_format["svg"].render([_webinar(), _webinar()]))
    keys = [text.text for text in root.findall("text[@class='key']")]
    assert keys == [
        "lobby",
        "in room",
        "in call",
        "in call with audio or video",
        "time passes",
        "asked",
        "refused",
    ]
    assert {row.get("class") for row in root.findall("rect") + root.findall("path")} == {
        "span lobby",
        "span room",
        "span call",
        "span sends",
        "wait",
        "mark refused",
    }


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ([WEBINAR], 0, 'guard "lobby passed"'),
        ([WEBINAR, "--format", "mermaid"], 0, "sequenceDiagram"),
        ([WEBINAR, "--format", "dot"], 2, 'no format "dot" for this'),
        ([WEBINAR, "--taken", "scenarios"], 2, "--taken says nothing about"),
        (["recording", "-k", "x"], 2, "-k says nothing about"),
        ([WEBINAR, "-k", "nothing like it"], 5, ""),
        (["scenarios/none.yaml"], 2, "none.yaml"),
    ],
)
def test_the_command(words: list[str], status: int, said: str) -> None:
    result = CliRunner().invoke(main, ["draw", *words])
    assert result.exit_code == status
    assert said in result.output
