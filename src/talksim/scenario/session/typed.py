"""A step that somebody types: one line, which says what the lines of a step in a file would."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import attrs

from talksim.by_fields import EqualByFields
from talksim.errors import UsageError
from talksim.scenario.document.fault import Faults
from talksim.scenario.document.mistake import Mistake, Wrong
from talksim.scenario.document.source import Document, read
from talksim.scenario.reading.known import check
from talksim.scenario.reading.looks import SEE_KEYS
from talksim.scenario.reading.steps import ACT_KEYS
from talksim.scenario.reading.steps import step as step_of
from talksim.scenario.script import Act, Include, Place, Refusal, Scenario, See, Step, Wait

__all__ = ["GoneOn", "Typed", "check_names", "number_of", "speaks_of_known", "typed_step"]

_LOOKS: Final = (" sees", " received")
_OPTIONS: Final = frozenset([*ACT_KEYS, *SEE_KEYS])


@attrs.frozen(eq=False, repr=False)
class Typed(EqualByFields):
    """A line that was typed: its keys and values as in a file, and the step they say.

    `remarks` are the comments before it. A line that is `bare` expects nothing; `answered` is then what a
    file would say of the answer it got.
    """

    text: str
    raw: Mapping[str, Any]
    step: Act | Wait | See
    document: Document = attrs.field(eq=False, repr=False)
    remarks: tuple[str, ...] = ()
    answered: Mapping[str, Any] = {}

    @property
    def is_step(self) -> bool:
        """Whether a file has a step for it; a look at what no expectation can say becomes a comment."""
        return not self.looks or not self.bare or bool(self.answered)

    @property
    def looks(self) -> bool:
        """Whether it only looks."""
        return isinstance(self.step, See)

    @property
    def bare(self) -> bool:
        """Whether the line says nothing of the answer."""
        return self.raw.keys().isdisjoint(_OPTIONS - {"with", "as"})


@attrs.frozen(eq=False, repr=False)
class _At(Place):
    """The place of a typed step, which has a number and no line."""

    number: int = 0

    def seen_from(self, path: str) -> str:  # noqa: ARG002  it is in no file
        """`step 3`."""
        return f"step {self.number}"


@attrs.frozen(eq=False, repr=False)
class GoneOn(Scenario):
    """A scenario with the steps that were typed after its own."""

    typed: tuple[Typed, ...] = ()

    def walk(self) -> Iterator[tuple[Place, Act | Wait | See]]:
        """Every step with its place; typed ones are counted from 1."""
        yield from Scenario.walk(self)
        for number, one in enumerate(self.typed, 1):
            yield _At(one.document, (), number=number), one.step


def number_of(place: Place) -> int:
    """The number of the typed step at a place, 0 of a step in a file."""
    return place.number if isinstance(place, _At) else 0


def typed_step(line: str, remarks: tuple[str, ...] = ()) -> Typed:
    """The step a line says, such as `bob: join call standup`. Raises `UsageError` with every mistake.

    What is expected of it can stand in the line as well: `{bob: join call standup, refused: 403}`.
    """
    line = line.removeprefix("- ")
    document = _document(line)
    raw = document.value
    if next(iter(raw)) in _OPTIONS:
        raise UsageError(
            f"what is expected stands in the line of its step: {{bob: join call standup, {line}}}"
        )
    sees = len(raw) == 1 and next(iter(raw)).endswith(_LOOKS)
    try:
        step = step_of({**raw, "including": {}} if sees else raw)
    except Wrong as wrong:
        raise UsageError("\n".join(mistake.sentence for mistake in wrong.mistakes)) from wrong
    if isinstance(step, Include):
        raise UsageError("nothing can be included here")
    return Typed(line, raw, step, document, remarks)


def check_names(scenario: Scenario, before: Iterable[Typed], typed: Typed) -> None:
    """Raise `UsageError` for people and rooms a file would not take: `Did you mean "webinar"?`

    What nobody made may be asked for, to see it refused, unless it is called almost like something.
    """
    found = _unknown(scenario, before, _refused(typed))
    if found:
        raise UsageError("\n".join(mistake.sentence for mistake in found))


def speaks_of_known(scenario: Scenario, before: Iterable[Typed], typed: Typed) -> bool:
    """Whether a file would take the step without a word on its answer."""
    return not _unknown(scenario, before, typed.step)


def _unknown(scenario: Scenario, before: Iterable[Typed], step: Step) -> list[Mistake]:
    """What is wrong with the names in a step after those before it."""
    steps = [*scenario.steps, *(one.step for one in before), step]
    place = ("steps", len(steps) - 1)
    return [wrong for wrong in check(scenario.given, dict(enumerate(steps))) if wrong.path[:2] == place]


def _refused(typed: Typed) -> Act | Wait | See:
    """The step, refused where it may be: that of a record never is."""
    step = typed.step
    if not typed.bare or isinstance(step, Wait) or (isinstance(step, See) and step.sight.record is not None):
        return step
    return attrs.evolve(step, refused=Refusal(404))


def _document(line: str) -> Document:
    """The line as a file with this one step. Raises `UsageError`."""
    found = _read(line)
    if found is None or _is_torn(found):
        found = _read(_quoted(line)) or found
    if found is None:
        raise UsageError(f'this is no step, such as "alice: create room standup": {line}')
    return found


def _read(line: str) -> Document | None:
    try:
        found = read(line, "")
    except Faults:
        return None
    return found if isinstance(found.value, dict) and found.value else None


def _is_torn(found: Document) -> bool:
    """Whether a ` #` between quotes ended the command, as it would in a file."""
    command = next(iter(found.value.values()))
    return isinstance(command, str) and command.count('"') % 2 == 1


def _quoted(line: str) -> str:
    """The line with its command in quotes, which a file needs around a text with `: ` or ` #` in it."""
    actor, colon, command = line.partition(": ")
    doubled = command.strip().replace("'", "''")
    return f"{actor}: '{doubled}'" if colon and '"' in command and line[:1] != "{" else ""
