"""Somebody who asks: a person, a guest or a server, and the way from words to `Talk.perform`."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NoReturn, Protocol, Self

from talksim.errors import DeclarationError, UsageError
from talksim.model.user import Browser
from talksim.naming import Names, World
from talksim.near import LIKE, guess, no_attribute
from talksim.outcome import Outcome
from talksim.rules.operation import OPERATIONS, Operation
from talksim.rules.parameter import Parameter

__all__ = ["Asker", "Door", "asker_name", "method_of"]

_PEOPLE: Final = ("participant", "invite", "actor_id")
"""Parameters that name somebody: a number there is a mistake, not an id."""

_MEANT: Final = {
    "can": "talk.can(person, room)",
    "may": "talk.can(person, room)",
    "rooms": "person.list_rooms().data",
    "sees": "talk.room(name).seen_by(person)",
    "wait": "talk.wait(time)",
    "why": "the why of an outcome",
}
"""What people look for at somebody who asks, and where it is."""


class Door(World, Protocol):
    """What somebody who asks needs of the simulator."""

    names: Names

    def perform(self, browser: Browser, operation: Operation, token: str = "", **given: Any) -> Outcome:
        """Ask the server for one operation."""


class Asker:
    """One browser in one world; `name` is what `Names.browser` knows it by.

    The browser is looked up at each use, so an actor outlives `undo`. Mistakes raise `UsageError`.
    """

    __slots__ = ("name", "talk")

    def __init__(self, talk: Door, name: str) -> None:
        self.talk = talk
        self.name = name
        talk.names.role(name)  # a name nobody declared is a mistake now, not at the first request

    @property
    def browser(self) -> Browser:
        """The jar of sessions with which this actor asks."""
        return self.talk.names.browser(self.name)

    def device(self, name: str, address: str = "") -> Self:
        """A further browser of the same account, at an address of its own if one is given."""
        return type(self)(self.talk, self.talk.names.declare_device(self.name, name, address))

    def ask(self, phrase: str, /, *values: object, **given: object) -> Outcome:
        """Ask for an operation by its phrase, such as `ask("join call", room, flags=["audio"])`.

        In a room, the room comes first; then the parameters in order or by name, as words or values.
        """
        return self._ask(OPERATIONS[phrase], values, given)

    def _ask(self, operation: Operation, values: Sequence[object], given: Mapping[str, object]) -> Outcome:
        _check_role(operation, self)
        names, talk = self.talk.names, self.talk
        room, values, given = _room_first(operation, values, given)
        token = _known_room(names, room) if operation.in_room else ""
        placed = names.positional(operation, values)
        if twice := next((name for name in placed if name in given), None):
            raise UsageError(f"{operation.phrase} was given {twice} twice")
        _check_people(operation, {**placed, **given})
        params = names.arguments(operation, token, {**placed, **given})
        outcome = talk.perform(self.browser, operation, token, **params)
        names.notice(outcome)
        return outcome

    def __repr__(self) -> str:
        """`<alice's phone>`."""
        return f"<{self.name}>"

    if not TYPE_CHECKING:  # a checker would take every name for one of ours

        def __getattr__(self, name: str) -> NoReturn:
            """What is no operation of anybody: says which one may be meant."""
            from talksim.everyday import EVERYDAY  # noqa: PLC0415  only a mistake pays for it

            said = EVERYDAY.get(name.replace("_", " "), ())
            methods = " or ".join(f"{phrase.replace(' ', '_')}(...)" for phrase in said)
            raise no_attribute(self, name, {**_MEANT, **({name: methods} if said else {})})

    def __dir__(self) -> list[str]:
        """What can be asked in this role; the operations of other roles are left out."""
        try:
            role = self.talk.names.role(self.name)
        except UsageError:  # after an undo nobody may be called so
            role = "browser"
        return sorted(
            name for name in super().__dir__() if name not in OPERATIONS or OPERATIONS[name].by == role
        )


def asker_name(who: object) -> str:
    """What somebody is called, given by name or as an actor of any world. Raises `UsageError`."""
    if isinstance(who, str):
        return who
    if not isinstance(who, Asker):
        raise UsageError(f"{who!r} is nobody: a name or an actor is needed")
    return who.name


def method_of(operation: Operation) -> Callable[..., Outcome]:
    """The method by which an actor asks for an operation.

    Raises `DeclarationError` when the operation's name is one an actor has already.
    """
    if hasattr(Asker, operation.name):
        raise DeclarationError(f"{operation.id}: an actor has a {operation.name} already")

    def method(self: Asker, *values: object, **given: object) -> Outcome:
        return self._ask(operation, values, given)

    method.__name__ = operation.name
    method.__qualname__ = f"Actor.{operation.name}"
    method.__doc__ = operation.doc
    method.__signature__ = _signature(operation)  # type: ignore[attr-defined]
    return method


def _signature(operation: Operation) -> inspect.Signature:
    parameters = [inspect.Parameter("self", inspect.Parameter.POSITIONAL_ONLY)]
    if operation.in_room:
        parameters.append(inspect.Parameter("room", inspect.Parameter.POSITIONAL_OR_KEYWORD))
    parameters += _in_order(operation.parameters)
    return inspect.Signature(parameters, return_annotation=Outcome)


def _in_order(parameters: Sequence[Parameter]) -> Iterator[inspect.Parameter]:
    """The parameters as a signature can hold them: by name alone from a required one after an optional."""
    kind: Any = inspect.Parameter.POSITIONAL_OR_KEYWORD
    optional = False
    for parameter in parameters:
        optional = optional or not parameter.required
        kind = inspect.Parameter.KEYWORD_ONLY if optional and parameter.required else kind
        default = inspect.Parameter.empty if parameter.required else parameter.default
        yield inspect.Parameter(parameter.name, kind, default=default)


def _room_first(
    operation: Operation, values: Sequence[object], given: Mapping[str, object]
) -> tuple[object, Sequence[object], Mapping[str, object]]:
    """The room apart from the other values: it comes first, or as `room`."""
    if not operation.in_room:
        return "", values, given
    if "room" in given and "room" not in operation.names:
        return given["room"], values, {name: value for name, value in given.items() if name != "room"}
    if not values:
        raise UsageError(f"{operation.phrase} needs a room")
    return values[0], values[1:], given


def _known_room(names: Names, room: object) -> str:
    """The token of a room; what no room was ever called is asked for as it is, and answered 404.

    Raises `UsageError` where it is spelled almost as the name of a room that is there.
    """
    token = names.room(room)
    if token and token not in names.server.rooms and token not in names.aliases.values():
        called = [*names.aliases, *(other.name for other in names.server.rooms.values())]
        others = [name for name in called if name.rstrip("0123456789") != token.rstrip("0123456789")]
        if near := guess(token, others, LIKE):
            raise UsageError(f'no room is called "{token}".{near}')
    return token


def _check_people(operation: Operation, given: Mapping[str, object]) -> None:
    for name in _PEOPLE:
        if isinstance(given.get(name), (int, float)):
            raise UsageError(f"{operation.phrase}: {name} is a name or an actor, not {given[name]!r}")


def _check_role(operation: Operation, asker: Asker) -> None:
    if operation.by != asker.talk.names.role(asker.name):
        who = "people" if operation.by == "browser" else f"the {operation.by}"
        raise UsageError(f"{operation.phrase} is for {who}, not for {asker.name}")
