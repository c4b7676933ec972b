"""From the tables of a `transitions.Machine` to one generated Python function.

The machine stays the engine of record: what is compiled is read from its public tables
(`machine.events[...].transitions[...]`), and a setting which the generated code would not honour is
refused instead of ignored. `source` shows the text, tracebacks do too.
"""

from __future__ import annotations

import keyword
import linecache
import re
from collections.abc import Callable, Iterator
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol, cast

import attrs

from talksim.by_fields import ShownByFields
from talksim.errors import TalksimError

if TYPE_CHECKING:
    from transitions import Machine
    from transitions.core import Event, State, Transition

__all__ = [
    "Condition",
    "Fire",
    "GuardLike",
    "NoMove",
    "UncoveredMachine",
    "compile_machine",
    "source",
    "word_of",
]


class GuardLike(Protocol):
    """What a move asks: `test(at)` is true when the scene passes."""

    @property
    def id(self) -> str:
        """The stable id of the rule."""

    @property
    def test(self) -> Callable[..., Any]:
        """The predicate, called with one positional argument: the scene."""


class Fire(Protocol):
    """Makes a move of `obj`: the guard that refused, or None when the move was made."""

    def __call__(self, obj: Any, trigger: str, at: Any = None, /) -> GuardLike | None:
        """Raise `NoMove` when the table has no row for the present state and the trigger."""


class NoMove(TalksimError, LookupError):  # noqa: N818 - the name the field uses
    """The lifecycle has no row for this trigger from this state."""

    code = "no_move"

    def __init__(self, lifecycle: str, state: Any, trigger: str) -> None:
        super().__init__(lifecycle, state, trigger)
        self.lifecycle = lifecycle
        self.state = state
        self.trigger = trigger

    def __str__(self) -> str:
        return f'{self.lifecycle}: no move "{self.trigger}" from {word_of(self.state)}'


def word_of(state: Any) -> str:
    """The word of a constant, or a word made from a plain member's name."""
    name = str(getattr(state, "name", state))
    return str(getattr(state, "word", name.lower().replace("_", " ")))


class UncoveredMachine(TalksimError):  # noqa: N818
    """The machine uses something of `transitions` that the compiler does not cover: `setting` says what."""

    code = "uncovered_machine"

    def __init__(self, lifecycle: str, setting: str) -> None:
        super().__init__(f"{lifecycle}: the compiler does not cover {setting}")
        self.setting = setting


@attrs.frozen(eq=False, repr=False)
class Condition(ShownByFields):
    """A guard in the form in which a machine's table holds it.

    Answers a true bool, since `transitions` compares with `==`, and notes a refusal in `refused`, since
    `transitions` only says that some row refused.
    """

    guard: GuardLike

    def __call__(self, at: Any, refused: list[GuardLike]) -> bool:
        """Ask the guard, as `transitions` does with what was given to `trigger`."""
        passed = bool(self.guard.test(at))
        if not passed:
            refused.append(self.guard)
        return passed


def compile_machine(machine: Machine, name: str) -> Fire:
    """Generate the dispatch of a machine declared by a lifecycle called `name`.

    Raises `UncoveredMachine`.
    """
    text, names = _generate(machine, name)
    filename = f"<talksim lifecycle {name}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    exec(compile(text, filename, "exec"), names)
    fire: Fire = names["fire"]
    return fire


def source(machine: Machine, name: str) -> str:
    """The text which `compile_machine` runs. Raises `UncoveredMachine`."""
    return _generate(machine, name)[0]


_DISPATCH = '''

def fire(obj, trigger, at=None, /):
    """Dispatch of the lifecycle {name!a}."""
    try:
        move = MOVES[trigger][obj.{attribute}]
    except KeyError:
        raise NoMove({name!a}, obj.{attribute}, trigger) from None
    return move(obj, at)
'''


def _generate(machine: Machine, name: str) -> tuple[str, dict[str, Any]]:
    _refuse_uncovered(machine, name)
    names: dict[str, Any] = {"__name__": __name__, "NoMove": NoMove}
    functions: list[str] = []
    table: list[str] = []
    for trigger, event in machine.events.items():
        table.append(f"    {trigger!a}: {{")
        for state, rows in event.transitions.items():
            function = _identifier(f"move_{len(functions)}_{_slug(trigger)}_from_{_slug(state)}", name)
            functions.append(f"def {function}(obj, at):\n" + "\n".join(_body(machine, rows, names, name)))
            table.append(f"        {_bound(names, 'state', machine.states[state].value)}: {function},")
        table.append("    },")
    text = "\n\n\n".join(functions) + "\n\n\nMOVES = {\n" + "\n".join(table) + "\n}\n"
    return text + _DISPATCH.format(name=name, attribute=machine.model_attribute), names


def _body(machine: Machine, rows: list[Transition], names: dict[str, Any], name: str) -> Iterator[str]:
    """The rows of one trigger and source, tried in order: only the last one's refusal is answered."""
    for row in rows:
        last = row is rows[-1] or not row.conditions
        guards = [cast(Condition, condition.func).guard for condition in row.conditions]
        tests = [f"{_bound(names, 'test', guard.test)}(at)" for guard in guards]
        if last:
            for guard, test in zip(guards, tests, strict=True):
                yield f"    if not {test}:\n        return {_bound(names, 'guard', guard)}"
        else:
            yield f"    if {' and '.join(tests)}:"
        indent = "    " if last else "        "
        dest = _bound(names, "state", machine.states[_covered_dest(row, name)].value)
        yield f"{indent}obj.{machine.model_attribute} = {dest}\n{indent}return None"
        if last:
            return


def _bound(names: dict[str, Any], kind: str, value: Any) -> str:
    """The global by which the generated code calls a value; the same value has one name."""
    for known, held in names.items():
        if held is value and known.startswith(f"{kind}_"):
            return known
    label = f"_{value.name}" if kind == "state" else ""
    made = _identifier(f"{kind}_{len(names)}{_slug(label)}", kind)
    names[made] = value
    return made


def _slug(words: str) -> str:
    return re.sub(r"\W+", "_", words)


def _identifier(text: str, name: str) -> str:
    if not text.isidentifier() or keyword.iskeyword(text):
        raise UncoveredMachine(name, f"the name {text!r}")
    return text


def _covered_dest(row: Transition, name: str) -> str:
    if row.dest is None:
        raise UncoveredMachine(name, f"an internal transition from {row.source}")
    return row.dest


_MACHINE = (
    "send_event",
    "has_queue",
    "ignore_invalid_triggers",
    "prepare_event",
    "before_state_change",
    "after_state_change",
    "finalize_event",
    "on_exception",
    "on_final",
    "models",
)
_STATE = ("on_enter", "on_exit", "ignore_invalid_triggers")
_TRANSITION = ("prepare", "before", "after")


def _refuse_uncovered(machine: Machine, name: str) -> None:
    _identifier(machine.model_attribute, name)
    for setting in _uncovered(machine):
        raise UncoveredMachine(name, setting)


def _uncovered(machine: Machine) -> Iterator[str]:
    from transitions import Machine as Covered  # noqa: PLC0415 - 20 ms, paid when a lifecycle is first fired

    if type(machine) is not Covered:
        yield f"a {type(machine).__name__}"
    yield from _set(machine, _MACHINE, "machine")
    for state in machine.states.values():
        yield from _uncovered_state(state)
    for event in machine.events.values():
        yield from _uncovered_event(event)


def _uncovered_state(state: State) -> Iterator[str]:
    yield from _set(state, _STATE, f"state {state.name}")
    if not isinstance(state.value, Enum):
        yield f"state {state.name}: not a member of an enum"


def _uncovered_event(event: Event) -> Iterator[str]:
    for rows in event.transitions.values():
        for row in rows:
            where = f"{event.name!r} from {row.source}"
            yield from _set(row, _TRANSITION, where)
            for condition in row.conditions:
                if not condition.target:
                    yield f"{where}: unless"
                if not isinstance(condition.func, Condition):
                    yield f"{where}: a condition that is no guard"


def _set(thing: Any, settings: tuple[str, ...], where: str) -> Iterator[str]:
    yield from (f"{where}: {setting}" for setting in settings if getattr(thing, setting))
