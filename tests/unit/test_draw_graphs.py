"""Pictures of rules say what the rules say: each format is read back by an independent reader."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from click.testing import CliRunner
from picture_readers import Picture, read_dot, read_mermaid, read_svg, read_text, svg_root

from talksim.cli import main
from talksim.cover.observe import observing
from talksim.cover.tally import Tally
from talksim.draw.extract import of_lifecycle, of_operation
from talksim.draw.graph import Check, Edge, Graph, State
from talksim.draw.layout import layout
from talksim.draw.renderers import graph_format
from talksim.draw.what import graphs_of
from talksim.errors import DeclarationError, UsageError
from talksim.rules.compile import word_of
from talksim.rules.lifecycle import LIFECYCLES
from talksim.rules.operation import OPERATIONS
from talksim.rules.stage import Guard
from talksim.scenario.load import load
from talksim.scenario.run import run

_ODD = Graph(
    'a "title" & <more>; #1',
    (State('it\'s "a"', initial=True), State("b: <c> & d;", "answer"), State("#35; \\ 100 %", "refusal")),
    (
        Edge("1", 'it\'s "a"', "b: <c> & d;", "go; on: 'now'", (Check("r", 'no "way"', "403 a&b"),), 2),
        Edge("2", 'it\'s "a"', "#35; \\ 100 %", "#1 {x} --> y", times=0),
        Edge("3", "#35; \\ 100 %", 'it\'s "a"', "back\\nagain"),
    ),
    watched=True,
)
"""What no rule is called, so that every sign which means something in a format is met."""


def _said(graph: Graph) -> Picture:
    first = frozenset(state.name for state in graph.states if state.initial)
    edges = [(edge.source, edge.dest, edge.label) for edge in graph.edges]
    return Picture(frozenset(state.name for state in graph.states), first, edges)


def _sorted(pictures: Sequence[Picture]) -> list[Picture]:
    return [Picture(one.states, one.initial, sorted(one.edges)) for one in pictures]


def _everything() -> list[list[Graph]]:
    """Each lifecycle alone, all of them, each chapter, and odd words."""
    chapters = sorted({operation.chapter.replace("_", " ") for operation in OPERATIONS.values()})
    return [
        *([graph] for graph in graphs_of("all")),
        graphs_of("all"),
        *(graphs_of(f"chapter {chapter}") for chapter in chapters),
        [_ODD],
        [_ODD, _ODD],
    ]


def _rendered(name: str) -> list[str]:
    return [graph_format[name].render(graphs) for graphs in _everything()]


@pytest.fixture(scope="module")
def recorded() -> Tally:
    """What the first scenario of the recording chapter takes."""
    with observing() as tally:
        for scenario in load("scenarios/recording/after-a-failure.yaml"):
            assert run(scenario).status == "passed"
    return tally


def test_mermaid_reads_every_graph() -> None:
    read = read_mermaid(_rendered("mermaid"))
    for graphs, found in zip(_everything(), read, strict=True):
        assert _sorted(found) == _sorted(list(map(_said, graphs)))


def test_graphviz_reads_every_graph() -> None:
    for graphs, text in zip(_everything(), _rendered("dot"), strict=True):
        if len({graph.title for graph in graphs}) == len(graphs):
            assert _sorted(read_dot(text)) == _sorted(list(map(_said, graphs)))


def test_an_xml_parser_reads_every_graph() -> None:
    for graphs, text in zip(_everything(), _rendered("svg"), strict=True):
        assert _sorted(read_svg(text)) == _sorted(list(map(_said, graphs)))


def test_signs_tell_every_graph_in_text() -> None:
    for graphs, text in zip(_everything(), _rendered("text"), strict=True):
        assert _sorted(read_text(text)) == _sorted(list(map(_said, graphs)))


@pytest.mark.parametrize("name", sorted(LIFECYCLES))
def test_the_graph_of_a_lifecycle_is_the_lifecycle(name: str) -> None:
    lifecycle = LIFECYCLES[name]
    graph = of_lifecycle(lifecycle)
    assert [state.name for state in graph.states] == [word_of(state) for state in lifecycle.states]
    moves = [
        (move.id, word_of(move.source), word_of(move.dest), move.trigger, [guard.id for guard in move.guards])
        for move in lifecycle.moves
    ]
    drawn = [(e.id, e.source, e.dest, e.trigger, [check.rule for check in e.guards]) for e in graph.edges]
    assert drawn == moves


def test_an_operation_shows_every_stage_that_may_refuse_with_its_answer() -> None:
    for operation in OPERATIONS.values():
        graph = of_operation(operation)
        drawn = [edge.trigger for edge in graph.edges[:-1]]
        assert drawn == [stage.name for stage in operation.stages]
        answers = {edge.dest.split()[0] for edge in graph.edges}
        assert answers >= {str(stage.status) for stage in operation.stages if isinstance(stage, Guard)}
        assert graph.edges[-1].dest == str(operation.success)


def test_a_refusal_after_something_was_stored_leaves_from_there() -> None:
    (graph,) = graphs_of("join call")
    sources = {edge.trigger: edge.source for edge in graph.edges}
    assert sources["room found"] == "asked"
    assert sources["session found"] == "after one to one refilled"


def test_a_run_marks_what_it_took(recorded: Tally) -> None:
    (graph,) = graphs_of("recording", recorded)
    taken = {edge.trigger for edge in graph.edges if edge.taken}
    assert taken == {"failed", "start video", "start audio", "started video", "started audio", "stopped"}
    root = svg_root(graph_format["svg"].render([graph]))
    words = root.findall(".//text[@data-from]")
    assert {text.get("data-trigger") for text in words if text.get("class") == "edge taken"} == taken
    assert 'color="#1a7f37", penwidth=2' in graph_format["dot"].render([graph])
    assert "class s0,s1,s2,s3,s4,s5 taken" in graph_format["mermaid"].render([graph])


def test_a_guard_of_a_move_says_what_it_answers_and_how_often_it_refused() -> None:
    tally = Tally()
    guard = next(guard for move in LIFECYCLES["presence"].moves for guard in move.guards)
    tally.refused["presence", guard.id] = 3
    (graph,) = graphs_of("presence", tally)
    assert "join [call startable, else 403 ×3]" in [edge.label for edge in graph.edges]


def test_states_and_words_do_not_lie_on_each_other() -> None:
    graph = of_lifecycle(LIFECYCLES["recording"])
    pairs = dict.fromkeys((edge.source, edge.dest) for edge in graph.edges if edge.source != edge.dest)
    plan = layout({state.name: (90, 34) for state in graph.states}, dict.fromkeys(pairs, (70, 17)))
    boxes = [*plan.states.values(), *plan.labels.values()]
    for one, other in combinations(boxes, 2):
        apart_x = abs(one.x - other.x) >= (one.width + other.width) / 2
        assert apart_x or abs(one.y - other.y) >= (one.height + other.height) / 2


def test_a_format_is_declared_once() -> None:
    with pytest.raises(DeclarationError, match="two formats"):
        graph_format("svg", ".svg")(str)


def test_what_is_not_known_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r'operation "recordng"\. Did you mean "recording"'):
        graphs_of("recordng")


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["recording"], 0, "● none\n├─ start video ──▶ starting video\n"),
        (["recording", "--format", "mermaid"], 0, "stateDiagram-v2"),
        (["chapter lobby", "--format", "dot"], 0, "digraph"),
        (["all", "--format", "svg"], 0, "<svg "),
        (["recording", "--format", "png"], 2, 'no format "png"'),
        (["recording", "--taken", "docs/nowhere"], 2, "nowhere"),
        (["recording", "-o", "x.png"], 2, "the ending says no format"),
    ],
)
def test_the_command(words: list[str], status: int, said: str) -> None:
    result = CliRunner().invoke(main, ["draw", *words])
    assert result.exit_code == status
    assert said in result.output


def test_a_file_is_written_in_the_format_of_its_ending(tmp_path: object) -> None:
    path = f"{tmp_path}/recording.dot"
    result = CliRunner().invoke(main, ["draw", "recording", "-o", path])
    assert (result.exit_code, result.output) == (0, "")
    with open(path, encoding="utf-8") as file:
        assert file.read() == graph_format["dot"].render(graphs_of("recording"))
