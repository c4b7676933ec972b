"""How each kind of value looks in a notebook: one function a kind."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from talksim.constants import MAX_DEFAULT_PERMISSIONS, Permission
from talksim.displayed import MERMAID, SVG, Display, display
from talksim.draw.timeline import Step
from talksim.procedures.permissions import effective_permissions
from talksim.rules.compile import word_of
from talksim.scenario.wording import time_words

if TYPE_CHECKING:
    from talksim.can import Permits
    from talksim.compare.change import Change
    from talksim.compare.difference import Difference
    from talksim.explore.explore import Exploration
    from talksim.handle import RoomHandle
    from talksim.matrix import Matrix
    from talksim.model.attendee import Attendee
    from talksim.model.difference import Changes
    from talksim.model.room import Room
    from talksim.outcome import Outcome
    from talksim.rules.lifecycle import Lifecycle
    from talksim.scenario.report import Failure, Report, StepReport
    from talksim.scenario.script import Scenario
    from talksim.sheet import Sheet
    from talksim.talk import Talk

_VERDICTS: Final = {True: "holds", False: "broken", None: "not known"}
_SHOWN: Final = 2000
"""How many characters of a body are shown."""

_MOST: Final = 60
"""How many steps a diagram of a world's story has."""


@display("talksim.handle.RoomHandle")
def room(handle: RoomHandle) -> Display:
    """Who is in the room, as what, what they may there, and where; below it what is set for all."""
    from talksim.draw.whereabouts import whereabouts  # noqa: PLC0415

    state = handle.state
    columns = ("who", "is", "permissions", "sessions", "in call")
    rows = tuple(_attendee(handle, one) for one in handle.attendees)
    title, below = f"{state.label} ({state.type} room)", (", ".join(_set(state)),)
    return Display(title, columns, rows, below, {MERMAID: whereabouts(handle.server, state)})


def _attendee(handle: RoomHandle, one: Attendee) -> tuple[object, ...]:
    may = effective_permissions(handle.server, handle.state, one)
    flags = [str(session.in_call) for session in one.sessions.values() if session.in_call]
    return handle.called(one), str(one.type), _may(may), len(one.sessions), " and ".join(flags)


def _may(permissions: Permission) -> str:
    """The rights alone, without the mark that they were set on purpose."""
    rights = permissions & MAX_DEFAULT_PERMISSIONS
    return "all" if rights == MAX_DEFAULT_PERMISSIONS else str(rights) if rights else "none"


def _set(state: Room) -> Iterator[str]:
    yield f"lobby: {state.lobby}"
    yield f"call: {state.call.status}"
    yield f"recording: {state.call.recording}"
    yield f"recording consent: {state.recording_consent}"
    yield str(state.read_only)


@display("talksim.outcome.Outcome")
def outcome(one: Outcome) -> Display:
    """What was asked and answered, by whom it was refused and why; the body opens at a click."""
    refusal = one.refusal
    guard, because = (refusal.guard.name, refusal.because) if refusal else ("", "")
    row = (one.operation.phrase, one.caller, one.status, guard, because)
    body = () if not one.data else (("body", json.dumps(one.data, indent=1, default=str)[:_SHOWN]),)
    said = Step(one.caller, one.operation.phrase, str(one), refused=not one.ok)
    columns = ("operation", "who", "status", "guard", "because")
    return Display(str(one), columns, (row,), pictures={MERMAID: _sequence([said])}, folded=body)


@display("talksim.can.Permits")
def permits(found: Permits) -> Display:
    """A row for each operation and sample."""
    rows = tuple(permit.cells() for permit in found)
    return Display("What each operation would answer", ("operation", "with", "answer", "because"), rows)


@display("talksim.sheet.Sheet")
def sheet(one: Sheet) -> Display:
    """The table as it is, with the sums as its last row."""
    return Display(one.title, one.head, (*one.rows, *([one.sums] if one.sums else [])))


@display("talksim.matrix.Matrix")
def matrix(found: Matrix) -> Display:
    """A row for each room, operation and person."""
    rows = found.as_rows()
    columns = tuple(rows[0]) if rows else ("room", "operation", "who", "allowed")
    return Display("Who may do what", columns, tuple(tuple(row.values()) for row in rows))


@display("talksim.model.difference.Changes")
def changes(found: Changes) -> Display:
    """A row for each change."""
    rows = tuple((".".join(one.path), *one.sides) for one in found)
    return Display("What changed" if rows else "No difference", ("where", "before", "after"), rows)


@display("talksim.rules.lifecycle.Lifecycle")
def lifecycle(one: Lifecycle) -> Display:
    """Its moves; as a picture in Mermaid and SVG."""
    from talksim.draw.extract import of_lifecycle  # noqa: PLC0415  few values are drawn
    from talksim.draw.mermaid import mermaid  # noqa: PLC0415
    from talksim.draw.svg import svg  # noqa: PLC0415

    rows = tuple(
        (edge.trigger, word_of(edge.source), word_of(edge.dest), ", ".join(guard.id for guard in edge.guards))
        for edge in one.moves
    )
    graphs = [of_lifecycle(one)]
    pictures = {SVG: svg(graphs), MERMAID: mermaid(graphs)}
    return Display(f"Lifecycle {one.name}", ("move", "from", "to", "guards"), rows, (), pictures)


@display("talksim.scenario.report.Report")
def report(one: Report) -> Display:
    """The steps of a traced run, or of one that failed the step at which it did; below it why."""
    rows = tuple(_row(step) for step in one.step_reports)
    below = ("\n".join(_failed(one.failure)),) if one.failure else ()
    said = [_said(step.text, step.outcome) for step in one.step_reports]
    pictures = {MERMAID: _sequence(said)} if said else {}
    return Display(f"{one.name}: {one.status}", ("line", "step", "answer", "changes"), rows, below, pictures)


def _row(step: StepReport) -> tuple[object, ...]:
    answer = "" if step.outcome is None else str(step.outcome)
    return step.line, step.text, answer, "\n".join(step.changes)


def _failed(failed: Failure) -> Iterator[str]:
    yield f"{failed.path}:{failed.line}:{failed.column}  {failed.step}"
    yield f"expected {failed.expected}, got {failed.got}"
    yield from filter(None, [failed.differs, failed.rule, failed.because])
    yield from filter(None, [failed.instead and f"instead: {failed.instead}"])
    yield from (f"would help: {command}" for command in failed.would_help)


def _said(text: str, outcome: Outcome | None) -> Step:
    """A step for a sequence diagram; what nobody asks for is time or a look."""
    if outcome is None:
        return Step("", text, kind="time")
    return Step(outcome.caller, text, str(outcome), refused=not outcome.ok)


def _sequence(steps: Iterable[Step]) -> str:
    from talksim.draw.sequence import mermaid_sequence  # noqa: PLC0415

    return mermaid_sequence(steps)


@display("talksim.scenario.script.Scenario")
def scenario(one: Scenario) -> Display:
    """Its steps as they go, under a timeline."""
    from talksim.draw.playing import timeline_of  # noqa: PLC0415
    from talksim.draw.timeline_svg import svg  # noqa: PLC0415

    played = timeline_of(one)
    rows = tuple((step.line, f"+{time_words(step.at)}", step.text, step.answer) for step in played.steps)
    below = tuple(f"{step.text}\n{step.failed}" for step in played.steps if step.failed)
    pictures = {SVG: svg([played]), MERMAID: _sequence(played.steps)}
    return Display(played.title, ("line", "clock", "step", "answer"), rows, below, pictures)


@display("talksim.talk.Talk")
def trace(talk: Talk) -> Display:
    """What was asked in this world since it began, answered again; a diagram of the last of it."""
    from talksim.why.recall import retold  # noqa: PLC0415

    told = list(retold(talk))
    rows = tuple((number, text, str(answer or "")) for number, (text, answer) in enumerate(told, 1))
    pictures = {MERMAID: _sequence(_said(*one) for one in told[-_MOST:])} if told else {}
    title = f"{len(talk.server.rooms)} rooms, {len(talk.server.users)} accounts; what was asked"
    return Display(title, ("", "what", "answer"), rows, (), pictures)


@display("talksim.explore.explore.Exploration")
def exploration(one: Exploration) -> Display:
    """A row for each property; below it the witnesses, of which the first is drawn."""
    rows = tuple((v.name, v.kind, _VERDICTS[v.holds], "; ".join(v.breaches)) for v in one.verdicts)
    shown = [(verdict.name, verdict.witness) for verdict in one.verdicts if verdict.witness]
    below = tuple("\n".join((f"{name}:", *witness.lines)) for name, witness in shown)
    pictures = {MERMAID: shown[0][1].mermaid()} if shown else {}
    seen = f"{one.progress.states} states, {'all' if one.complete else 'not all'} that can be reached"
    title = f"{one.name}: {seen}" if one.name else seen
    return Display(title, ("property", "kind", "verdict", "what is wrong"), rows, below, pictures)


@display("talksim.compare.difference.Difference")
def policies(one: Difference) -> Display:
    """A row for each change, with the steps that show it."""
    cells = ((change.cell, change.steps) for change in one.changes)
    rows = tuple(
        (c.kind, c.operation, c.role, c.room, c.before, c.after, c.cause, "\n".join(steps))
        for c, steps in cells
    )
    columns = ("kind", "operation", "role", "room", "before", "after", "cause", "shown by")
    pictures = {MERMAID: _sequence(_story(one.changes[0]))} if one.changes else {}
    return Display(f"From {one.before} to {one.after}", columns, rows, (), pictures)


def _story(change: Change) -> Iterator[Step]:
    """The steps of a change, the last with what is answered to it after the change."""
    *steps, last = (Step(text.partition(": ")[0], text) for text in change.steps)
    yield from steps
    after = change.cell.after
    yield Step(last.actor, last.text, after, refused=after != "allowed")
