"""Observing: what the stages, effects and moves do while somebody plays.

A member of a constants group is covered when it took effect: it stood in the state after a request or while
it was made, it was a parameter of a request whose effect ran, or a guard that reads the parameter refused it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final, get_args, get_type_hints

import attrs

import talksim.operations  # noqa: F401  declares what is observed
from talksim.constants import GROUPS
from talksim.constants.vocabulary import FlagConstant, Vocabulary
from talksim.cover.tally import Tally
from talksim.errors import UsageError
from talksim.model.fields import kind_of
from talksim.model.server import Server
from talksim.rules.lifecycle import LIFECYCLES, Edge, GuardLike, Observer
from talksim.rules.operation import OPERATIONS, Operation
from talksim.rules.policy import swapped
from talksim.rules.stage import Answer, Guard, Refused, Run

__all__ = ["observing"]

_KNOWN: Final = frozenset(GROUPS)
_PLAIN: Final = frozenset({str, int, float, bool, type(None)})


@contextmanager
def observing(tally: Tally | None = None) -> Iterator[Tally]:
    """Count into a tally, or a new one, what every operation and lifecycle does while the block lasts."""
    observer = _Observer(Tally() if tally is None else tally)
    with ExitStack() as stack:
        for operation in OPERATIONS.values():
            steps = tuple(_step(observer, operation, *step) for step in operation.steps)
            stack.enter_context(swapped(operation, steps=steps, effect=_effect(observer, operation)))
        for lifecycle in LIFECYCLES.values():
            stack.callback(lifecycle.watch, lifecycle.observer)
            around = lifecycle.observer
            lifecycle.watch(observer if around is None else _Both(observer, around))
        try:
            yield observer.tally
        finally:
            observer.finish()


class _Observer:
    """Counts into its tally; `met` holds the constants seen, by their identity, until the end."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.met: dict[int, Vocabulary] = {}
        self.server: Server | None = None

    def on_guard(self, edge: Edge, guard: GuardLike, passed: bool, /) -> None:
        """A guard of a move spoke."""
        (self.tally.passed if passed else self.tally.refused)[edge.lifecycle, guard.id] += 1

    def on_move(self, edge: Edge, /) -> None:
        """A move was made: both of its states were there."""
        self.tally.moves[(edge.id,)] += 1
        self.meet(edge.source)
        self.meet(edge.dest)

    def answered(self, operation: Operation, at: Any, status: int) -> None:
        """A request ended."""
        self.tally.statuses[operation.id, str(status)] += 1
        self.server = at.server
        self.look(at.server)

    def took(self, operation: Operation, at: Any, names: Callable[[str], bool]) -> None:
        """The server took or refused parameters of a request for what they are."""
        for parameter in operation.parameters:
            if parameter.vocabulary is not None and names(parameter.name):
                self.meet(_read(parameter.vocabulary, at.params[parameter.name]))

    def meet(self, value: Any) -> None:
        """A constant was there."""
        if isinstance(value, Vocabulary):
            self.met[id(value)] = value

    def look(self, value: Any) -> None:
        """Every constant in the state, however deep."""
        if type(value) in _PLAIN:
            return
        if isinstance(value, Vocabulary):
            self.met[id(value)] = value
        elif isinstance(value, dict):
            for item in value.values():
                self.look(item)
        elif isinstance(value, list | tuple):
            for item in value:
                self.look(item)
        else:
            for name in _fields(type(value)):
                self.look(getattr(value, name))

    def finish(self) -> None:
        """Count the constants: once for this run each."""
        if self.server is not None:
            self.look(self.server)
        found = {key for value in self.met.values() for key in _members(value)}
        self.tally.constants.update(found)


@attrs.frozen
class _Both:
    """A block inside another one: both are told."""

    inner: Observer
    outer: Observer

    def on_guard(self, edge: Edge, guard: GuardLike, passed: bool, /) -> None:
        self.inner.on_guard(edge, guard, passed)
        self.outer.on_guard(edge, guard, passed)

    def on_move(self, edge: Edge, /) -> None:
        self.inner.on_move(edge)
        self.outer.on_move(edge)


def _step(observer: _Observer, operation: Operation, kind: str, run: Run, stage: Any) -> tuple[str, Run, Any]:
    watched = {"commit": _commit, "finish": _finish}.get(kind, _guard)
    return kind, watched(observer, operation, run, stage), stage


def _guard(observer: _Observer, operation: Operation, run: Run, stage: Guard) -> Run:
    pair, tally = (operation.id, stage.id), observer.tally

    def asked(at: Any) -> bool:
        if run(at):
            tally.passed[pair] += 1
            return True
        tally.refused[pair] += 1
        observer.took(operation, at, stage.needs.__contains__)
        observer.answered(operation, at, stage.status)
        return False

    return asked


def _commit(observer: _Observer, operation: Operation, run: Run, stage: Any) -> Run:
    def written(at: Any) -> None:
        run(at)
        observer.tally.commits[operation.id, stage.id] += 1

    return written


def _finish(observer: _Observer, operation: Operation, run: Run, stage: Any) -> Run:
    def answered(at: Any) -> Answer | None:
        answer: Answer | None = run(at)
        if answer is not None:
            observer.tally.finishes[operation.id, stage.id, str(answer.status)] += 1
            observer.took(operation, at, stage.needs.__contains__)
            observer.answered(operation, at, answer.status)
        return answer

    return answered


def _effect(observer: _Observer, operation: Operation) -> Run:
    effect = operation.effect

    def ran(at: Any, **params: Any) -> Any:
        try:
            answer = effect(at, **params)
        except Refused as refused:
            observer.tally.refused[operation.id, refused.guard.id] += 1
            observer.answered(operation, at, refused.guard.status)
            raise
        observer.took(operation, at, lambda _: True)
        status = operation.success if answer is None else answer.status
        observer.answered(operation, at, status)
        return answer

    return ran


_FIELDS: Final[dict[type, tuple[str, ...]]] = {}


def _fields(cls: type) -> tuple[str, ...]:
    """The fields that hold state or the record, where their type says that constants can be in it."""
    found = _FIELDS.get(cls)
    if found is None:
        hints = get_type_hints(cls) if attrs.has(cls) else {}
        _FIELDS[cls] = ()  # a class may contain itself
        stored = (field.name for field in attrs.fields(cls) if _is_stored(field)) if hints else ()
        found = _FIELDS[cls] = tuple(name for name in stored if _may_hold(hints[name]))
    return found


def _may_hold(hint: Any) -> bool:
    if isinstance(hint, type) and not get_args(hint):
        return issubclass(hint, Vocabulary) or bool(_fields(hint))
    return any(_may_hold(part) for part in get_args(hint))


def _is_stored(field: attrs.Attribute[Any]) -> bool:
    """Whether it is no index, which leads to what is found elsewhere."""
    try:
        return kind_of(field) != "index"
    except TypeError:
        return True


def _read(vocabulary: Any, value: Any) -> Any:
    """A parameter as a member of its vocabulary, if it is one: recorded traffic sends numbers."""
    if isinstance(value, Vocabulary) or value is None:
        return value
    try:
        return vocabulary.parse(value)
    except (UsageError, ValueError):
        return None


def _members(value: Vocabulary) -> Iterator[tuple[str, str]]:
    """The declared members in a value: of flags each bit, or the zero."""
    group = type(value)
    if group not in _KNOWN:
        return
    if not isinstance(value, FlagConstant):
        yield group.__name__, value.name
        return
    for name, member in group.__members__.items():
        bits = int(member.value)
        if (bits and value.value & bits == bits) or bits == value.value:
            yield group.__name__, name
