"""`talksim repl` as people type into it: completion, history, dropped lines, the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from in_terminal import opened

from talksim.scenario.completion import completions, names
from talksim.scenario.session import Session, nobody_in_particular

PROMPT = "talksim> "
SMALL = "talksim: 1\nname: Small\ngiven:\n  users: [zoe]\n  rooms: {hall: {type: public, owner: zoe}}\n"


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.yaml").write_text(SMALL + "steps:\n  - zoe: join room hall\n", encoding="utf-8")
    child = opened("repl", width=90)
    child.expect_exact(PROMPT)
    yield child
    child.close(force=True)


def typed(child: Any, keys: str) -> str:
    """What is answered to a line, which ends with Return."""
    child.send(keys)
    child.expect_exact("\n")
    child.expect_exact(PROMPT)
    text: str = child.before
    return text.replace("\r\n", "\n")


def test_tab_writes_a_step(child: Any) -> None:
    assert "rooms.standup: + group room" in typed(child, "alice: cre\troo\tstandup\r")
    assert "rooms.standup.lobby: no lobby → non moderators" in typed(child, "alice: set lob\tst\tnon\t\r")
    assert "attendees.bob: + user" in typed(child, "alice: add par\tst\tbo\t\r")
    assert "lobby of standup" in typed(child, "bob: join cal\tsta\t\r")
    assert "actorId: alice" in typed(child, "alice se\tatt\tst\t\r")


def test_tab_shows_what_there_is(child: Any) -> None:
    child.send("alice: create \t")
    child.expect(r"poll +room")
    child.expect_exact(f"{PROMPT}alice: create ")
    child.send("room standup\r")
    child.expect_exact(PROMPT)
    child.send("hi\t\r")
    child.expect_exact("step 4  alice: create room standup")


def test_files_complete_and_replace_what_was_there(child: Any) -> None:
    assert typed(child, "load sm\t\r") == ""
    assert "in hall" in typed(child, "can z\tha\t\r")
    assert "zoe: join room hall" not in typed(child, "history\r")


def test_the_line_before_comes_back(child: Any) -> None:
    typed(child, "alice: create room standup\r")
    assert "rooms.hall: + group room" in typed(child, "\x1b[A" + "\x7f" * 7 + "hall\r")


def test_ctrl_c_drops_a_line_and_ctrl_d_ends(child: Any) -> None:
    child.send("alice: create room st")
    child.expect_exact("room st")
    child.sendintr()
    child.expect_exact(PROMPT)
    assert "no step was typed" in typed(child, "history\r")
    child.sendeof()
    child.wait()
    child.close()
    assert (child.exitstatus, child.signalstatus) == (0, None)


def test_quit_ends(child: Any) -> None:
    child.send("quit\r")
    child.wait()
    child.close()
    assert child.exitstatus == 0


@pytest.fixture
def session() -> Session:
    session = Session(nobody_in_particular())
    session.do("alice: create room standup type=public")
    session.do('alice: create room "office hours"')
    return session


@pytest.mark.parametrize(
    ("line", "further"),
    [
        ("car", ["carol: ", "carol sees: "]),
        ("rec", ["recording backend: "]),
        ("the rec", ["the recording backend received: "]),
        ("wa", ["wait: "]),
        ("alice:", ["alice: join "]),
        ("alice: jo", ["alice: join "]),
        ("alice: join ", ["alice: join call ", "alice: join room "]),
        ("alice: join room o", ['alice: join room "office hours" ']),
        ('alice: join room "off', ['alice: join room "office hours" ']),
        (
            "alice: set lobby standup no",
            ['alice: set lobby standup "no lobby" ', 'alice: set lobby standup "non moderators" '],
        ),
        (
            'alice: set lobby standup "non moderators" ti',
            ['alice: set lobby standup "non moderators" timer='],
        ),
        ("alice: join call standup flags=a", ["alice: join call standup flags=audio "]),
        ("alice: add participant standup b", ["alice: add participant standup bob "]),
        ("bob sees: call", ["bob sees: call "]),
        ("bob sees: call st", ["bob sees: call standup "]),
        (
            "recording backend: report recording standup st",
            ["recording backend: report recording standup status="],
        ),
        ("nobody: join ", ["nobody: join call ", "nobody: join room "]),
        ("alice: send message standup 'x' y\" ", []),
        ("alice: nonsense ", []),
    ],
)
def test_a_line_goes_on(session: Session, line: str, further: list[str]) -> None:
    found = completions(session.player.talk, line)
    assert set(further) <= set(found)
    assert all(
        option.startswith(("the ", *session.player.talk.server.users, "recording", "wait", "nobody"))
        for option in found
    )
    if not line.endswith(":"):
        assert found == further


def test_names_begin_as_they_are_typed(session: Session) -> None:
    assert names(session.player.talk, "bob off") == [('"office hours"', "off")]


def test_redo_plays_again_what_was_undone(session: Session) -> None:
    before = session.text()
    session.undo()
    assert session.redo()[0] == 'alice: create room "office hours"'
    assert session.text() == before
    session.undo()
    session.do("bob: create room other")
    with pytest.raises(Exception, match="nothing was undone"):
        session.redo()
    assert session.typed == [(4, "alice: create room standup type=public"), (5, "bob: create room other")]


def test_explanations_call_steps_by_the_numbers_of_the_history(session: Session) -> None:
    session.do('alice: set lobby standup "non moderators"')
    session.do("bob: join room standup")
    done = session.do("bob: join call standup")
    assert done.outcome is not None
    assert "(step 6, " in str(done.outcome.why)
    assert session.typed[2] == (6, 'alice: set lobby standup "non moderators"')
