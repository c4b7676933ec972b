"""What the steps of a feature share while they are written: people, the clock, the last request.

Of the state that the suite keeps between steps only what can be known from the file is here. Ids the server
hands out are named by what people call them, and the scenario finds them when it is played.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from talksim.constants import UnknownWord, Vocabulary
from talksim.gherkin.parse import Said
from talksim.rules.operation import OPERATIONS, Operation
from talksim.rules.parameter import Parameter
from talksim.scenario.reading.command import plays_in_room
from talksim.setup import START

__all__ = ["BadStep", "NotModelled", "World", "operation_at", "quoted", "table_of"]

POST_DELAY: Final = 1
"""Seconds that pass after every step that posts a message."""

_VERSION = re.compile(r"^/api/v\d+")
_PLAIN = re.compile(r"[^\s\"'=]+").fullmatch


class NotModelled(Exception):  # noqa: N818  nothing is wrong
    """The step needs an operation, or a parameter of one, which the model does not have."""


class BadStep(Exception):  # noqa: N818  it is bad, and reads so
    """The step cannot mean anything: a table with a wrong column, a word nobody knows."""


class World:
    """The steps written so far, and what later ones need to know of earlier ones.

    `clock` is the virtual time in seconds; `user` who acted last; `listed` when each account last listed its
    rooms; `next_list` the parameters of the next reading of messages; `sessions` guests by session name;
    `command` the last command of the administrator.
    """

    def __init__(self) -> None:
        self.steps: list[dict[str, Any]] = []
        self.sentences: list[Said] = []
        self.users: dict[str, dict[str, Any] | None] = {}
        self.groups: dict[str, list[str]] = {}
        self.settings: dict[str, Any] = {}
        self.gone: set[str] = set()
        self.later: set[str] = set()
        self.later_groups: set[str] = set()
        self.clock = int(START)
        self.user = ""
        self.listed: dict[str, int] = {}
        self.next_list: dict[str, str] = {}
        self.sessions: dict[str, str] = {}
        self.command: dict[str, Any] = {}
        self.said = Said("", 1, 1)

    @property
    def begun(self) -> bool:
        """Whether anybody has acted, so that nothing can stand before the first step any more."""
        return bool(self.steps)

    @property
    def last(self) -> dict[str, Any]:
        """The last request, which steps about "the last response" add to."""
        found: dict[str, Any] | None = next((raw for raw in reversed(self.steps) if "wait" not in raw), None)
        if found is None:
            raise BadStep("nothing was asked before")
        return found

    @property
    def header(self) -> tuple[str, ...]:
        """The first row of the table, () without one."""
        return self.said.table[0] if self.said.table else ()

    def settings_table(self) -> dict[str, str]:
        """The table as keys and values; a later one of the same key wins."""
        for row in self.said.table or ():
            if len(row) != 2:
                raise BadStep("the table needs two columns")
        return {row[0]: row[1] for row in self.said.table or ()}

    def rows(self) -> list[dict[str, str]]:
        """The table with a header as rows, [] without one."""
        return table_of(self.said)

    def only(self, *keys: str) -> dict[str, str]:
        """The table as keys and values, of which no others are known. Raises `BadStep`."""
        found = self.settings_table()
        for key in found:
            if key not in keys:
                raise BadStep(f'the step knows no "{key}"')
        return found

    def act(
        self,
        actor: str,
        endpoint: str,
        room: str = "",
        *,
        status: int | None = None,
        given: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> dict[str, Any]:
        """Write a request by its documented endpoint; `given` by the names of the API.

        Raises `NotModelled` when the model does not have the operation or a parameter.
        """
        operation = operation_at(endpoint)
        words = [operation.phrase, quoted(room)] if plays_in_room(operation) else [operation.phrase]
        raw: dict[str, Any] = {actor: " ".join(words)}
        if given:
            raw["with"] = dict(_argument(operation, name, value) for name, value in given.items())
        if status is not None:
            raw["status"] = status
        raw.update(options)
        if actor not in ("admin", "cli", "recording backend", "signaling server"):
            self.user = actor
        return self.write(raw)

    def see(self, viewer: str, text: str, **options: Any) -> dict[str, Any]:
        """Write a look at something."""
        verb = "received" if viewer in ("signaling server", "recording backend") else "sees"
        return self.write({f"{viewer} {verb}": text, **options})

    def wait(self, seconds: int) -> None:
        """Write that time passes."""
        self.clock += seconds
        self.write({"wait": seconds})

    def posted(self) -> None:
        """Let the second pass that follows every posting."""
        self.wait(POST_DELAY)

    def write(self, raw: dict[str, Any]) -> dict[str, Any]:
        """Add a step as it would be written, at the present sentence."""
        self.steps.append(raw)
        self.sentences.append(self.said)
        return raw

    def is_guest(self, label: str) -> bool:
        """Whether a label is a browser without account."""
        return label.startswith("guest")


def table_of(said: Said) -> list[dict[str, str]]:
    """A table with a header as rows."""
    if not said.table:
        return []
    header, *rows = said.table
    return [dict(zip(header, row, strict=True)) for row in rows]


def operation_at(endpoint: str) -> Operation:
    """The operation of an endpoint, whatever its version. Raises `NotModelled`."""
    found = _endpoints(len(OPERATIONS)).get(_shape(endpoint))
    if found is None:
        raise NotModelled(endpoint)
    return found


def quoted(word: str) -> str:
    """A word as a command takes it."""
    if _PLAIN(word):
        return word
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'


@cache
def _endpoints(_count: int) -> dict[str, Operation]:
    return {_shape(operation.endpoint): operation for operation in OPERATIONS.values()}


def _shape(endpoint: str) -> str:
    """An endpoint without version and names: `PUT /api/v4/room/{token}` → `PUT /room/{}`."""
    verb, _, path = endpoint.partition(" ")
    return f"{verb} {re.sub(r'{[^}]*}', '{}', _VERSION.sub('', path))}"


def _argument(operation: Operation, name: str, value: Any) -> tuple[str, Any]:
    parameter = next((p for p in operation.parameters if name in _names(p)), None)
    if parameter is None:
        raise NotModelled(f"{operation.phrase}: {name}")
    return parameter.name, _worded(parameter, value)


def _names(parameter: Parameter) -> tuple[str, ...]:
    return parameter.wire, parameter.name, f"{parameter.name}Id"


def _worded(parameter: Parameter, value: Any) -> Any:
    """A number by its word, where it has one."""
    kind = parameter.vocabulary
    if kind is None or not issubclass(kind, Vocabulary) or isinstance(value, dict):
        return value
    try:
        return kind.parse(value).word
    except UnknownWord:
        return value if isinstance(value, int) or parameter.free else {"raw": value}
