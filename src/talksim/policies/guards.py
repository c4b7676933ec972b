"""The sections `drop` and `add`: guards that operations ask no more, or ask as well.

A guard is named as messages name it ("login moderator") or by its id (`gate.login_moderator`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Final

from talksim.policies.entries import Change, by_operation, words
from talksim.policies.reliance import missing_on_scene, puts, scene_of
from talksim.procedures.gate import place_among
from talksim.rules.lifecycle import LIFECYCLES
from talksim.rules.operation import Operation, call_of
from talksim.rules.policy import Swap, also_asking, without
from talksim.rules.stage import RULES, Bind, Guard, Stage
from talksim.scenario.document.fault import one_of
from talksim.scenario.document.mistake import Mistake, Wrong, attempt
from talksim.scenario.value import listed

__all__ = ["added", "can_be_added", "can_be_dropped", "dropped"]

_DROP: Final = 'such as "start recording: [login moderator]"'
_ADD: Final = 'such as "send message: [moderator]"'


def dropped(raw: Any, found: list[Mistake]) -> Iterator[Change]:
    """What `drop` says, each change checked by the rules as those before have left them."""
    yield from _changed(raw, _DROP, _guard_of, _without, found)


def added(raw: Any, found: list[Mistake]) -> Iterator[Change]:
    """What `add` says, each change checked by the rules as those before have left them."""
    yield from _changed(raw, _ADD, _guard_for, _also_asking, found)


def can_be_dropped(stage: Stage) -> bool:
    """Whether it is a guard that finds nothing on which later stages rely."""
    return can_be_added(stage) and not puts(stage.run)


def can_be_added(stage: Stage) -> bool:
    """Whether it is a guard and not a bind."""
    return isinstance(stage, Guard) and not isinstance(stage, Bind)


def _changed(
    raw: Any,
    hint: str,
    find: Callable[[Operation, str], Guard],
    make: Callable[[Operation, Guard], Iterator[Swap]],
    found: list[Mistake],
) -> Iterator[Change]:
    for phrase, operation, names in by_operation(raw, hint, found):
        for path, name in words(names, (phrase,), hint, found):
            guard = attempt(found, path, find, operation, name)
            if guard is not None:
                yield Change(path, partial(make, operation, guard))


def _without(operation: Operation, guard: Guard) -> Iterator[Swap]:
    yield without(operation, guard)


def _also_asking(operation: Operation, guard: Guard) -> Iterator[Swap]:
    place = place_among(operation.steps, guard)
    yield also_asking(operation, guard, call_of(guard), place)


def _guard_of(operation: Operation, name: str) -> Guard:
    """The guard of that name which the operation asks. Raises `Wrong`."""
    stages = [stage for _, _, stage in operation.steps]
    stage = _called(name, stages)
    if stage is None:
        known = [stage.name for stage in stages if can_be_dropped(stage)]
        hint = _of_a_move(name) or (one_of(name, known) if known else "it asks none")
        raise Wrong(Mistake(f'{operation.phrase} has no guard "{name}"', hint))
    if not isinstance(stage, Guard):
        raise Wrong(Mistake(f'"{stage.name}" is no guard but a {stage.kind}', "only guards can be dropped"))
    if not can_be_dropped(stage):
        raise Wrong(Mistake(f'"{stage.name}" cannot be dropped', "later stages rely on what it finds"))
    return stage


def _of_a_move(name: str) -> str:
    """A hint for a guard that no operation asks, but a move of a lifecycle."""
    moves = [move for lifecycle in LIFECYCLES.values() for move in lifecycle.moves]
    ids = {rule.id for rule in RULES.values() if name in (rule.name, rule.id)}
    place = next((move.lifecycle for move in moves if any(guard.id in ids for guard in move.guards)), "")
    return place and f"a move asks it; write moves: {{{place}: {{drop: [{name}]}}}}"


def _guard_for(operation: Operation, name: str) -> Guard:
    """The guard of that name, if the operation can ask it. Raises `Wrong`."""
    guard = _known(name)
    if any(stage is guard for _, _, stage in operation.steps):
        raise Wrong(Mistake(f'{operation.phrase} has the guard "{guard.name}" already'))
    if lacking := sorted(set(guard.needs) - operation.names):
        hint = f"it has {', '.join(sorted(operation.names))}" if operation.names else "it has none"
        message = f'"{guard.name}" reads the parameter "{lacking[0]}", which {operation.phrase} has not'
        raise Wrong(Mistake(message, hint))
    if not issubclass(operation.scene, scene_of(guard)):
        lacks = "needs no session" if operation.in_room else "names no room"
        hint = f"{operation.phrase} {lacks}"
        raise Wrong(Mistake(f'"{guard.name}" is asked of who is in a room', hint))
    if missing := missing_on_scene(guard, operation, place_among(operation.steps, guard)):
        message = f'"{guard.name}" needs the {missing[0]}, which {operation.phrase} does not find before'
        raise Wrong(Mistake(message, _finders(missing[0])))
    return guard


def _known(name: str) -> Guard:
    """The guard of that name or id. Raises `Wrong` where there is none or several."""
    same = [rule for rule in RULES.values() if name in (rule.name, rule.id)]
    if len(same) > 1:
        ids = ", ".join(rule.id for rule in same)
        raise Wrong(Mistake(f'several guards are called "{name}"', f"one of: {ids}"))
    if not same:
        known = {rule.name for rule in RULES.values() if can_be_added(rule)}
        raise Wrong(Mistake(f'there is no guard "{name}"', listed(known, name)))
    if not isinstance(same[0], Guard) or not can_be_added(same[0]):
        raise Wrong(Mistake(f'"{name}" is no guard but a {same[0].kind}', "only guards can be added"))
    return same[0]


def _called(name: str, stages: Sequence[Stage]) -> Stage | None:
    return next((stage for stage in stages if name in (stage.name, stage.id)), None)


def _finders(thing: str) -> str:
    """A hint with the gates that find a thing, if any do."""
    gates = [rule.name for rule in RULES.values() if rule.id.startswith("gate.") and thing in puts(rule.run)]
    return f"the gate that finds it: {', '.join(gates)}" if gates else ""
