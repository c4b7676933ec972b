"""What time alone changes is shown, explained and offered: timers of lobbies, sessions that are silent."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from talksim import Talk
from talksim.cli import main
from talksim.draw.playing import timeline_of
from talksim.model.codec import freeze
from talksim.scenario.load import load_text
from talksim.scenario.peek import peek
from talksim.scenario.player import Player
from talksim.scenario.run import run
from talksim.site.tape import record

START = """\
talksim: 1
name: A webinar
given:
  users: [olga, uwe]
  guests: [gustav]
  rooms:
    webinar: {type: public, owner: olga, users: [uwe]}
steps:
"""
SILENT = """\
  - gustav: join room webinar
  - wait: 31 min
  - gustav: join call webinar
  - olga sees: call webinar
    exactly: [gustav]
"""
AGAIN = "gustav: join room webinar\n  - gustav: join call"
TIMED = """\
  - olga: set lobby webinar "non moderators" timer="30 min"
  - gustav: join room webinar
  - gustav: join call webinar
"""


def test_who_is_missing_in_a_look_was_silent() -> None:
    (scenario,) = load_text(START + SILENT)
    failure = run(scenario).failure
    assert failure is not None
    assert failure.because == (
        'gustav\'s session has been silent for 31 min, since line 9; in "call" it counts for 30 s'
    )


def test_in_the_list_of_participants_it_counts_for_longer() -> None:
    steps = SILENT.replace("sees: call", "sees: attendees").replace("[gustav]", "[olga, uwe, gustav]")
    failure = run(load_text(START + steps)[0]).failure
    assert failure is not None
    assert failure.because.endswith('in "attendees" it counts for 1 min 40 s')
    assert run(load_text(START + steps.replace("31 min", "99 s"))[0]).failure is None


@pytest.mark.parametrize(("before", "after"), [("31 min", "30 s"), ("gustav: join call", AGAIN)])
def test_who_was_heard_of_is_seen(before: str, after: str) -> None:
    assert run(load_text(START + SILENT.replace(before, after))[0]).failure is None


def test_who_was_never_there_is_not_silent() -> None:
    failure = run(load_text(START + SILENT.replace("[gustav]", "[uwe]"))[0]).failure
    assert failure is not None
    assert not failure.because


def test_a_look_below_a_step_says_it_too() -> None:
    steps = SILENT.replace(
        "  - olga sees: call webinar\n    exactly", "    then:\n    - olga sees: call webinar\n      exactly"
    )
    failure = run(load_text(START + steps)[0]).failure
    assert failure is not None
    assert failure.because.startswith("gustav's session has been silent for 31 min")


def why(tmp_path: Path, steps: str, line: int, status: int = 0) -> str:
    path = tmp_path / "webinar.yaml"
    path.write_text(START + steps, encoding="utf-8")
    result = CliRunner().invoke(main, ["why", f"{path}:{line}"])
    assert result.exit_code == status, result.output
    return result.output


def test_a_look_is_explained(tmp_path: Path) -> None:
    told = why(tmp_path, SILENT, 13)
    assert (
        "sees       []\n             expected exactly [gustav]\n             gustav's session has been silent"
        in told
    )
    assert "  allowed    200\n  passed     room found (gate.room_found)\n" in told
    assert "sees       what is expected" in why(tmp_path, SILENT.replace("[gustav]", "[]"), 12)


def test_what_makes_no_request_says_so(tmp_path: Path) -> None:
    assert ":10: no request is made there: time passes" in why(tmp_path, SILENT, 10, 2)
    record = "  - signaling server received: requests\n    number: 0\n"
    assert ":9: no request is made there; a record has no guards" in why(tmp_path, record, 9, 2)


def test_to_wait_for_the_timer_is_the_first_help() -> None:
    failure = run(load_text(START + TIMED)[0]).failure
    assert failure is not None
    assert failure.because == (
        'lobby of webinar is "non moderators" since line 9 (olga); its timer opens it in 30 min; '
        'gustav is a guest without "ignore lobby"'
    )
    first, *others = failure.would_help
    assert first == "wait: 30 min 1 s"
    assert others == ['olga: set lobby webinar "no lobby"', "olga: promote webinar gustav"]
    (scenario,) = load_text(
        START + TIMED.replace("  - gustav: join call", f"  - {first}\n  - gustav: join call")
    )
    assert run(scenario).failure is None


def test_without_a_timer_nobody_waits() -> None:
    failure = run(load_text(START + TIMED.replace(' timer="30 min"', ""))[0]).failure
    assert failure is not None
    assert "timer" not in failure.because
    assert not any(help.startswith("wait") for help in failure.would_help)


def test_guests_and_rooms_have_names_in_every_reason() -> None:
    talk = Talk()
    olga, gustav = talk.user("olga"), talk.guest("gustav")
    olga.create_room("webinar", type="public")
    gustav.join_room("webinar")
    allowed = str(gustav.join_call("webinar").why)
    assert "sessions of browser gustav: webinar" in allowed
    olga.set_lobby("webinar", "non moderators")
    refused = gustav.join_call("webinar")
    assert refused.refusal is not None
    assert refused.refusal.because.endswith('; gustav is a guest without "ignore lobby"')
    assert "because    lobby of webinar" in str(refused.why)
    assert "gustav is a guest" in str(refused.why)


def test_that_others_have_accounts_is_no_cause() -> None:
    talk = Talk()
    olga, gustav = talk.user("olga"), talk.guest("gustav")
    olga.create_room("webinar", type="public")
    talk.user("ute")
    reasons = gustav.create_room("mine").why
    assert (reasons.cause.kind, reasons.cause.steps) == ("given", ())


def test_a_timeline_shows_what_people_would_see() -> None:
    timeline = timeline_of(
        load_text(START + TIMED.replace("  - gustav: join call webinar", "  - wait: 31 min"))[0]
    )
    lanes = {
        lane.name: [(span.value, span.first, span.last) for span in lane.spans] for lane in timeline.lanes
    }
    assert lanes["lobby"] == [("no lobby", 0, 0), ("non moderators", 1, 2), ("no lobby", 3, 3)]
    assert lanes["gustav"][-2:] == [("lobby", 2, 2), ("outside", 3, 3)]


def test_a_report_shows_it_and_offers_to_wait() -> None:
    steps = TIMED + "    refused: 412\n  - wait: 31 min\n"
    tape = record(load_text(START + steps)[0])
    shown = [dict(tape.rooms[tape.scenes[frame.scene][0]]["status"]) for frame in tape.frames]
    assert [status["lobby"] for status in shown[3:]] == ["non moderators", "no lobby"]
    assert "wait: 30 min 1 s" in str(tape.nexts[tape.frames[3].nexts])
    assert "wait: " not in str(tape.nexts[tape.frames[4].nexts])


def test_to_peek_changes_nothing() -> None:
    (scenario,) = load_text(START + TIMED.replace("  - gustav: join call webinar", "  - wait: 31 min"))
    player = Player(scenario)
    for _, step in scenario.walk():
        player.play(step)
    before = freeze(player.talk.server)
    seen = next(iter(peek(player).talk.server.rooms.values()))
    assert (str(seen.lobby), len(seen.attendees)) == ("no lobby", 2)
    assert freeze(player.talk.server) == before
