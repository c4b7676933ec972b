"""What notebooks show: tables, pictures and frames of every kind; the stepper; pairs that are the same."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import jupytext
import pytest

import talksim.notebook.displays
from talksim import Talk, UsageError
from talksim.compare.difference import diff
from talksim.displayed import DISPLAYS, Display, Displayed, display_of
from talksim.explore.explore import explore
from talksim.matrix import matrix
from talksim.notebook.displays import MERMAID, SVG
from talksim.notebook.stepper import Stepper, stepper
from talksim.policies import load_policy_text
from talksim.rules.lifecycle import LIFECYCLES
from talksim.scenario.load import load_text
from talksim.scenario.run import run

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.py"))
LOBBY = """
talksim: 1
name: A lobby
given:
  users: [alice, bob]
  rooms:
    standup: {type: public, owner: alice, users: [bob]}
steps:
  - alice: set lobby standup "non moderators"
  - bob: join room standup
  - bob: join call standup
    refused: lobby passed
  - alice: set lobby standup "no lobby"
  - bob: join call standup
"""


@pytest.fixture
def talk() -> Talk:
    talk = Talk()
    talk.user("alice").create_room("stand<b>up", type="public")
    talk.user("bob")
    return talk


def lobby() -> Stepper:
    return stepper(load_text(LOBBY)[0])


def titles(widget: Stepper) -> list[str]:
    return [table["title"] for table in widget.view["tables"]]


def kinds(talk: Talk) -> dict[str, Displayed]:
    """One value of each kind."""
    before = talk.fork()
    refused = talk.actor("bob").rename_room("stand<b>up", "other")
    talk.actor("alice").rename_room("stand<b>up", "da<i>ly")
    only = {"join call": {"by": "alice", "flags": "audio"}}
    joins = {"join room": {"by": "alice"}}
    stricter = load_policy_text("talksim: 1\npolicy: Quiet\nadd:\n  send message: [moderator]\n")
    story = load_text(LOBBY.replace("no lobby", "non moderators"))[0]
    says = LOBBY.replace("steps:", "steps:\n  - bob: send message standup hello")
    return {
        "Lifecycle": LIFECYCLES["recording"],
        "Outcome": refused,
        "RoomHandle": talk.room("da<i>ly"),
        "Permits": talk.can("bob", "da<i>ly"),
        "Matrix": matrix(talk, operations=["rename room"]),
        "Changes": talk.difference(before),
        "Report": run(story, trace=True),
        "Exploration": explore(talk, [joins, only], always=[no_call]),
        "Difference": diff(None, stricter, load_text(says)),
    }


def no_call(room: object) -> bool:
    return not room.call.active  # type: ignore[attr-defined]


def test_every_kind_that_is_declared_exists_and_is_shown_here(talk: Talk) -> None:
    shown = {f"{type(one).__module__}.{type(one).__qualname__}" for one in kinds(talk).values()}
    assert shown == set(DISPLAYS)
    for name in DISPLAYS:
        module, _, kind = name.rpartition(".")
        assert issubclass(getattr(importlib.import_module(module), kind), Displayed)


def test_every_kind_is_a_table_and_a_frame_of_the_same_rows(talk: Talk) -> None:
    for name, value in kinds(talk).items():
        shown, bundle = display_of(value), value._repr_mimebundle_()
        assert shown.rows, name
        assert all(len(row) == len(shown.columns) for row in shown.rows), name
        assert bundle["text/plain"] == repr(value)
        assert name == "Matrix" or bundle["text/html"].count("<tr>") == len(shown.rows) + 1
        frame = value.to_frame()
        assert (list(frame.columns), len(frame)) == (list(shown.columns), len(shown.rows)), name


def test_names_are_text_and_no_html(talk: Talk) -> None:
    for value in kinds(talk).values():
        html = value._repr_mimebundle_()["text/html"]
        assert "<b>" not in html
        assert "<i>" not in html


def test_what_is_a_diagram_has_pictures(talk: Talk) -> None:
    bundle = kinds(talk)["Lifecycle"]._repr_mimebundle_()
    assert bundle[MERMAID].startswith("stateDiagram-v2")
    assert bundle[SVG].startswith("<svg")
    assert kinds(talk)["Exploration"]._repr_mimebundle_()[MERMAID].startswith("sequenceDiagram")
    assert MERMAID not in kinds(talk)["Outcome"]._repr_mimebundle_()


def test_a_notebook_may_ask_for_some_forms_only(talk: Talk) -> None:
    outcome = kinds(talk)["Outcome"]
    assert set(outcome._repr_mimebundle_(include=["text/plain"])) == {"text/plain"}
    assert "text/html" not in outcome._repr_mimebundle_(exclude=["text/html"])


def test_a_matrix_keeps_its_own_look(talk: Talk) -> None:
    who = matrix(talk, operations=["rename room"])
    assert who._repr_mimebundle_()["text/html"] == who._repr_html_()


def test_an_outcome_says_why(talk: Talk) -> None:
    html = kinds(talk)["Outcome"]._repr_mimebundle_()["text/html"]
    assert "<td>participant found</td><td>bob is not in stand&lt;b&gt;up</td>" in html


def test_a_failed_report_says_what_would_help(talk: Talk) -> None:
    html = kinds(talk)["Report"]._repr_mimebundle_()["text/html"]
    assert "A lobby: failed" in html
    assert "would help: " in html


def test_what_changed_has_two_sides(talk: Talk) -> None:
    rows = display_of(kinds(talk)["Changes"]).rows
    assert ("stand<b>up", "da<i>ly") in [row[1:] for row in rows]


def test_other_values_are_not_shown() -> None:
    with pytest.raises(UsageError, match="nobody shows a int as a table"):
        display_of(5)
    assert Display("", (), ()).html.startswith("<table>")


def test_displays_are_found_by_their_entry_point() -> None:
    from importlib.metadata import entry_points  # noqa: PLC0415

    point = entry_points(group="talksim.displays")["talksim"]
    assert point.load() is talksim.notebook.displays


def test_programs_load_nothing_of_notebooks() -> None:
    code = "import sys; from talksim import Talk; Talk().user('bob'); print(*sys.modules, sep='\\n')"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(found.stdout.split())
    assert "talksim.displayed" in loaded
    assert loaded.isdisjoint({"talksim.notebook", "pandas", "anywidget", "IPython", "html"})


def test_a_stepper_walks_to_the_end_and_back() -> None:
    widget = lobby()
    assert (widget.at, len(widget.steps), widget.people) == (0, 5, ["alice", "bob"])
    widget.at = 3
    assert widget.view["answer"].startswith('412, guard "lobby passed" (rule gate.lobby_passed): lobby of ')
    widget.at = 5
    assert widget.view["answer"] == "200"
    widget.at = 99
    assert widget.at == 5
    widget.at = 0
    assert widget.view["answer"] == ""


def test_a_stepper_says_what_somebody_may_do_now_and_why_not() -> None:
    widget = lobby()
    widget.at, widget.who = 2, "bob"
    assert titles(widget) == ["standup (public room)", "What bob may do in standup"]
    rows = {row[0]: row for row in widget.view["tables"][1]["rows"]}
    assert rows["join call"][2].startswith("412")
    assert "non moderators" in rows["join call"][3]
    widget.at = 4
    rows = {row[0]: row for row in widget.view["tables"][1]["rows"]}
    assert rows["join call"][2:] == ["allowed (200)", ""]


def test_a_stepper_ends_where_the_scenario_fails() -> None:
    widget = stepper(load_text(LOBBY.replace("lobby passed", "moderator"))[0])
    assert len(widget.steps) == 3


def test_a_stepper_of_a_file_is_chosen_by_name(tmp_path: Path) -> None:
    file = tmp_path / "lobby.yaml"
    file.write_text(LOBBY, encoding="utf-8")
    assert len(stepper(file).steps) == len(stepper(file, "A lobby").steps) == 5
    with pytest.raises(UsageError, match='has no scenario "Another"; it has "A lobby"'):
        stepper(file, "Another")


def test_there_are_seven_notebooks() -> None:
    assert [path.name[:2] for path in NOTEBOOKS] == [f"0{number}" for number in range(1, 8)]


@pytest.mark.parametrize("script", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_script_and_its_notebook_say_the_same(script: Path) -> None:
    """If not: jupytext --to ipynb --update notebooks/*.py."""
    written = [(cell.cell_type, cell.source) for cell in jupytext.read(script).cells]
    opened = jupytext.read(script.with_suffix(".ipynb")).cells
    assert [(cell.cell_type, cell.source) for cell in opened] == written
    assert not any(cell.get("outputs") for cell in opened)
    assert "**Decision.**" in script.read_text(encoding="utf-8")
