"""What a third first user stumbled over: lines that are not there, names nobody has, words of every day."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from talksim import Talk, explore
from talksim.cli import main
from talksim.errors import UsageError
from talksim.explore.action import request
from talksim.rules.operation import OPERATIONS
from talksim.scenario.load import load
from talksim.scenario.script import Act

HALL = """\
talksim: 1
name: A hall
given: {users: [alice, bob], rooms: {hall: {owner: alice, users: [bob]}}}
steps:
  - alice: set lobby hall "non moderators"

  # Bob waits.
  - bob: join call hall
    refused: lobby passed
tags: [hall]
"""


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("hall.yaml").write_text(HALL, encoding="utf-8")
    return "hall.yaml"


def typed(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


@pytest.mark.parametrize("command", ["can", "why"])
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("11", "talksim: hall.yaml:11: there is no such line; the last is line 10\n"),
        ("999", "talksim: hall.yaml:999: there is no such line; the last is line 10\n"),
        ("abc", 'talksim: hall.yaml: "abc" is no line; a line is a number, such as hall.yaml:12\n'),
        ("-1", 'talksim: hall.yaml: "-1" is no line; a line is a number, such as hall.yaml:12\n'),
    ],
)
def test_a_line_that_is_not_there_is_refused(hall: str, command: str, line: str, said: str) -> None:
    result = typed(command, f"{hall}:{line}")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)


@pytest.mark.parametrize("command", ["can", "why"])
def test_of_a_line_between_steps_it_is_told_which_step_is_meant(hall: str, command: str) -> None:
    lobby = 'line 5 is meant, alice: set lobby hall "non moderators"'
    for line, meant in {6: lobby, 7: lobby, 10: "line 8 is meant, bob: join call hall"}.items():
        result = typed(command, f"{hall}:{line}")
        assert result.stderr == f"hall.yaml:{line}: no step is on this line; {meant}\n"
        assert result.stdout == typed(command, f"{hall}:{5 if line < 8 else 8}").stdout
    for place in ("5", "8", "9", "9:14"):
        assert typed(command, f"{hall}:{place}").stderr == ""


def test_a_file_in_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "x.yaml"
    result = typed("new", str(path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f'talksim: {path}: there is no folder "{path.parent}"\n'


def talk() -> Talk:
    talk = Talk()
    talk.user("alice").create_room("standup")
    talk.user("bob")
    return talk


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            lambda: explore(talk(), [{"join call": {"by": "bbo"}}]),
            'nobody is called "bbo". Did you mean "bob"?',
        ),
        (
            lambda: explore(talk(), [{"join call": {"by": "bos"}}]),
            'nobody is called "bos". Did you mean "bob"?',
        ),
        (
            lambda: explore(talk(), [{"join call": {"by": "bxt"}}]),
            'nobody is called "bxt"; declare them under given',
        ),
        (lambda: explore(talk(), []), "no operation is in play; such as [join room, join call]"),
        (lambda: talk().actor("bxt"), 'nobody is called "bxt"; declare them first'),
        (lambda: talk().actor("bott"), 'nobody is called "bott". Did you mean "bot"?'),
        (lambda: talk().group("staff", ["dora"]), 'nobody is called "dora". Make the account first.'),
    ],
)
def test_a_role_is_meant_only_by_its_name_or_almost(wrong: Callable[[], Any], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        wrong()
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"start_calls": "moderators"}, "talk.set(start_calls='moderators')"),
        ({"recording_backend": True}, "talk.set(recording_backend=True)"),
        ({"settings": {"recording backend": True}}, "talk.set(recording_backend=True)"),
        ({"settings": {}}, "talk.set(start_calls=...)"),
        ({"settings": None}, "talk.set(start_calls=...)"),
        ({"nothing_known": 1}, "unexpected keyword argument 'nothing_known'"),
    ],
)
def test_a_world_that_is_given_settings_says_how_they_are_changed(given: dict[str, Any], said: str) -> None:
    with pytest.raises(TypeError) as caught:
        Talk(**given)
    assert said in str(caught.value)


def test_swapped_words_are_understood_in_python_too() -> None:
    swapped = "room_create"
    with pytest.raises(AttributeError, match=r'has no "room_create"\. Did you mean "create_room"\?$'):
        getattr(talk().actor("alice"), swapped)


def test_a_room_that_is_misspelled_is_told_and_another_is_answered_404() -> None:
    world = talk()
    bob, alice = world.actor("bob"), world.actor("alice")
    with pytest.raises(UsageError, match=r'^no room is called "standdup"\. Did you mean "standup"\?$'):
        bob.join_room("standdup")
    for name in ("standup2", "nowhere"):
        assert bob.join_room(name).status == 404
    other, token = alice.create_room("standdup"), world.room("standdup").token
    alice.delete_room(other)
    assert [bob.join_room(name).status for name in ("standdup", token)] == [404, 404]


def test_a_permit_is_true_if_it_allows() -> None:
    world = talk()
    assert world.can("alice", "standup", "join room")[0]
    assert not world.can("bob", "standup", "join room")[0]


def test_where_there_is_nothing_to_play_it_is_told_why(hall: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    empty, none = typed("run", "empty"), typed("run", hall, "-k", "nowhere")
    assert (empty.exit_code, none.exit_code) == (5, 5)
    assert 'talksim: empty: there is no scenario, a .yaml file with a line that begins with "talksim:"' in (
        empty.stderr
    )
    assert "talksim: none of 1 scenarios matches -k 'nowhere'" in none.stderr


def test_steps_of_a_search_can_be_typed(tmp_path: Path) -> None:
    text = str(request("bob", OPERATIONS["join call"], "hall", {"flags": ["in call", "audio"]}))
    assert text == 'bob: join call hall flags="in call,audio"'
    file = tmp_path / "typed.yaml"
    file.write_text(HALL.replace("alice: set lobby hall", f"{text}\n  - alice: set lobby hall"), "utf-8")
    step = load(file)[0].steps[0]
    assert isinstance(step, Act)
    assert step.command.words == {"flags": "in call,audio"}
