"""A state machine for Hypothesis whose rules are the operations of Talk.

class NoLonelyCalls(TalkMachine):
operations = ("calls", "join room", "leave room")
world = {"users": ["alice", "bob"], "rooms": {"hall": {"owner": "alice", "users": ["bob"]}}}

@invariant()
def somebody_is_in_the_call(self):
for room in self.talk.server.rooms.values():
assert not room.call.active or room.call.present

TestNoLonelyCalls = NoLonelyCalls.TestCase
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, ClassVar

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from talksim import chance
from talksim.chance.walk import PAUSES
from talksim.errors import DeclarationError
from talksim.invariants import INVARIANTS, Step
from talksim.outcome import Outcome
from talksim.rules.operation import OPERATIONS, Operation
from talksim.scenario.transcribe import transcript
from talksim.strategies.things import chosen, givens, randoms
from talksim.talk import Entry, Talk

__all__ = ["TalkMachine"]


_RUNNER = st.runner()
_RANDOMS = randoms()


@st.composite
def _requests(draw: st.DrawFn, operation: Operation) -> chance.Request:
    """A request for an operation in the world of the machine that draws it, as it is then."""
    machine: TalkMachine = draw(_RUNNER)
    return chance.request(
        draw(_RANDOMS), machine.talk, operation, people=machine.people, rooms=machine.room_names
    )


@st.composite
def _worlds(draw: st.DrawFn) -> chance.World:
    """A world for the machine that draws it, under its settings."""
    machine: TalkMachine = draw(_RUNNER)
    world = draw(machine.worlds())
    settings = {**world.given.get("settings", {}), **machine.server_settings}
    return chance.World({**world.given, "settings": settings}, world.steps) if settings else world


class TalkMachine(RuleBasedStateMachine):
    """Asks a Talk server for anything and sees whether invariants hold; a failure prints a scenario.

    Every operation is a rule, made from the table of operations; `wait` lets time pass. A subclass adds
    invariants and rules of its own, which find the world in `talk` and the last step in `step`, and may
    narrow down what is asked:

    * `operations`: names, phrases or chapters of those that are asked for; all if there are none
    * `people`: the names of those who ask with a browser; everybody if there are none
    * `room_names`: the names of rooms they speak of; any room if there are none
    * `world`: what stands before the first step, as under `given` in a scenario file; random if None
    * `server_settings`: settings over those of the world
    * `held`: the names of talksim's own invariants that are checked after each step; from the start those
      which no fault of the modelled server breaks. Naming others finds these faults.
    """

    operations: ClassVar[Collection[str]] = ()
    people: ClassVar[Collection[str]] = ()
    room_names: ClassVar[Collection[str]] = ()
    world: ClassVar[Mapping[str, Any] | None] = None
    server_settings: ClassVar[Mapping[str, Any]] = {}
    held: ClassVar[Collection[str]] = tuple(one.name for one in chance.held())

    talk: Talk
    step: Step | None

    def __init_subclass__(cls, **options: Any) -> None:
        """Have a rule for each operation in play; raises `UsageError` for one that there is not."""
        super().__init_subclass__(**options)
        if "operations" in vars(cls):
            _make_rules(cls, chosen(cls.operations))

    def __init__(self) -> None:
        super().__init__()
        self.step = None
        self._story = chance.World({})
        self._start = 0
        self._needs_before = any(INVARIANTS[name].subject == "step" for name in self.held)

    @initialize(world=_worlds())
    def begin(self, world: chance.World) -> None:
        """Set up the world."""
        self._story = world
        self.talk = self.set_up(world)
        self._start = len(self.talk.journal)

    @rule(seconds=st.sampled_from(PAUSES))
    def wait(self, seconds: int) -> None:
        """Let time pass."""
        self._took(lambda: self.talk.wait(seconds))

    @invariant()
    def invariants_hold(self) -> None:
        """Each of `held` holds. Raises `Breach`."""
        server = self.talk.server
        for one in (INVARIANTS[name] for name in self.held):
            breaches = list(one.of_server(server)) if self.step is None else one.of_step(self.step)
            if breaches:
                raise chance.Breach(one.name, breaches)

    def worlds(self) -> st.SearchStrategy[chance.World]:
        """The worlds a story may begin in."""
        return givens() if self.world is None else st.just(chance.World(dict(self.world)))

    def set_up(self, world: chance.World) -> Talk:
        """The world on stage; a subclass may do more with it."""
        return chance.begin(world).talk

    def perform(self, request: chance.Request) -> Outcome:
        """Ask for something; rules of a subclass may do so as well."""
        outcome = self._took(lambda: request.send(self.talk))
        assert outcome is not None
        return outcome

    def scenario(self, error: BaseException | None = None) -> str:
        """What was asked so far as a scenario file, which `talksim run` replays.

        With the error that an invariant raised, it is told at the top, and requests that it does not need are
        left out. What talksim itself stumbled over is told as well, for such a step cannot be played and
        written.
        """
        asked = self.talk.journal[self._start :]
        breaks, remarks = "", []
        if error is not None:
            asked = list(chance.minimal(asked, lambda entries: self._raises(entries, error)))
            breaks = error.invariant if isinstance(error, chance.Breach) else ""
            remarks = ["breaks: " + (str(error).partition("\n")[0] or type(error).__name__)]
        told = functools.partial(
            transcript,
            given=self._story.given,
            steps=self._story.steps,
            name=f"Found by {type(self).__name__}",
            breaks=breaks,
        )
        try:
            return told(asked, remarks=remarks)
        except Exception as stumbled:  # whatever it is, the story so far is worth more
            last = f"then {asked[-1]}: {stumbled!r}" if asked else repr(stumbled)
            return told(asked[:-1], breaks="", remarks=[*remarks, last])

    def teardown(self) -> None:
        """Print the scenario, if the story has failed."""
        error = sys.exc_info()[1]
        if error is not None and hasattr(self, "talk"):
            note(_Story(self, error))

    def _raises(self, asked: Sequence[Entry], error: BaseException) -> bool:
        """Whether the same requests alone lead to such an error; what rules did beside them is not done."""
        other = type(self)()
        try:
            other.begin(self._story)
            for entry in asked:
                other._took(functools.partial(chance.again, other.talk, entry))
            for one in other.invariants:
                if all(applies(other) for applies in one.preconditions):
                    one.function(other)
        except Exception as raised:
            same = getattr(raised, "invariant", "") == getattr(error, "invariant", "")
            return same and type(raised) is type(error)
        return False

    def _took(self, ask: Callable[[], Outcome | None]) -> Outcome | None:
        before = self.talk.fork().server if self._needs_before else self.talk.server
        outcome = ask()
        self.step = Step(before, self.talk.journal[-1], outcome, self.talk.server)
        return outcome


class _Story:
    """A failed story, written only if somebody is to read it."""

    def __init__(self, machine: TalkMachine, error: BaseException) -> None:
        self.machine, self.error = machine, error

    def __repr__(self) -> str:
        return self.machine.scenario(self.error)


_TAKEN = frozenset(dir(TalkMachine))


def _make_rules(machine: type[TalkMachine], operations: Collection[Operation]) -> None:
    """Give a machine a rule for each of these operations and for no other."""
    for one in OPERATIONS.values():
        setattr(machine, one.name, _rule(one) if one in operations else None)


def _rule(operation: Operation) -> Any:
    if operation.name in _TAKEN:
        raise DeclarationError(f"{operation.id}: a state machine has a {operation.name} already")

    def ask(self: TalkMachine, request: chance.Request) -> None:
        self.perform(request)

    ask.__name__ = operation.name
    ask.__qualname__ = f"TalkMachine.{operation.name}"
    ask.__doc__ = operation.doc
    return rule(request=_requests(operation))(ask)


_make_rules(TalkMachine, list(OPERATIONS.values()))
