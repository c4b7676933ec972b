"""`talksim repl`: each word of its own, what is told of mistakes, and what is kept."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner, Result

from talksim.cli import main
from talksim.errors import UsageError
from talksim.scenario.load import load, load_text
from talksim.scenario.run import run
from talksim.scenario.session.session import Session

WEBINAR = """\
# Keep me.
talksim: 1
name: My webinar
given:
  users: [olga, uwe, ute]
  guests: [gustav]
  settings: {recording backend: true}
  rooms:
    webinar: {type: public, owner: olga, users: [uwe, ute]}
steps:
  - olga: set lobby webinar "non moderators" timer="30 min"
  - gustav: join room webinar
  - gustav: join call webinar
    refused: lobby passed
  # Half an hour later.
  - wait: 31 min
  - olga: join room webinar
  - olga: join call webinar
  - gustav: join room webinar
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "webinar.yaml").write_text(WEBINAR, encoding="utf-8")
    return tmp_path


def typed(
    *lines: str, file: str = "webinar.yaml", options: Sequence[str] = (), status: int | None = None
) -> Result:
    """What is answered to lines that come through a pipe; without a `status`, 2 if one was a mistake."""
    result = CliRunner().invoke(main, ["repl", file, *options], input="\n".join(lines) + "\n")
    wanted = (2 if "talksim: " in result.stderr else 0) if status is None else status
    assert result.exit_code == wanted, result.output
    return result


def command(*words: str) -> str:
    return CliRunner().invoke(main, list(words)).stdout


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "words",
    [
        "-o lobby",
        "-w gustav",
        "-r webinar",
        "-w uwe -w ute -o calls -o 'set lobby'",
        "-a -w gustav",
        "",
    ],
)
def test_can_takes_what_the_command_takes(words: str) -> None:
    given = [word.strip("'") for word in words.replace("set lobby", "set_lobby").split()]
    assert typed(f"can {words}").stdout == command("can", "webinar.yaml", *given)


@pytest.mark.usefixtures("folder")
def test_can_sorts_people_from_rooms() -> None:
    for line in ("can webinar gustav -o lobby", "can gustav webinar -o lobby"):
        assert typed(line).stdout == "in webinar\noperation  gustav\nset lobby  401 logged in\n"
    assert "chapter" in typed("can webinar").stdout


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("can webniar", 'no person and no room is called "webniar". Did you mean "webinar"?'),
        ("can --format csv", "No such option '--format'"),
        ("can -o loby", 'there is no operation or chapter "loby". Did you mean "lobby"?'),
        ("uwe create poll", "write `uwe: create poll …`"),
        ("uwe create room x", "write `uwe: create room x`"),
        ("uwe sees attendees webinar", "write `uwe sees: attendees webinar`"),
        ("recording backend report recording", "write `recording backend: report recording …`"),
        ("uwe", "write `uwe: join room webinar`"),
        ("uew create poll", 'nobody is called "uew". Did you mean "uwe"?'),
        ("uwe: join call webniar", 'no room is called "webniar". Did you mean "webinar"?'),
        ("uwe sees: messages nowhere", 'no room is called "nowhere"'),
        ("olga: promote webinar utte", 'nobody is called "utte". Did you mean "ute"?'),
        ("wait 1 h", "write `wait: 1 h`"),
        ("refused: 403", "{bob: join call standup, refused: 403}"),
        ("quit now", 'quit takes nothing, not "now"'),
        ("exit now", 'quit takes nothing, not "now"'),
        ("why line 99", "webinar.yaml:99: there is no such line; the last is line 19"),
        ("bos: join room webinar", 'nobody is called "bos"; declare them under given'),
        ("undo x", 'undo takes how many steps, or all, not "x"'),
        ("undo 0", 'undo takes how many steps, or all, not "0"'),
        ("redo 1 2", 'redo takes one number of steps, not "1 2"'),
        ("why x", 'why takes the number of a step, not "x"'),
        ("why", "no step was typed"),
        ("why line 9", "line 9: no request is made there"),
        ("why line 16", "line 16: no request is made there: time passes"),
        ("history 3", 'history takes nothing, not "3"'),
        ("state nowhere", 'there is no room "nowhere"'),
        ("save nowhere/x.yaml", "nowhere/x.yaml: there is no such folder"),
        ("can uwe's", "close it"),
    ],
)
def test_a_mistake_says_how_it_is_written(line: str, said: str) -> None:
    result = typed(line, "uwe: create room x")
    assert said in result.stderr
    assert "rooms.x: + group room" in result.stdout


@pytest.mark.usefixtures("folder")
def test_several_steps_are_taken_back_and_played_again() -> None:
    steps = [f"uwe: create room r{number}" for number in range(4)]
    result = typed(*steps, "undo 2", "history", "redo all", "undo 9", "undo all", "history", "undo all")
    undone, first, again, *last = result.stdout.split("undone: uwe: create room r3\n")
    assert undone.count("group room") == 4
    assert first.startswith(
        "undone: uwe: create room r2\nstep 1  uwe: create room r0\nstep 2  uwe: create room r1\n"
    )
    assert first.index("again: uwe: create room r2") < first.index("again: uwe: create room r3")
    assert again.endswith("undone: uwe: create room r0\nno step was typed\n")
    assert not last
    assert "only 4 steps were typed" in result.stderr
    assert "nothing was typed that could be undone" in result.stderr


@pytest.mark.usefixtures("folder")
def test_why_says_what_the_command_says(folder: Path) -> None:
    assert typed("why line 14").stdout == command("why", "webinar.yaml:14")
    lines = ['gustav: set lobby webinar "no lobby"', "olga sees: call webinar", "wait: 1 min"]
    (folder / "longer.yaml").write_text(
        WEBINAR + "".join(f"  - {line}\n" for line in lines), encoding="utf-8"
    )
    said = typed(*lines, "why 1").stdout
    assert said.endswith(command("why", "longer.yaml:20").replace("line 20", "step 1"))
    assert said.startswith("step 1  gustav: set lobby")
    assert "sees       exactly: [olga]" in typed(*lines[:2], "why").stdout
    assert "step 3: no request is made there; time passes" in typed(*lines, "why").stderr
    assert "sees   " not in typed("ute sees: bans webinar", "why").stdout
    assert "there is no step 4; the last is step 3" in typed(*lines, "why 4").stderr


@pytest.mark.usefixtures("folder")
def test_a_cause_is_told_in_the_words_of_scenarios() -> None:
    said = typed("gustav: create room x").stdout
    assert "because    gustav has no account" in said
    assert "set up" not in said
    rooms = ["uwe: create room hall", "uwe: add participant hall ute", 'uwe: set lobby hall "non moderators"']
    lobby = typed(*rooms, "ute: join call hall").stdout
    assert 'caused by  step 3, 09:31  uwe: set lobby hall "non moderators"' in lobby


@pytest.mark.usefixtures("folder")
def test_the_state_is_told_as_people_would_see_it() -> None:
    said = typed("state", "olga: start recording webinar video", "rooms webinar").stdout
    assert said.startswith(
        "it is 09:31\n"
        "people: olga, uwe, ute, gustav\n"
        "webinar: public, no lobby, messages 6, call active\n"
        "  in call  olga (owner) with audio + video\n"
        "  in room  gustav (guest)\n"
        "  outside  uwe, ute\n"
    )
    assert (
        "it is 09:31\nwebinar: public, no lobby, messages 6, call active, recording starting video\n" in said
    )
    early = typed('olga: set lobby webinar "non moderators"', "state").stdout
    assert "lobby non moderators" in early
    assert "  lobby    gustav (guest)\n" in early


@pytest.mark.usefixtures("folder")
def test_a_look_shows_names_and_the_whole_answer_is_at_hand() -> None:
    looks = ["olga sees: attendees webinar", "olga sees: call webinar", "olga sees: room webinar"]
    said = typed(*looks, "answer 1", "uwe: delete room webinar", "answer", "wait: 1 min", "answer").stdout
    people, call, room, *rest = said.splitlines()
    assert people == "exactly: [olga, uwe, ute, gustav]"
    assert call == "exactly: [olga]"
    assert room.startswith("including: {type: public, ")
    assert "callStartTime: now" in room
    assert "participantType: guest" in "\n".join(rest).replace("  ", " ")
    assert '\n403, guard "moderator" (rule gate.moderator)\n  now: 09:31 → 09:32\ntime passes' in "\n".join(
        rest
    )


@pytest.mark.usefixtures("folder")
def test_what_is_expected_in_a_line_is_judged() -> None:
    steps = ["{uwe: delete room webinar, refused: 403}", "{uwe: delete room webinar, refused: 404}"]
    looks = ["{olga sees: call webinar, exactly: [olga]}", "{olga sees: call webinar, exactly: [uwe]}"]
    said = typed(*steps, *looks, status=1).stdout
    assert said.count("as expected\n") == 2
    assert 'not as expected: refused, 404, but 403, guard "moderator"' in said
    assert "not as expected: exactly [uwe], but [olga]" in said


HELD = "{olga sees: call webinar, exactly: [olga]}"
FAILED = "{olga sees: call webinar, exactly: [uwe]}"
REFUSED = "uwe: delete room webinar"
MISTAKE = "uwe: join call webniar"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ([HELD, REFUSED, "quit", FAILED], 0),
        ([FAILED, HELD], 1),
        (["{uwe: delete room webinar, refused: 404}", HELD], 1),
        ([HELD, "undo", MISTAKE, HELD], 2),
        ([FAILED, MISTAKE, FAILED], 2),
        (["undo", "help"], 2),
        (["load nowhere.yaml"], 2),
        (["can --nowhere"], 2),
        (["can --help"], 0),
    ],
)
def test_through_a_pipe_the_status_says_how_it_went(lines: list[str], status: int) -> None:
    typed(*lines, status=status)


@pytest.mark.usefixtures("folder")
def test_help_says_who_is_there() -> None:
    assert CliRunner().invoke(main, ["repl"], input="help\n").stdout.endswith("There: alice, bob, carol.\n")
    assert typed("help").stdout.endswith("There: olga, uwe, ute, gustav.\n")


TYPED = (
    "# The guests come.",
    "- gustav: join call webinar",
    'uwe: set lobby webinar "no lobby"',
    "{uwe: delete room webinar, refused: 403}",
    "olga sees: call webinar",
    "{olga sees: call webinar, number: 2}",
    'olga: send message webinar "see: this # that"',
    "uwe: create room hall  # for later",
    "{uwe: create room, with: {type: public, name: 'two: words'}, as: other}",
    "uwe sees: avatar other",
    "ute: leave room nowhere",
    "ute: join room nowhere",
    "wait: 1 h 30 min",
    "olga: create room undone",
    "undo",
    "# The end.",
)
KEPT = """\
  # The guests come.
  - gustav: join call webinar
  - uwe: set lobby webinar "no lobby"
    refused: moderator
  - uwe: delete room webinar
    refused: 403
  - olga sees: call webinar
    exactly: [olga, gustav]
  - olga sees: call webinar
    number: 2
  - olga: 'send message webinar "see: this # that"'
  - uwe: create room hall  # for later
  - uwe: create room
    with: {type: public, name: "two: words"}
    as: other
  # uwe sees: avatar other
  - ute: leave room nowhere
    answers: 200
  - ute: join room nowhere
    refused: room found
  - wait: 1 h 30 min
  # The end.
"""


def test_all_that_was_typed_is_kept_behind_the_file(folder: Path) -> None:
    result = typed(*TYPED, "save kept.yaml")
    assert result.stdout.endswith("saved: kept.yaml\nstep 9 is kept as a comment: uwe sees: avatar other\n")
    assert (folder / "kept.yaml").read_text(encoding="utf-8") == WEBINAR + KEPT
    assert [run(scenario).status for scenario in load(folder / "kept.yaml")] == ["passed"]


def test_what_does_not_hold_is_kept_and_told(folder: Path) -> None:
    result = typed("{uwe: delete room webinar, refused: 404}", "save kept.yaml", status=1)
    assert (
        "kept.yaml:21:14  the scenario fails at uwe: delete room webinar: expected refused, 404"
        in result.stdout
    )
    assert (folder / "kept.yaml").read_text(encoding="utf-8").startswith(WEBINAR)


def test_settings_and_policies_count_and_are_told(folder: Path) -> None:
    (folder / "mod.yaml").write_text(
        "talksim: 1\npolicy: Calls\nsettings: {start_calls: moderators}\n", encoding="utf-8"
    )
    room = ["uwe: create room hall", "uwe: add participant hall ute", "ute: join room hall"]
    for options in (["--set", "start_calls=moderators"], ["--policy", "mod.yaml"]):
        result = typed(*room, "ute: join call hall", "save kept.yaml", options=options)
        assert "refused    403" in result.stdout
        assert f"play it as it was played: talksim run kept.yaml {' '.join(options)}\n" in result.stdout
        assert command("run", "kept.yaml", *options).startswith("1 passed")
        assert command("run", "kept.yaml").startswith("FAILED")
        (folder / "kept.yaml").unlink()


_STEPS = (
    "{who}: join room {room}",
    "{who}: join call {room}",
    "{who}: leave room {room}",
    "{who}: create room {room} type=public",
    '{who}: set lobby {room} "non moderators"',
    '{who}: send message {room} "see: {room} # {who}"',
    '{who}: create poll {room} "Lunch?" Yes,No',
    '{who}: vote {room} "Lunch?" 0',
    "{who}: ban {room} users uwe",
    "{who} sees: attendees {room}",
    "{who} sees: messages {room}",
    "{who} sees: room {room}",
    "{who} sees: polls webinar",
    "{who} sees: avatar {room}",
    "{who} sees: rooms",
    "{who} sees: notifications",
    "wait: 31 min",
)


@pytest.mark.parametrize("seed", range(20))
def test_whatever_is_typed_is_saved_and_holds(seed: int) -> None:
    dice, (scenario,) = Random(seed), load_text(WEBINAR)
    people, rooms = ["olga", "uwe", "ute", "gustav"], ["webinar", "hall", '"a b"']
    session = Session(scenario)
    for _ in range(30):
        line = dice.choice(_STEPS).format(who=dice.choice(people), room=dice.choice(rooms))
        with suppress(UsageError):
            session.do(line)
    assert len(session.typed) > 20
    (kept,) = load_text(session.text())
    assert run(kept).status == "passed", session.typed


@pytest.mark.usefixtures("folder")
def test_what_no_file_can_hold_is_told() -> None:
    result = typed('olga: send message webinar "${x}"', "save kept.yaml")
    assert 'no file can keep a step with "${"' in result.stderr
    assert not Path("kept.yaml").exists()


@pytest.mark.parametrize(
    "steps",
    [
        "steps: [uwe: create room r, {ute: join room r, refused: 404}]\n",
        "steps: [\n  uwe: create room r,\n]\n",
        "steps:\n- uwe: create room r  # the first\n# The end.\n",
        "steps:\r\n- uwe: create room r\r\n",
        "steps:\n    - uwe: create room r\n\n# Tags.\ntags: [x]\n",
        "steps:\n  - uwe: create room r\n...\n",
        "steps:\n  - uwe: create room r\n    with: &w {type: public}\n  - ute: create room s\n    with: *w",
    ],
)
def test_steps_come_behind_however_those_of_the_file_are_written(tmp_path: Path, steps: str) -> None:
    head = "talksim: 1\nname: x\ngiven: {users: [uwe, ute]}\n"
    file, kept = tmp_path / "x.yaml", tmp_path / "kept.yaml"
    file.write_bytes((head + steps).encode())
    lines = ["# One.", "ute: create room t", "ute: join room r", "# Two.", f"save {kept}"]
    typed(*lines, file=str(file))
    text = kept.read_text(encoding="utf-8")
    assert [text.count(comment) for comment in ("# One.", "# Two.")] == [1, 1]
    assert all(comment in text for comment in ("# the first", "# The end.", "# Tags.") if comment in steps)
    (before,), (after,) = load(file), load(kept)
    assert run(after).status == "passed"
    assert [step for _, step in after.walk()][: len(before.steps)] == list(before.steps)
    assert len(after.steps) == len(before.steps) + 2


CASES = """\
talksim: 1
name: Cases
cases:
  - {case: one, room: hall}
  - case: two
    room: lodge
given: {users: [uwe, ute]}
steps:
  - uwe: create room ${room}
"""


def test_of_a_file_with_cases_the_one_that_is_played_is_kept(tmp_path: Path) -> None:
    file, kept = tmp_path / "cases.yaml", tmp_path / "kept.yaml"
    file.write_text(CASES, encoding="utf-8")
    result = typed("ute: join room lodge", f"save {kept}", file=str(file), options=["-k", "two"])
    assert result.stderr == ""
    assert [(scenario.case, run(scenario).status) for scenario in load(kept)] == [("two", "passed")]
    assert (
        "the first of 2 scenarios: Cases [one]; another: -k EXPR" in typed("history", file=str(file)).stderr
    )


def test_a_fragment_is_found_from_another_folder(tmp_path: Path) -> None:
    (tmp_path / "part.yaml").write_text(
        "talksim: 1\nfragment: part\nsteps: [uwe: create room x]\n", encoding="utf-8"
    )
    (tmp_path / "x.yaml").write_text(
        "talksim: 1\nname: x\ngiven: {users: [uwe]}\nsteps:\n  - include: part.yaml\n", encoding="utf-8"
    )
    (tmp_path / "deep").mkdir()
    typed("uwe: delete room x", f"save {tmp_path}/deep/kept.yaml", file=str(tmp_path / "x.yaml"))
    assert 'include: "../part.yaml"' in (tmp_path / "deep/kept.yaml").read_text(encoding="utf-8")
    assert [run(scenario).status for scenario in load(tmp_path / "deep/kept.yaml")] == ["passed"]


def test_a_file_that_fails_says_so_at_the_beginning(folder: Path) -> None:
    (folder / "bad.yaml").write_text(WEBINAR.replace("lobby passed", "404"), encoding="utf-8")
    said = typed("state", file="bad.yaml")
    failed = "bad.yaml:14:14  the scenario fails at gustav: join call webinar: expected refused, 404"
    assert said.stderr.startswith(failed)
    assert "its steps were played on all the same" in said.stderr
    assert "it is 09:31" in said.stdout


def test_help_lists_every_word() -> None:
    said = CliRunner().invoke(main, ["repl"], input="help\n").stdout
    words = [
        "answer",
        "can",
        "help",
        "history",
        "load",
        "quit",
        "redo",
        "rooms",
        "save",
        "state",
        "undo",
        "why",
    ]
    assert [word for word in words if word in said] == words
