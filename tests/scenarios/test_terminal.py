"""Commands of the terminal: a scenario step by step, and one to start from."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from talksim.cli import main
from talksim.errors import UsageError
from talksim.scenario.load import collect, load, load_text
from talksim.scenario.run import run
from talksim.scenario.session.session import Session, nobody_in_particular

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(path for path in (ROOT / "scenarios").iterdir() if path.is_dir())
LOBBY = """\
alice: create room standup
alice: add participant standup bob
alice: set lobby standup "non moderators"
bob: join call standup
"""
SMALL = "talksim: 1\nname: A room\ngiven: {users: [alice, bob]}\nsteps:\n  - alice: create room standup\n"


def talksim(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, list(words), input=typed)


def test_a_refusal_is_explained() -> None:
    said = talksim("repl", typed=LOBBY)
    assert said.exit_code == 0
    assert 'refused    412, guard "lobby passed"' in said.stdout
    assert 'would help alice: set lobby standup "no lobby"' in said.stdout
    assert "rooms.standup.lobby: no lobby → non moderators" in said.stdout


def test_what_was_typed_is_saved_and_holds(tmp_path: Path) -> None:
    file = tmp_path / "kept.yaml"
    assert talksim("repl", typed=f"{LOBBY}save {file}\n").stderr == ""
    assert "refused: lobby passed" in file.read_text(encoding="utf-8")
    assert [run(scenario).status for scenario in load(file)] == ["passed"]


def test_nothing_is_written_over(tmp_path: Path) -> None:
    file = tmp_path / "kept.yaml"
    file.write_text("mine", encoding="utf-8")
    assert "is there already" in talksim("repl", typed=f"{LOBBY}save {file}\n").stderr
    assert talksim("new", str(file)).exit_code == 2
    assert file.read_text(encoding="utf-8") == "mine"
    assert talksim("new", str(file), "--force").exit_code == 0
    assert file.read_text(encoding="utf-8") != "mine"


def test_undo_brings_the_world_before() -> None:
    session = Session(nobody_in_particular())
    session.do("alice: create room standup")
    before = session.text()
    session.do('alice: set lobby standup "non moderators"')
    assert session.text() != before
    assert session.undo() == ['alice: set lobby standup "non moderators"']
    assert session.text() == before
    session.undo()
    with pytest.raises(UsageError, match="nothing was typed"):
        session.undo()


def test_a_look_changes_nothing() -> None:
    session = Session(nobody_in_particular())
    session.do("alice: create room standup")
    before = session.player.talk.fork()
    assert "name: standup" in session.do("alice sees: room standup").seen
    assert not session.player.talk.difference(before, history=True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("alice: jion call standup", 'Did you mean "join call"?'),
        ("alcie: create room standup", 'Did you mean "alice"?'),
        ("alice sees: rom standup", 'Did you mean "room"?'),
        ("unod", 'Did you mean "undo"?'),
        ("undo", "nothing was typed"),
        ("can alcie", 'Did you mean "alice"?'),
        ("load nowhere.yaml", "nowhere.yaml: no such file"),
        ("save", "name one file"),
        ("[: x", "this is no step"),
        ("a: b: c", "this is no step"),
        ("include: x.yaml", "nothing can be included here"),
        ("wait: soon", "soon"),
    ],
)
def test_a_mistake_is_said_and_the_next_line_heard(typed: str, said: str) -> None:
    result = talksim("repl", typed=f"{typed}\nalice: create room standup\nquit\nundo\n")
    assert said in result.stderr
    assert "rooms.standup: + group room" in result.stdout
    assert "Traceback" not in result.output
    assert result.exit_code == 2


def test_can_and_load_speak_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    said = talksim("repl", typed=f"load {tmp_path / 'small.yaml'}\ncan alice standup -o calls\n").stdout
    assert "in standup" in said
    assert "join call" in said


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_every_scenario_can_be_gone_on_with_and_saved(folder: Path, tmp_path: Path) -> None:
    for path in collect([folder]):
        for scenario in load(path):
            session = Session(scenario)
            session.do("wait: 1 min")
            for kept in (Path(path), tmp_path / "kept.yaml"):
                (again,) = load_text(session.text(str(kept)), str(kept))
                assert (again.title, again.case, run(again).status) == (
                    scenario.title,
                    scenario.case,
                    "passed",
                )
                assert len(list(again.walk())) == len(list(scenario.walk())) + 1


def test_each_template_holds_as_it_is() -> None:
    names = [line.split()[0] for line in talksim("new", "--list").stdout.splitlines()]
    assert "webinar" in names
    for name in names:
        text = talksim("new", "--template", name).stdout
        assert text.startswith("# ")
        assert {run(scenario).status for scenario in load_text(text)} == {"passed"}, name


def words_of(value: object) -> set[str]:
    """The keys of a file, at any depth."""
    if isinstance(value, dict):
        return {str(key) for key in value}.union(*map(words_of, value.values()))
    return set().union(*map(words_of, value)) if isinstance(value, list) else set()


def test_each_template_shows_what_no_other_does() -> None:
    names = [line.split()[0] for line in talksim("new", "--list").stdout.splitlines()]
    words = {name: words_of(yaml.safe_load(talksim("new", "--template", name).stdout)) for name in names}
    assert len(names) == 7
    for name in names:
        known = set().union(*(words[other] for other in names if other != name))
        assert words[name] - known - {"name", "users"}, name


def test_the_template_for_policies_shows_a_difference(tmp_path: Path) -> None:
    text = talksim("new", str(tmp_path / "day.yaml"), "--template", "policy").stdout
    assert f"talksim run {tmp_path / 'day.yaml'}" in text
    lines = (tmp_path / "day.yaml").read_text(encoding="utf-8").split("\n#\n")[1].splitlines()
    policy = "\n".join(line[2:] for line in takewhile(lambda line: line.startswith("# "), lines))
    (tmp_path / "policy.yaml").write_text(policy, encoding="utf-8")
    found = talksim("diff", "talk", str(tmp_path / "policy.yaml"), str(tmp_path / "day.yaml"))
    assert found.exit_code == 1
    assert "newly refused: join call" in found.stdout


def test_an_unknown_template_has_a_neighbour() -> None:
    with_typo = talksim("new", "--template", "webniar")
    assert with_typo.exit_code == 2
    assert 'Did you mean "webinar"?' in with_typo.stderr
