"""Files as written, and the quick way to them, which only right files can take.

What is not right is left to `structure`, which finds every mistake with cattrs; importing that costs as much
as playing some dozen scenarios. A test holds the two ways equal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

import attrs

from talksim.by_fields import EqualByFields
from talksim.scenario.document.mistake import Mistake, Wrong
from talksim.scenario.reading import given as givens
from talksim.scenario.reading.known import check
from talksim.scenario.reading.steps import step
from talksim.scenario.script import Given, Guest, Person, Step

__all__ = [
    "WrittenFragment",
    "WrittenScenario",
    "given",
    "mapped",
    "parameters",
    "quick",
    "steps",
    "text",
    "truth",
    "version",
]

T = TypeVar("T")


@attrs.frozen(eq=False, repr=False)
class WrittenFragment(EqualByFields):
    """A file of steps for other files to include; its parameters have defaults, or are required."""

    talksim: int
    fragment: str
    steps: tuple[Step, ...]
    parameters: Mapping[str, Any] = {}


@attrs.frozen(eq=False, repr=False)
class WrittenScenario(EqualByFields):
    """A file as written, its parameters filled in."""

    talksim: int
    name: str
    steps: tuple[Step, ...]
    tags: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = {}
    cases: tuple[Mapping[str, Any], ...] = ()
    xfail: str = ""
    breaks: str = ""
    fix: str = ""
    given: Given = attrs.field(factory=Given)


def quick(value: Any, kind: type[T]) -> T | None:
    """What a right file says, as a `WrittenScenario` or `WrittenFragment`; None for any other."""
    try:
        made = _made(kind, _FILE, value)
    except (Wrong, KeyError, TypeError):
        return None
    return None if isinstance(made, WrittenScenario) and _senseless(made) else made


def text(raw: Any) -> str:
    """A text. Raises `Wrong`."""
    if not isinstance(raw, str):
        raise Wrong(Mistake("this must be text", "quote it" if raw is not None else ""))
    return raw


def version(raw: Any) -> int:
    """The one version of the format there is. Raises `Wrong`."""
    if raw != 1 or isinstance(raw, bool):
        raise Wrong(Mistake("this version of the format is unknown", "talksim: 1"))
    return 1


def steps(raw: Any) -> tuple[Step, ...]:
    """The steps in a list. Raises `Wrong` with the mistakes in the first that has any."""
    if raw == []:
        raise Wrong(Mistake("steps are empty", 'such as "- alice: create room webinar"'))
    if type(raw) is not list or not raw:
        raise Wrong(Mistake("steps are a list", 'such as "- alice: create room webinar"'))
    return tuple([step(item) for item in raw])


def truth(raw: Any) -> bool:
    """True or false. Raises `Wrong`."""
    if not isinstance(raw, bool):
        raise Wrong(Mistake("this must be true or false"))
    return raw


def mapped(raw: Any) -> dict[str, Any]:
    """A mapping. Raises `Wrong`."""
    if not isinstance(raw, dict):
        raise Wrong(Mistake("this must be a mapping"))
    return raw


def parameters(raw: Any) -> dict[str, Any]:
    """Parameters with their defaults, or a list of those without. Raises `Wrong`."""
    return dict.fromkeys(raw) if isinstance(raw, list) else mapped(raw)


def given(raw: Any) -> Given:
    """The world before the first step. Raises `Wrong`, or KeyError or TypeError for unknown keys."""
    return _made(Given, _GIVEN, raw)


def _made(kind: type[T], read: Mapping[str, Callable[[Any], Any]], value: Any) -> T:
    """Raises `Wrong`, or KeyError or TypeError for keys that are too many or too few."""
    return kind(**{key: read[key](item) for key, item in mapped(value).items()})


def _senseless(made: WrittenScenario) -> bool:
    return bool(check(made.given, dict(enumerate(made.steps))))


def _person(raw: Any) -> Person:
    return _made(Person, {"name": text, "groups": givens.names, "do_not_disturb": truth}, raw)


def _guest(raw: Any) -> Guest:
    return _made(Guest, {"address": text}, raw)


_GIVEN: Final[Mapping[str, Callable[[Any], Any]]] = {
    "users": lambda raw: givens.users(raw, _person),
    "groups": lambda raw: givens.mapping(raw, givens.names, "groups"),
    "guests": lambda raw: givens.guests(raw, _guest),
    "settings": givens.settings,
    "rooms": lambda raw: givens.mapping(raw, givens.room, "rooms"),
}
_FILE: Final[Mapping[str, Callable[[Any], Any]]] = {
    "talksim": version,
    "name": text,
    "fragment": text,
    "steps": steps,
    "tags": givens.names,
    "parameters": parameters,
    "cases": tuple,
    "xfail": text,
    "breaks": text,
    "fix": text,
    "given": given,
}
