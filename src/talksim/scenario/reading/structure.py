"""A document's plain value to a scenario, with cattrs; on the way every mistake is found, not only the first.

Right files take the quick way of `written`; here one converter looks whether there is a mistake at all, and
only when it stumbles, a second one, which goes on after a mistake and notes where it was, is asked for all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import attrs
from cattrs import BaseValidationError, Converter, ForbiddenExtraKeysError
from cattrs.errors import AttributeValidationNote, IterableValidationNote
from cattrs.gen import make_dict_structure_fn, override

from talksim.scenario.document.fault import Path, one_of
from talksim.scenario.document.keys import ON_STEPS
from talksim.scenario.document.mistake import Mistake, Wrong
from talksim.scenario.reading import given as givens
from talksim.scenario.reading.known import check
from talksim.scenario.reading.steps import step
from talksim.scenario.reading.written import WrittenScenario, mapped, parameters, steps, text, truth, version
from talksim.scenario.script import Given, GivenRoom, Guest, Person, Step

__all__ = ["structure", "structure_given"]


def structure(value: Any, kind: type[Any]) -> Any:
    """What a file says, as a `WrittenScenario` or `WrittenFragment`. Raises `Wrong` with every mistake."""
    if not isinstance(value, dict):
        raise Wrong(Mistake("a scenario is a mapping", "it begins with talksim: 1"))
    try:
        made: Any = _converter(False).structure(value, kind)
    except (Wrong, BaseValidationError, ForbiddenExtraKeysError, KeyError):
        raise Wrong(*_all_mistakes(value, kind)) from None
    if isinstance(made, WrittenScenario) and (found := check(made.given, dict(enumerate(made.steps)))):
        raise Wrong(*found)
    return made


def structure_given(raw: Any) -> Given:
    """What stands before the first step. Raises `Wrong` with every mistake of form."""
    try:
        made: Given = _converter(True).structure(raw, Given)
    except (Wrong, BaseValidationError) as error:
        raise Wrong(*_mistakes(error, ())) from None
    return made


@cache
def _converter(detailed: bool) -> Converter:
    converter = Converter(detailed_validation=detailed, forbid_extra_keys=True)
    hook = converter.register_structure_hook

    def exact(kind: Any, structure: Any) -> None:
        converter.register_structure_hook_func(lambda other: other == kind, structure)

    hook(bool, lambda raw, _: truth(raw))
    hook(str, lambda raw, _: text(raw))
    hook(int, lambda raw, _: version(raw))
    exact(tuple[str, ...], lambda raw, _: givens.names(raw))
    person = make_dict_structure_fn(Person, converter, _cattrs_forbid_extra_keys=True)
    guest = make_dict_structure_fn(Guest, converter, _cattrs_forbid_extra_keys=True)
    hook(Step, step)
    exact(tuple[Step, ...], _steps_detailed if detailed else lambda raw, _: steps(raw))
    hook(Person, lambda raw, _: person(mapped(raw), Person))
    hook(Guest, lambda raw, _: guest(mapped(raw), Guest))
    hook(GivenRoom, lambda raw, _: givens.room(raw))
    exact(Mapping[str, Any], lambda raw, _: parameters(raw))
    exact(tuple[Mapping[str, Any], ...], lambda raw, _: tuple(raw))
    given = make_dict_structure_fn(
        Given,
        converter,
        _cattrs_forbid_extra_keys=True,
        users=override(struct_hook=lambda raw, _: givens.users(raw, _made(converter, Person))),
        guests=override(struct_hook=lambda raw, _: givens.guests(raw, _made(converter, Guest))),
        groups=override(struct_hook=lambda raw, _: givens.mapping(raw, givens.names, "groups")),
        settings=override(struct_hook=lambda raw, _: givens.settings(raw)),
        rooms=override(struct_hook=lambda raw, _: givens.mapping(raw, givens.room, "rooms")),
    )
    hook(Given, lambda raw, _: given(mapped(raw), Given))
    return converter


def _made(converter: Converter, kind: type[Any]) -> Any:
    def make(raw: Any) -> Any:
        try:
            return converter.structure(raw, kind)
        except (BaseValidationError, ForbiddenExtraKeysError) as error:
            raise Wrong(*_mistakes(error, ())) from None

    return make


def _steps_detailed(raw: Any, _: Any) -> tuple[Step, ...]:
    _made_steps, found = _salvaged(raw)
    if found:
        raise Wrong(*found)
    return steps(raw)


def _salvaged(raw: Any) -> tuple[dict[int, Step], list[Mistake]]:
    """The steps that are right, by number, and the mistakes in the others."""
    made: dict[int, Step] = {}
    found: list[Mistake] = []
    for number, item in enumerate(raw if isinstance(raw, list) else ()):
        try:
            made[number] = step(item)
        except Wrong as wrong:
            found += [mistake.under(number) for mistake in wrong.mistakes]
    return made, found


def _all_mistakes(value: dict[str, Any], kind: type[Any]) -> list[Mistake]:
    """The mistakes of form, and those of sense in what is right in form."""
    try:
        _converter(True).structure(value, kind)
    except (Wrong, BaseValidationError) as error:
        found = list(_mistakes(error, ()))
    else:  # pragma: no cover  the quick converter stumbled, so this one does
        found = []
    if kind is not WrittenScenario:
        return found
    made, unclear = _salvaged(value.get("steps"))
    try:
        given = _converter(False).structure(value.get("given", {}), Given)
    except (Wrong, BaseValidationError, ForbiddenExtraKeysError):
        return found
    return [*found, *check(given, made, rooms=not unclear)]


def _mistakes(error: BaseException, path: Path) -> Iterator[Mistake]:
    """The mistakes in what cattrs raised, each with its path."""
    if isinstance(error, Wrong):
        yield from (mistake.under(*path) for mistake in error.mistakes)
    elif isinstance(error, BaseValidationError):
        for inner in error.exceptions:
            yield from _mistakes(inner, (*path, *_step_into(inner)))
    elif isinstance(error, ForbiddenExtraKeysError):
        known = [field.name for field in attrs.fields(error.cl)]
        for key in sorted(error.extra_fields):
            hint = _place_of(key, error.cl) or one_of(key, known)
            yield Mistake(f'unknown key "{key}"', hint, (*path, key), "key")
    elif isinstance(error, KeyError):
        name = str(error.args[0])
        hint = "begin with talksim: 1" if name == "talksim" else ""
        yield Mistake(f'"{name}" is missing', hint, path[:-1] if path[-1:] == (name,) else path)
    else:
        raise error


def _place_of(key: str, kind: type[Any]) -> str:
    """Where a key belongs that stands too far to the left to be below what it is about."""
    if kind is WrittenScenario and key in ON_STEPS:
        return f'"{key}" belongs to a step: indent it, so that it stands below who does what'
    if kind is WrittenScenario and key in {field.name for field in attrs.fields(Given)}:
        return f'"{key}" belongs below "given": indent it'
    return ""


def _step_into(error: BaseException) -> Path:
    notes = [
        note
        for note in getattr(error, "__notes__", ())
        if isinstance(note, AttributeValidationNote | IterableValidationNote)
    ]
    return tuple(note.name if isinstance(note, AttributeValidationNote) else note.index for note in notes)
