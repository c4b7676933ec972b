"""What notebooks show: tables, pictures and frames of every kind; the stepper; pairs that are the same."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path

import jupytext
import pytest
from picture_readers import parse_mermaid

import talksim.notebook.displays
from talksim import Talk, UsageError
from talksim.compare.difference import diff
from talksim.displayed import DISPLAYS, MERMAID, SVG, Display, Displayed, display_of
from talksim.explore.explore import explore
from talksim.matrix import matrix
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
        "Sheet": matrix(talk, operations=["rename room"]).by_chapter(),
        "Changes": talk.difference(before),
        "Report": run(story, trace=True),
        "Exploration": explore(talk, [joins, only], always=[no_call]),
        "Difference": diff(None, stricter, load_text(says)),
        "Scenario": story,
        "Talk": talk,
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
    shown = {name: value._repr_mimebundle_() for name, value in kinds(talk).items()}
    assert {name for name, bundle in shown.items() if SVG in bundle} == {"Lifecycle", "Scenario"}
    assert {name: bundle[MERMAID].split()[0] for name, bundle in shown.items() if MERMAID in bundle} == {
        "Lifecycle": "stateDiagram-v2",
        "RoomHandle": "flowchart",
        **dict.fromkeys(
            ("Outcome", "Report", "Exploration", "Difference", "Scenario", "Talk"), "sequenceDiagram"
        ),
    }


def test_mermaid_reads_every_diagram(talk: Talk) -> None:
    bundles = {name: value._repr_mimebundle_() for name, value in kinds(talk).items()}
    texts = {name: bundle[MERMAID] for name, bundle in bundles.items() if MERMAID in bundle}
    read = dict(zip(texts, parse_mermaid(texts.values()), strict=True))
    assert [row["name"] for row in read["RoomHandle"]["groups"]] == ["da<i>ly"]
    assert {row["name"] for row in read["RoomHandle"]["states"]} == {"alice"}
    asked, refused = read["Outcome"]["messages"]
    assert asked["text"] == "rename room"
    assert refused["text"].startswith('404, guard "participant found"')


def test_where_people_are_is_seen_in_boxes() -> None:
    talk = Talk()
    alice, bob, carol = map(talk.user, ("alice", "bob", "carol"))
    room = alice.create_room("standup", type="public")
    for one in (bob, carol):
        alice.add_participant(room, one)
    alice.join_room(room)
    alice.join_call(room, flags=["audio"])
    alice.set_lobby(room, "non moderators")
    bob.join_room(room)
    diagram = talk.room("standup")._repr_mimebundle_()[MERMAID]
    assert (
        diagram
        == """\
flowchart LR
    subgraph room["standup"]
    subgraph b0["lobby"]
    p1(["bob"])
    end
    subgraph b2["in call"]
    p0(["alice, audio"])
    end
    end
    p2(["carol"])
"""
    )


def test_nobody_is_in_a_room_and_outside_of_it() -> None:
    talk = Talk()
    alice, bob = talk.user("alice", "Alice Smith"), talk.user("bob")
    room = alice.create_room("standup", type="public")
    alice.add_participant(room, bob)
    alice.join_room(room)
    talk.actor("bob's phone").join_room(room)
    diagram = talk.room("standup")._repr_mimebundle_()[MERMAID]
    assert re.findall(r'\(\["(.*)"\]\)', diagram) == ["alice", "bob's phone"]


def test_a_picture_is_an_image_of_its_own(talk: Talk) -> None:
    """Inline, its style would reach the whole notebook."""
    html = kinds(talk)["Scenario"]._repr_mimebundle_()["text/html"]
    assert '<img alt="A lobby" src="data:image/svg+xml;base64,' in html
    assert "<svg" not in html


def test_a_world_tells_its_story_with_the_answers(talk: Talk) -> None:
    talk.wait(60)
    talk.actor("bob").join_room("stand<b>up", password="no")
    rows = display_of(talk).rows
    assert [row[1] for row in rows][-2:] == ["wait: 1 min", "bob: join room stand<b>up password=no"]


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
    assert "<table>" in Display("", (), ()).html


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
    assert [room["title"] for room in widget.view["rooms"]] == ["standup (public room)"]
    (grid,) = widget.view["grids"]
    assert grid["title"] == "What bob may do in standup"
    place, row = next((place, row) for place, row in enumerate(grid["rows"]) if row[0] == "join call")
    assert row[2].startswith("412")
    assert row[3] is False
    assert "non moderators" in row[4]
    widget.asked = [0, place]
    assert widget.why.startswith("next  bob: join call standup")
    assert 'would help alice: set lobby standup "no lobby"' in widget.why
    assert "caused by  line 9, " in widget.why
    widget.at = 4
    assert (widget.asked, widget.why) == ([], "")
    rows = {row[0]: row for row in widget.view["grids"][0]["rows"]}
    assert rows["join call"][2:] == ["allowed (200)", True, ""]


def test_a_stepper_shows_the_timeline() -> None:
    assert lobby().picture.startswith("<svg")


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
