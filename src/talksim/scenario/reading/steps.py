"""Steps as plain values to steps as we know them.

`step` is the hook cattrs calls for each: it takes the quick way for what is right and raises `Wrong` with
everything that is not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

import attrs

from talksim.naming import ROLES
from talksim.rules.operation import Operation
from talksim.rules.parameter import Parameter
from talksim.scenario.document.mistake import Mistake, Wrong, attempt
from talksim.scenario.reading.answers import (
    answers_of,
    refusal,
    rows_left_aside,
    status_of,
    unknown_key,
    unknown_keys,
)
from talksim.scenario.reading.command import BadCommand, parse, phrases, split, usage
from talksim.scenario.reading.looks import SEE_KEYS, see
from talksim.scenario.reading.suggest import LOOKS, respelled
from talksim.scenario.reading.ways import wrong_ways
from talksim.scenario.script import Act, Command, Expected, Include, Mode, See, Step, Wait
from talksim.scenario.value import UNITS, check_parameter, listed, named, seconds

__all__ = ["ACT_KEYS", "step"]

ACT_KEYS: Final = (
    "with",
    "refused",
    "status",
    "answers",
    "answers exactly",
    "answers in any order",
    "answers excluding",
    "answers number",
    "without",
    "headers",
    "as",
    "then",
)
_OPTIONS: Final = frozenset([*ACT_KEYS, *SEE_KEYS])
_EXAMPLE: Final = 'such as "alice: join room webinar" or "wait: 6 h"'


def step(raw: Any, _type: Any = None) -> Step:
    """The step a mapping says. Raises `Wrong`."""
    if type(raw) is not dict or not raw:
        raise Wrong(Mistake("a step is a mapping", _EXAMPLE))
    subject = next(iter(raw))
    if subject in _OPTIONS:
        subject = next((key for key in raw if key not in _OPTIONS), "")
        if not subject:
            hint = f'{_EXAMPLE}; without the dash "{next(iter(raw))}" would belong to the step above'
            raise Wrong(Mistake("the step does not say who does what", hint))
    if subject == "wait":
        return _wait(raw)
    if subject == "include":
        return _include(raw)
    if subject.endswith((" sees", " received")):
        return see(raw, subject)
    return _act(raw, subject)


def _act(raw: dict[str, Any], actor: str) -> Act:
    text = raw[actor]
    found: list[Mistake] = []
    made: dict[str, Any] = {}
    try:
        command: Any = _command(actor, text)
    except Wrong as wrong:
        command, found = None, list(wrong.mistakes)
    for key, value in raw.items():
        if key == actor:
            continue
        read = _OPTIONS_READ.get(key)
        if read is None:
            found.append(unknown_key(key, actor, ACT_KEYS))
            continue
        try:
            read(made, command, value)
        except Wrong as wrong:
            found += [mistake.under(key) for mistake in wrong.mistakes]
    without = made.pop("without", None)
    if without is not None:
        if made.get("answers") is None:
            found.append(Mistake('"without" needs rows to be compared', "", ("without",), "key"))
        else:
            made["answers"] = attrs.evolve(made["answers"], without=without)
    if command is not None and command.missing and not found:
        found += _missing(actor, command, made.get("given", {}))
    if found:
        raise Wrong(*(_torn(raw, actor) or found))
    return Act(actor, text, command, **made)


def _torn(raw: dict[str, Any], actor: str) -> list[Mistake]:
    """The mistake of a command in `{…}` that YAML ends at a comma: the rest became keys without values."""
    rest = [key for key, value in raw.items() if value is None and key != actor and key not in _OPTIONS]
    if not rest or not isinstance(raw[actor], str):
        return []
    comma = ", " if '"' in raw[actor] else ","
    whole = comma.join([raw[actor], *rest]).replace("'", "''")
    hint = f"in {{…}} quote the whole command: {{{actor}: '{whole}', …}}"
    return [Mistake("the comma ends the command", hint, (rest[0],), "key")]


def _command(actor: str, text: Any) -> Command:
    if not isinstance(text, str) or not text:
        raise Wrong(Mistake("a step says in one line what is done", _EXAMPLE, (actor,)))
    try:
        return parse(text)
    except BadCommand as bad:
        bad = _misspelled(actor, text, bad) or bad
        hint = _look_meant(actor, text) or bad.hint
        raise Wrong(Mistake(bad.message, hint, (actor,), "value", bad.start, bad.length)) from None


def _misspelled(actor: str, text: str, bad: BadCommand) -> BadCommand | None:
    """What is wrong with a line that begins with a phrase of few words, where a longer one is misspelled."""
    if bad.message.startswith("unknown operation"):
        return None
    try:
        words = split(text)
    except BadCommand:
        return None
    role = actor if actor in ROLES else "browser"
    known = [phrase for phrase, operation in phrases().items() if operation.by == role]
    used, meant = respelled([word.text for word in words], known)
    if not meant:
        return None
    length = words[used - 1].start + words[used - 1].length
    return BadCommand(f'unknown operation "{text[:length]}"', f'Did you mean "{meant}"?', 0, length)


def _look_meant(actor: str, text: str) -> str:
    """The hint for `alice see: room class`."""
    who, _, verb = actor.rpartition(" ")
    return f"a look is written: {who} sees: {text}" if who and verb in LOOKS else ""


def _with(made: dict[str, Any], command: Command | None, raw: Any) -> None:
    """The parameters written below a step, by their Python names."""
    if not isinstance(raw, dict):
        raise Wrong(Mistake('"with" holds parameters', "such as {type: public}"))
    found: list[Mistake] = []
    given = made["given"] = {}
    if command is None:
        return
    for key, value in raw.items():
        parameter = _parameters(command.operation).get(key)
        if parameter is None:
            found.append(_no_parameter(command.operation, key))
        elif parameter.name in given or parameter.name in command.words:
            found.append(Mistake(f'"{key}" is given twice', "", (key,), "key"))
        else:
            given[parameter.name] = named(parameter, value)
            if wrong := _checked(parameter, given[parameter.name]):
                found.append(Mistake(*wrong, (key,)))
    if found:
        raise Wrong(*found)


def _refused(made: dict[str, Any], command: Command | None, raw: Any) -> None:
    made["refused"] = refusal(raw, command)


def _answers(made: dict[str, Any], _command: Command | None, raw: Any) -> None:
    status, answers = answers_of(raw)
    if status is not None and "status" in made:
        raise Wrong(Mistake("the status is given twice", "", (), "key"))
    if answers is not None and made.get("answers") is not None:
        raise Wrong(Mistake("the step is answered in one way", "", (), "key"))
    _check_ways(raw)
    made.update({"status": status} if status is not None else {"answers": answers})


def _answers_by(mode: Mode) -> Callable[[dict[str, Any], Command | None, Any], None]:
    def read(made: dict[str, Any], _command: Command | None, raw: Any) -> None:
        if made.get("answers") is not None:
            raise Wrong(Mistake("the step is answered in one way", "", (), "key"))
        _check_ways(raw)
        made["answers"] = Expected(mode, raw, f"answers {mode}")

    return read


def _check_ways(raw: Any) -> None:
    """Raise `Wrong` with what is wrong with the ways of comparing in a body."""
    if found := list(wrong_ways(raw)):
        raise Wrong(*found)


def _status(made: dict[str, Any], _command: Command | None, raw: Any) -> None:
    made["status"] = status_of(raw)


def _without(made: dict[str, Any], _command: Command | None, raw: Any) -> None:
    made["without"] = rows_left_aside(raw)


def _headers(made: dict[str, Any], _command: Command | None, raw: Any) -> None:
    if not isinstance(raw, dict) or not raw:
        raise Wrong(Mistake('"headers" is a mapping of names and values', "null for one that is not sent"))
    made["headers"] = raw


def _as(made: dict[str, Any], _command: Command | None, raw: Any) -> None:
    if not isinstance(raw, str) or not raw:
        raise Wrong(Mistake('"as" gives the room a name', "such as: as: standup"))
    made["called"] = raw


def _then(made: dict[str, Any], _command: Command | None, raw: Any) -> None:
    if not isinstance(raw, list):
        raise Wrong(Mistake('"then" is a list of what is seen', "- alice sees: attendees webinar"))
    found: list[Mistake] = []
    seen = [attempt(found, (number,), step, item) for number, item in enumerate(raw)]
    for number, item in enumerate(seen):
        if item is not None and not isinstance(item, See):
            found.append(Mistake('"then" only looks', "write a step of its own", (number,)))
    if found:
        raise Wrong(*found)
    made["then"] = tuple(seen)


_OPTIONS_READ: Final = {
    "with": _with,
    "refused": _refused,
    "answers": _answers,
    "status": _status,
    "answers exactly": _answers_by("exactly"),
    "answers in any order": _answers_by("in any order"),
    "answers excluding": _answers_by("excluding"),
    "answers number": _answers_by("number"),
    "without": _without,
    "headers": _headers,
    "as": _as,
    "then": _then,
}


@cache
def _parameters(operation: Operation) -> dict[str, Parameter]:
    """The parameters of an operation under the names of the API and of Python."""
    return {key: p for p in operation.parameters for key in (p.wire, p.name)}


def _no_parameter(operation: Operation, key: str) -> Mistake:
    hint = listed(_parameters(operation), key) or f"it is written: {usage(operation)}"
    return Mistake(f'{operation.phrase} has no "{key}"', hint, (key,), "key")


_CHECKED: dict[tuple[int, type, Any], tuple[str, str] | None] = {}


def _checked(parameter: Parameter, value: Any) -> tuple[str, str] | None:
    """As `check_parameter`, remembering what was checked before."""
    if not isinstance(value, str | int):
        return check_parameter(parameter, value)
    key = (id(parameter), type(value), value)
    if key not in _CHECKED:
        if len(_CHECKED) > 10_000:
            _CHECKED.clear()
        _CHECKED[key] = check_parameter(parameter, value)
    return _CHECKED[key]


def _missing(actor: str, command: Command, given: Mapping[str, Any]) -> list[Mistake]:
    missing = [name for name in command.missing if name not in given]
    names = " and ".join(f'"{name}"' for name in missing)
    hint = f"it is written: {usage(command.operation)}"
    return [Mistake(f"{command.operation.phrase} needs {names}", hint, (actor,))] if missing else []


def _wait(raw: dict[str, Any]) -> Wait:
    found: list[Mistake] = []
    unknown_keys(found, raw, "wait", ())
    length = seconds(raw["wait"])
    if length is None or length < 0:
        message = f'"{raw["wait"]}" is not a duration'
        found.append(Mistake(message, f"such as {UNITS}", ("wait",)))
    if found or length is None:
        raise Wrong(*found)
    return Wait(length, str(raw["wait"]))


def _include(raw: dict[str, Any]) -> Include:
    found: list[Mistake] = []
    unknown_keys(found, raw, "include", ("with",))
    file, given = raw["include"], raw.get("with", {})
    if not isinstance(file, str) or not file:
        found.append(Mistake('"include" names a file', "such as fragments/call.yaml", ("include",)))
    if not isinstance(given, dict):
        found.append(Mistake('"with" holds parameters', "such as {room: webinar}", ("with",)))
    if found:
        raise Wrong(*found)
    return Include(file, given)
