"""Values as the server takes them off the wire, before an operation sees them.

The framework under Talk casts each value to the declared type of its parameter instead of refusing it: a
number is what a text begins with, a truth value what the language calls true, a text what a number looks
like. What cannot be cast, such as a list where a text is due, is `UNFIT`, as is a missing value that has no
default: the request then passes the gates, which come first, and is refused with 400 and no body. No
recording of the real server shows that answer; everything else here follows from its framework.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from itertools import takewhile
from typing import Any, Final, cast

from talksim.rules.operation import Operation, Step
from talksim.rules.parameter import Parameter
from talksim.rules.stage import Guard, Run

__all__ = [
    "UNFIT",
    "decoded",
    "is_json",
    "leading_number",
    "parameters_fit",
    "params_of",
    "steps_when_unfit",
    "typed",
]


class _Unfit:
    """The type of `UNFIT`."""

    def __repr__(self) -> str:
        return "UNFIT"


UNFIT: Final = _Unfit()
"""In place of a value that a parameter cannot take."""


def _never(_: object) -> bool:
    """Every parameter has a value of its type, or one that can be taken for it."""
    return False


parameters_fit: Final = Guard(id="wire.parameters_fit", run=_never, status=400)
"""Refuses a request with an `UNFIT` parameter; it stands in no operation, as only the wire can break it."""

_MOST: Final = 2**63 - 1
_LEAST: Final = -(2**63)
_INFINITE: Final = 2**1023
_LONGEST: Final = 30
"""So many digits are read exactly; more are far out of range anyway."""

_NUMBER: Final = re.compile(r"[ \t\n\r\v\f]*([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)")


def params_of(operation: Operation, given: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters by their Python names, from values by their wire names; unknown ones are left out."""
    found = {}
    for parameter in operation.parameters:
        value = given.get(parameter.wire)
        if value is not None:
            found[parameter.name] = typed(parameter, value)
        elif parameter.required:
            found[parameter.name] = None if parameter.optional else UNFIT
    return found


def typed(parameter: Parameter, value: Any) -> Any:
    """The value as the operation gets it: cast, and as the constant it means. Or `UNFIT`."""
    if parameter.free and isinstance(value, str) and not re.fullmatch("-?[0-9]{1,18}", value):
        return value
    if parameter.python_type is list:
        return _items(parameter, value)
    cast_value = _CASTS[parameter.python_type](_machine_number(value))
    if cast_value is UNFIT or parameter.vocabulary is None:
        return cast_value
    if parameter.python_type is int:
        return cast("Any", parameter.vocabulary).parse_or_number(cast_value)
    return parameter.vocabulary._value2member_map_.get(cast_value, cast_value)


def decoded(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The body as the server reads it: empty if it is no JSON, as with half a character in it."""
    return body if is_json(body) else {}


def is_json(value: Any) -> bool:
    """Whether JSON can hold the value: no half characters, no number that is none."""
    if isinstance(value, str):
        return value.isascii() or not any("\ud800" <= character <= "\udfff" for character in value)
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, Mapping):
        return all(is_json(key) and is_json(item) for key, item in value.items())
    return all(is_json(item) for item in value) if isinstance(value, list) else True


def leading_number(text: str) -> int:
    """The number a text begins with, 0 if none; beyond 64 bits it is the last one there is."""
    match = _NUMBER.match(text)
    if match is None:
        return 0
    digits = match[1]
    plain = len(digits) <= _LONGEST and digits.lstrip("+-").isdecimal()
    number = int(digits) if plain else float(digits)
    return int(max(_LEAST, min(_MOST, number)))


def steps_when_unfit(operation: Operation) -> tuple[Step, ...]:
    """What runs when a parameter is `UNFIT`: the gates, which look at no parameter, then a refusal."""
    gates = takewhile(lambda step: step[0] in ("guard", "bind") and not step[2].needs, operation.steps)
    return (*gates, (parameters_fit.kind, parameters_fit.run, parameters_fit))


def _machine_number(value: Any) -> Any:
    """A whole number of more than 64 bits is read as one with a fraction."""
    if not isinstance(value, int) or _LEAST <= value <= _MOST:
        return value
    return float(value) if abs(value) < _INFINITE else math.copysign(math.inf, value > 0 or -1)


def _integer(value: Any) -> int:
    if isinstance(value, str):
        return leading_number(value)
    if isinstance(value, float):
        return _whole(value)
    return int(value) if isinstance(value, int) else int(bool(value))


def _whole(number: float) -> int:
    """A number of JSON without its fraction; beyond 64 bits the low bits of it, as on the machine."""
    return (int(number) - _LEAST) % 2**64 + _LEAST if math.isfinite(number) else 0


def _truth(value: Any) -> bool:
    return value not in ("", "0", "false") if isinstance(value, str) else bool(value)


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, float):
        return _digits(value)
    return str(value) if isinstance(value, str | int) else UNFIT


def _digits(number: float) -> str:
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    if not math.isfinite(number):
        return str(number).upper()
    mantissa, exponent, power = repr(number).partition("e")
    point = "" if not exponent or "." in mantissa else ".0"
    return f"{mantissa}{point}{exponent.upper()}{power}"


def _items(parameter: Parameter, value: Any) -> Any:
    """The items of a list, or of a map whose keys do not count."""
    items = list(value.values()) if isinstance(value, Mapping) else value
    if not isinstance(items, list) or parameter.items is object:
        return items if isinstance(items, list) else UNFIT
    found = [_CASTS[parameter.items](_machine_number(item)) for item in items]
    return UNFIT if UNFIT in found else found


_CASTS: Final[Mapping[type, Run]] = {bool: _truth, int: _integer, str: _text}
