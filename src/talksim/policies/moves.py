"""The section `moves`: moves that lifecycles have no more, have as well, or that lead elsewhere.

    recording:
      remove: [start audio]
      redirect: {started video: {starting audio: audio}}

A move is named by its trigger; `from: to` says where it leads from where.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from functools import partial
from typing import Any, Final

from talksim.policies.entries import Change, entries, words
from talksim.rules.compile import word_of
from talksim.rules.lifecycle import LIFECYCLES, Edge, Lifecycle
from talksim.rules.policy import Swap, extended, redirected, unguarded
from talksim.scenario.document.fault import Path, one_of
from talksim.scenario.document.mistake import Mistake, Wrong, attempt
from talksim.scenario.value import written

__all__ = ["WAYS", "moved", "states_of"]

_HINT: Final = 'such as "recording: {remove: [start audio]}"'
_FROM_TO: Final = 'such as "start video: {failed: video}"'
WAYS: Final = ("remove", "redirect", "add", "drop")


def moved(raw: Any, found: list[Mistake]) -> Iterator[Change]:
    """What `moves` says, each change checked by the moves as those before have left them."""
    for name, ways in entries(raw, _HINT, found):
        lifecycle = LIFECYCLES.get(name)
        if lifecycle is None:
            hint = one_of(name, sorted(LIFECYCLES))
            found.append(Mistake(f'unknown lifecycle "{name}"', hint, (name,), "key"))
            continue
        inner: list[Mistake] = []
        for change in _of_lifecycle(lifecycle, ways, inner):
            yield Change((name, *change.path), change.make)
        found += [mistake.under(name) for mistake in inner]


def states_of(lifecycle: Lifecycle) -> dict[str, Enum]:
    """The states by their words."""
    return {word_of(state): state for state in lifecycle.states}


def _of_lifecycle(lifecycle: Lifecycle, ways: Any, found: list[Mistake]) -> Iterator[Change]:
    for way, raw in entries(ways, _HINT, found):
        if way == "remove":
            yield from _removed(lifecycle, raw, found)
        elif way in ("redirect", "add"):
            yield from _leading(lifecycle, way, raw, found)
        elif way == "drop":
            yield from _unguarded(lifecycle, raw, found)
        else:
            found.append(Mistake(f'unknown key "{way}"', one_of(way, WAYS), (way,), "key"))


def _removed(lifecycle: Lifecycle, raw: Any, found: list[Mistake]) -> Iterator[Change]:
    """A list of triggers, or a mapping of triggers to the states from which they lead no more."""
    if not isinstance(raw, Mapping):
        for path, trigger in words(raw, ("remove",), _HINT, found):
            for source in attempt(found, path, _sources, lifecycle, trigger) or ():
                yield Change(path, partial(_redirected, lifecycle, trigger, source, None))
        return
    for trigger, sources in raw.items():
        if attempt(found, ("remove", trigger), _known, lifecycle, trigger, "key") is None:
            continue
        for path, word in words(sources, ("remove", trigger), _HINT, found):
            source = attempt(found, path, _source, lifecycle, trigger, word)
            if source is not None:
                yield Change(path, partial(_redirected, lifecycle, trigger, source, None))


def _leading(lifecycle: Lifecycle, way: str, raw: Any, found: list[Mistake]) -> Iterator[Change]:
    """Triggers, and for each where it leads from where."""
    for trigger, leads in entries(raw, _FROM_TO, found, way):
        path: Path = (way, trigger)
        if attempt(found, path, _known, lifecycle, trigger, "key") is None:
            continue
        for word, dest in entries(leads, _FROM_TO, found, *path):
            make = attempt(found, (*path, word), _lead, lifecycle, way, trigger, word, dest)
            if make is not None:
                yield Change((*path, word), make)


def _unguarded(lifecycle: Lifecycle, raw: Any, found: list[Mistake]) -> Iterator[Change]:
    for path, name in words(raw, ("drop",), "such as [call startable]", found):
        asked: dict[str, Any] = {g.id: g for edge in lifecycle.moves for g in edge.guards}
        guard = next((g for g in asked.values() if name in (g.id, g.name)), None)
        if guard is None:
            hint = one_of(name, [g.name for g in asked.values()]) if asked else "they ask none"
            found.append(Mistake(f'no move of {lifecycle.name} asks "{name}"', hint, path))
        else:
            yield Change(path, partial(_asking_no_more, lifecycle, guard))


def _lead(lifecycle: Lifecycle, way: str, trigger: str, word: str, dest: Any) -> Any:
    """How to make the change. Raises `Wrong`."""
    to = _state(lifecycle, dest)
    if way == "redirect":
        return partial(_redirected, lifecycle, trigger, _source(lifecycle, trigger, word, "key"), to)
    source = _state(lifecycle, word, "key")
    if (trigger, source) in lifecycle.table.rows:
        message = f'{lifecycle.name} has a move "{trigger}" from {word} already'
        raise Wrong(Mistake(message, "redirect it", (), "key"))
    edge = Edge(lifecycle.name, trigger, source, to, (), f"{lifecycle.name}.{trigger} from {word}")
    return partial(_extended, lifecycle, edge)


def _sources(lifecycle: Lifecycle, trigger: str) -> list[Enum]:
    """Where the moves of a trigger start. Raises `Wrong`."""
    _known(lifecycle, trigger)
    found = [source for known, source in lifecycle.table.rows if known == trigger]
    if not found:
        raise Wrong(Mistake(f'{lifecycle.name} has no move "{trigger}" any more'))
    return found


def _source(lifecycle: Lifecycle, trigger: str, word: Any, at: Any = "value") -> Enum:
    """The state of that word, if the trigger leads from there. Raises `Wrong`."""
    source = _state(lifecycle, word, at)
    if (trigger, source) not in lifecycle.table.rows:
        known = [word_of(source) for source in _sources(lifecycle, trigger)]
        message = f'{lifecycle.name} has no move "{trigger}" from {word}'
        raise Wrong(Mistake(message, f"it starts from: {', '.join(known)}", (), at))
    return source


def _known(lifecycle: Lifecycle, trigger: str, at: Any = "value") -> str:
    """The trigger. Raises `Wrong` for a move that nothing in the server ever asks for."""
    if trigger not in lifecycle.triggers:
        message = f'{lifecycle.name} has no move "{trigger}"'
        raise Wrong(Mistake(message, one_of(trigger, lifecycle.triggers), (), at))
    return trigger


def _state(lifecycle: Lifecycle, word: Any, at: Any = "value") -> Enum:
    """The state of that word. Raises `Wrong`."""
    states = states_of(lifecycle)
    if word not in states:
        raise Wrong(Mistake(f"{lifecycle.name} is never {written(word)}", one_of(str(word), states), (), at))
    return states[word]


def _redirected(lifecycle: Lifecycle, trigger: str, source: Enum, dest: Enum | None) -> Iterator[Swap]:
    for edge in lifecycle.table.rows.get((trigger, source), ()):
        yield redirected(lifecycle, edge, dest)


def _extended(lifecycle: Lifecycle, edge: Edge) -> Iterator[Swap]:
    yield extended(lifecycle, edge)


def _asking_no_more(lifecycle: Lifecycle, guard: Any) -> Iterator[Swap]:
    yield unguarded(lifecycle, guard)
