"""Writes `actor.pyi`, by which type checkers and editors know an actor's methods.

Run it as `python -m talksim.stubs`, after operations have changed.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import talksim.actor
from talksim.constants import FlagConstant
from talksim.rules.operation import OPERATIONS, Operation
from talksim.rules.parameter import Parameter

__all__ = ["PATH", "main", "stub"]

PATH: Final = Path(__file__).with_name("actor.pyi")

_HEAD: Final = '''\
# Written by `python -m talksim.stubs`; do not edit.
"""{module}"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from talksim.asking import Asker, Door
from talksim.constants import (
{constants}
)
from talksim.handle import RoomHandle
from talksim.model.message import Message
from talksim.model.poll import Poll
from talksim.outcome import Outcome

__all__ = ["Actor", "Door"]

_Room: TypeAlias = str | Outcome | RoomHandle
_Who: TypeAlias = str | int | Asker
_Text: TypeAlias = str | Asker
_Poll: TypeAlias = int | str | Outcome | Poll
_Message: TypeAlias = int | str | Outcome | Message
_Time: TypeAlias = str | float
_List: TypeAlias = Sequence[Any]
_Map: TypeAlias = Mapping[Any, Any]

class Actor(Asker):
    """{actor}"""
'''
_KINDS: Final = {"attendee": "_Who", "ban": "_Who", "room": "_Room"}
_MEANINGS: Final = {"poll": "_Poll", "message": "_Message", "attendee map": "str | Mapping[str, int]"}
_TYPES: Final[dict[type, str]] = {
    bool: "bool",
    int: "int",
    float: "float",
    str: "_Text",
    list: "_List",
    dict: "_Map",
}
_IMPLIED: Final = frozenset(("actor_type", "actor_id"))
"""Where both are asked for, an actor in place of either says the other."""

_TIMES: Final = ("moment", "duration")


def stub() -> str:
    """The text of the stub, operations in the order of their chapters and names."""
    operations = sorted(OPERATIONS.values(), key=lambda operation: operation.id)
    head = _HEAD.format(
        module=(talksim.actor.__doc__ or "").partition("\n")[0],
        constants="\n".join(f"    {name}," for name in sorted(_vocabularies(operations))),
        actor=(talksim.actor.Actor.__doc__ or "").partition("\n")[0],
    )
    return head + "".join(map(_method, operations))


def main() -> None:
    """Write the stub beside the module."""
    PATH.write_text(stub(), encoding="utf-8")


def _vocabularies(operations: Iterable[Operation]) -> set[str]:
    return {p.vocabulary.__name__ for o in operations for p in o.parameters if p.vocabulary is not None}


def _method(operation: Operation) -> str:
    given = [*(["room: _Room"] if operation.in_room else []), *_parameters(operation)]
    listed = "self" if not given else "".join(f"\n        {line}," for line in ("self", *given)) + "\n    "
    return f"\n    def {operation.name}({listed}) -> Outcome:\n{_docstring(operation.doc)}\n"


def _parameters(operation: Operation) -> Iterator[str]:
    """As `talksim.asking` orders them: by name alone from a required one after an optional."""
    optional = named = False
    implied = _IMPLIED if operation.names >= _IMPLIED else frozenset()
    for parameter in operation.parameters:
        required = parameter.required and parameter.name not in implied
        optional = optional or not required
        if optional and required and not named:
            named = True
            yield "*"
        yield f"{parameter.name}: {_hint(parameter)}" + ("" if required else " = ...")


def _hint(parameter: Parameter) -> str:
    return _bare_hint(parameter) + (" | None" if parameter.optional else "")


def _bare_hint(parameter: Parameter) -> str:
    if parameter.kind:
        return _KINDS[parameter.kind]
    if parameter.vocabulary is not None:
        name = parameter.vocabulary.__name__
        several = f" | Sequence[{name} | str]" if issubclass(parameter.vocabulary, FlagConstant) else ""
        return f"{name} | int | str{several}"
    if parameter.means in _MEANINGS:
        return _MEANINGS[parameter.means]
    return "_Time" if parameter.means in _TIMES else _TYPES.get(parameter.python_type, "Any")


def _docstring(doc: str) -> str:
    first = " ".join(doc.partition("\n\n")[0].split())
    lines = textwrap.wrap(f'"""{first}', 96)
    end = '"""' if len(lines) == 1 else '\n"""'
    return textwrap.indent("\n".join(lines) + end, " " * 8)


if __name__ == "__main__":
    main()
