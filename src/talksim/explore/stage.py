"""Talk's operations as what a search does: asked for through the one door, in a mirror of a world."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, Final

import attrs

from talksim.explore.action import Action, Request
from talksim.explore.packed.footprint import Result
from talksim.explore.packed.layout import Layout
from talksim.explore.packed.mirror import Mirror
from talksim.explore.packed.model import PackedModel
from talksim.explore.world import World
from talksim.invariants import Step
from talksim.model.codec import freeze, thaw
from talksim.model.server import Server
from talksim.outcome import Outcome, Refusal
from talksim.rules.lifecycle import NoMove
from talksim.rules.operation import Operation
from talksim.rules.policy import Policy
from talksim.rules.stage import Answer, Guard
from talksim.rules.view import WRITES
from talksim.talk import Entry, Talk
from talksim.under_policy import move_exists

__all__ = ["Stage", "TalkModel"]

Reached = Callable[[Any], None]


_WAITED: Final = Entry("", "", "clock", "wait", "", {})


class TalkModel(PackedModel[Server, Action]):
    """The quick model of a world: the same steps as `DirectModel` takes.

    `properties` are the world's, for states of this model. Reactions run only where a property of steps may
    look at what they wrote.
    """

    def __init__(self, world: World) -> None:
        mirror = Mirror(_server_of(world), Layout())
        stage = Stage(reactions=bool(world.step_properties))
        mirror.root.listeners = stage.server.listeners
        stage.server, stage.policy = mirror.root, None  # a deed sees to it that the policy is in force
        world.talk.names.copy_to(stage.names)
        watch = _Watch(world, mirror) if world.step_properties else None
        policy = world.talk.policy
        self.stage = stage
        super().__init__(mirror, [_Deed(action, stage, watch, policy) for action in world.actions])
        self.properties = [self.watching(one.name, one.kind, one.breaches) for one in world.properties]


def _server_of(world: World) -> Server:
    server = thaw(Server, freeze(world.talk.server))
    server.__class__ = world.server_class
    return server


class Stage(Talk):
    """The simulator without what a view would show, or a reason say: that decides nothing.

    `reached` is told of the scene before every effect.
    """

    reached: Reached

    def _play(self, operation: Operation, at: Any) -> Outcome:
        params, caller = at.params, at.browser.name
        self.reached(at)
        answer = operation.effect(at, **params)
        if answer is None and operation.answers is not None:
            WRITES.get(operation.answers, operation.answers)(at)
        status = answer.status if isinstance(answer, Answer) else operation.success
        return Outcome(operation, caller, status)

    def _refuse(self, operation: Operation, at: Any, guard: Guard) -> Outcome:
        if operation.unwind is not None:
            operation.unwind(at, guard)
        return Outcome(operation, at.browser.name, guard.status, refusal=Refusal(guard))


class _Watch:
    """Properties of steps, and a second mirror that stands where the step began."""

    def __init__(self, world: World, mirror: Mirror[Server]) -> None:
        self.properties, self.mirror = world.step_properties, mirror
        self.before = Mirror(_server_of(world), mirror.layout, beside=mirror)

    def alarms(self, asked: Entry, outcome: Outcome | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What the step that was just made breaks, with the breaches."""
        self.before.grow(self.mirror.grown())
        self.before.goto(self.mirror.state)
        step = Step(self.before.root, asked, outcome, self.mirror.root)
        found = ((one.name, tuple(one.breaches(step))) for one in self.properties)
        return tuple((name, breaches) for name, breaches in found if breaches)


@attrs.frozen
class _Deed:
    """An action of a universe, on the stage; requests that differ in who asks alone have one effect."""

    label: Action
    stage: Stage
    watch: _Watch | None
    policy: Policy | None = None

    @property
    def effect(self) -> Any:
        """The operation with its words."""
        if isinstance(self.label, Request):
            return (self.label.operation.id, self.label.room, repr(sorted(self.label.words.items())))
        return self.label.text

    def run(self, _root: Server, reached: Reached) -> Result:
        """Ask for it; what no request can carry is refused, and changes nothing.

        Nor does what needs a move that a policy took away: it is refused, as `talksim.under_policy` does.
        """
        self.stage.reached = reached
        try:
            with self.policy.in_force() if self.policy else nullcontext():
                outcome = self.label.run(self.stage)
        except NoMove:
            self.stage.journal.clear()
            if self.policy is None:
                raise
            return Result(allowed=False, answer=(move_exists.status, move_exists.id), undone=True)
        asked = self.stage.journal[-1] if self.stage.journal else _WAITED
        self.stage.journal.clear()
        if outcome is None and isinstance(self.label, Request):
            return Result(allowed=False)
        alarms = self.watch.alarms(asked, outcome) if self.watch else ()
        if outcome is None:
            return Result(allowed=False, alarms=alarms)
        rule = outcome.refusal.rule if outcome.refusal else ""
        return Result(outcome.ok, (outcome.status, rule), alarms)
