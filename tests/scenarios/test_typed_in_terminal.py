"""`talksim repl` as people type into it: completion, history, dropped lines, the end."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from in_terminal import COMMAND, opened, surroundings

from talksim.scenario.session.completion import completions, names
from talksim.scenario.session.session import Session, nobody_in_particular

PROMPT = "talksim> "
SMALL = "talksim: 1\nname: Small\ngiven:\n  users: [zoe]\n  rooms: {hall: {type: public, owner: zoe}}\n"


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.yaml").write_text(SMALL + "steps:\n  - zoe: join room hall\n", encoding="utf-8")
    child = opened("repl", width=90, XDG_STATE_HOME=str(tmp_path / "state"))
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
    assert "exactly: [alice, bob]" in typed(child, "alice se\tatt\tst\t\r")


def test_tab_shows_what_there_is(child: Any) -> None:
    child.send("alice: create \t")
    child.expect(r"poll +room")
    child.expect_exact(f"{PROMPT}alice: create ")
    child.send("room standup\r")
    child.expect_exact(PROMPT)
    child.send("hi\t\r")
    child.expect_exact("step 1  alice: create room standup")


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


def test_words_of_the_repl_complete(child: Any) -> None:
    typed(child, "load sm\t\r")
    assert "lobby" in typed(child, "can z\tha\t--op\tlob\t\r")
    assert "join call" in typed(child, 'can -o "join c\t\r')
    assert "it is 09:00" in typed(child, "state ha\t\r")
    assert "line 7  zoe: join room hall" in typed(child, "why li\t7\r")
    typed(child, "zoe: create room other\r")
    assert "undone: zoe: create room other" in typed(child, "undo a\t\r")


def test_lines_of_earlier_sessions_come_back(child: Any, tmp_path: Path) -> None:
    typed(child, "alice: create room standup\r")
    typed(child, "undo\r")
    child.close(force=True)
    later = opened("repl", XDG_STATE_HOME=str(tmp_path / "state"))
    later.expect_exact(PROMPT)
    assert "rooms.standup: + group room" in typed(later, "\x1b[A\x1b[A\r")
    later.close(force=True)
    file = tmp_path / "state" / "talksim" / "history"
    assert file.read_text(encoding="utf-8").splitlines() == [
        "alice: create room standup",
        "undo",
        "alice: create room standup",
    ]
    assert file.stat().st_mode & 0o077 == 0


def test_lines_that_cannot_be_kept_do_not_matter(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file, no folder", encoding="utf-8")
    child = opened("repl", XDG_STATE_HOME=str(tmp_path / "state"))
    child.expect_exact(PROMPT)
    assert "rooms.standup: + group room" in typed(child, "alice: create room standup\r")
    child.sendeof()
    child.wait()
    child.close()
    assert child.exitstatus == 0


def test_nothing_is_kept_of_what_comes_through_a_pipe(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}
    ran = subprocess.run(
        [*COMMAND, "repl"], input="history\n", env=surroundings(**home), text=True, check=True
    )
    assert ran.returncode == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("width", [40, 80])
def test_help_fits(tmp_path: Path, width: int) -> None:
    child = opened("repl", width=width, NO_COLOR="1", XDG_STATE_HOME=str(tmp_path))
    child.expect_exact(PROMPT)
    said = typed(child, "help\r")
    child.close(force=True)
    assert max(map(len, said.splitlines())) <= width
    assert all(word in said for word in ("can [WHO]", "why [N]", "undo [N]", "save FILE", "Ctrl-D"))


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
    assert [step for step, _ in session.redo()] == ['alice: create room "office hours"']
    assert session.text() == before
    session.undo()
    session.do("bob: create room other")
    with pytest.raises(Exception, match="nothing was undone"):
        session.redo()
    assert session.typed == [(1, "alice: create room standup type=public"), (2, "bob: create room other")]


def test_explanations_call_steps_by_the_numbers_of_the_history(session: Session) -> None:
    session.do('alice: set lobby standup "non moderators"')
    session.do("bob: join room standup")
    done = session.do("bob: join call standup")
    assert done.surprises
    assert "(step 3, " in str(session.why(done.number))
    assert session.typed[2] == (3, 'alice: set lobby standup "non moderators"')
