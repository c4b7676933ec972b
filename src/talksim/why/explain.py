"""The whole explanation of one request: what its guards read, what caused a refusal, and what would help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from typing import Any, Final, TypeAlias

from talksim.model.spots import Spot, follow
from talksim.rules.operation import OPERATIONS, Operation
from talksim.rules.stage import Guard
from talksim.why.candidates import Candidate, Waiting, candidates
from talksim.why.cause import cause_of
from talksim.why.chronicle import Chronicle, Told
from talksim.why.instead import asked_instead
from talksim.why.probe import Asked, Probe, Request, World, probe
from talksim.why.reasons import Passed, Past, Read, Why
from talksim.why.search import Helps, would_help
from talksim.why.wording import place_of, step_text, value_text

__all__ = ["MOST_TRIES", "explain", "request_of"]

MOST_TRIES: Final = 2000

_Step: TypeAlias = Candidate | Waiting


def explain(
    world: World,
    request: Request,
    told: Told,
    chronicle: Chronicle,
    *,
    steps: int = 2,
    tries: int = MOST_TRIES,
) -> Why:
    """Explain what a request is answered in a world, which stays as it is; the chronicle leads up to it."""
    with nullcontext() if world.policy is None else world.policy.in_force():
        return _explained(world, request, told, chronicle, steps=steps, tries=tries)


def _explained(
    world: World, request: Request, told: Told, chronicle: Chronicle, *, steps: int, tries: int
) -> Why:
    probed = probe(world.fork(), request)
    refusing = probed.refusing
    if refusing is None and not probed.outcome.ok:
        return Why(
            told, probed.outcome, None, passed=_passed(world, probed.asked, chronicle, {}), steps=steps
        )
    if refusing is None:
        return _allowed(world, request, told, chronicle, probed, tries=tries)
    guard = refusing.stage
    assert isinstance(guard, Guard)
    cause = cause_of(world, request, refusing, chronicle)
    helps = would_help(
        world,
        request,
        refusing,
        chronicle.told,
        steps=steps,
        tries=tries,
        caused=frozenset(cause.spots),
    )
    return Why(
        told,
        probed.outcome,
        guard,
        _reads(world, refusing, chronicle),
        cause,
        _texts(world, helps),
        _passed(world, probed.asked[:-1], chronicle, {}),
        _past(world, helps),
        steps,
        helps.tries,
        helps.bounded,
        asked_instead(world, request, guard),
    )


def _allowed(
    world: World, request: Request, told: Told, chronicle: Chronicle, probed: Probe, *, tries: int
) -> Why:
    stopped, tried, bounded = _stopping(world, request, probed, chronicle.told, tries)
    passed = _passed(world, probed.asked, chronicle, stopped)
    return Why(told, probed.outcome, None, passed=passed, steps=1, tries=tried, bounded=bounded)


def _stopping(
    world: World, request: Request, probed: Probe, told: Sequence[Told], most: int
) -> tuple[dict[str, _Step], int, bool]:
    """For each guard, by its id, a step after which it would refuse; those of people come first."""
    found: dict[str, _Step] = {}
    fields = frozenset[str]().union(*(one.fields for one in probed.asked))
    spots = list(dict.fromkeys(spot for one in probed.asked for spot in one.reads))
    tried = 0
    for step in candidates(world, request, fields, spots, told):
        if tried >= most:
            return found, tried, True
        tried += 1
        fork = world.fork()
        if step.take(fork):
            refusal = request.ask(fork).refusal
            if refusal is not None:
                found.setdefault(refusal.rule, step)
    return found, tried, False


def _passed(
    world: World, asked: Sequence[Asked], chronicle: Chronicle, stopped: Mapping[str, _Step]
) -> tuple[Passed, ...]:
    return tuple(
        Passed(one.stage, _reads(world, one, chronicle), *_told_of(world, stopped.get(one.stage.id)))
        for one in asked
    )


def _told_of(world: World, step: _Step | None) -> tuple[str, bool]:
    """A step in words, and whether only a tool or a server asks for it."""
    by_tools = isinstance(step, Candidate) and step.operation.by != "browser"
    return (step_text(world, step) if step else ""), by_tools


def _reads(world: World, asked: Asked, chronicle: Chronicle) -> tuple[Read, ...]:
    return tuple(_read(world, asked.reads, chronicle))


def _read(world: World, spots: Sequence[Spot], chronicle: Chronicle) -> Iterator[Read]:
    """The values that were read; what only leads to others is none."""
    for spot in spots:
        owner = follow(world.server, spot.way)
        if owner is None:
            continue
        value = getattr(owner, spot.name)
        shown = value_text(world, value)
        if shown is not None:
            origin = chronicle.origin(world.server, spot)
            yield Read(place_of(world, spot), spot.name.replace("_", " "), shown, origin)


def _past(world: World, helps: Helps) -> Past | None:
    if helps.past is None:
        return None
    return Past(tuple(step_text(world, step) for step in helps.past.steps), helps.past.then)


def _texts(world: World, helps: Helps) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(step_text(world, step) for step in one.steps) for one in helps.found)


def request_of(entry: Any) -> Request:
    """What an entry of the journal asks for."""
    operation: Operation = OPERATIONS[entry.operation]
    asked = (operation, entry.token, entry.complete, entry.address, entry.client)
    return Request(entry.caller, entry.user, entry.role, *asked)
