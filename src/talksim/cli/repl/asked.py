"""`can` in the repl: who may do what now, with what `talksim can` takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from talksim.cli.help import Context
from talksim.cli.permitted import asked_options, tell_permitted
from talksim.errors import UsageError

if TYPE_CHECKING:
    from talksim.talk import Talk

__all__ = ["asked"]


def asked(talk: Talk, words: list[str]) -> None:
    """Tell what the words behind `can` ask for. Raises `UsageError`, and `ClickException` for bad options."""
    _can.main(words, "can", standalone_mode=False, obj=talk)


@click.command()
@click.argument("names", nargs=-1, metavar="[WHO] [ROOM]")
@asked_options
@click.pass_obj
def _can(
    talk: Talk,
    *,
    names: tuple[str, ...],
    people: tuple[str, ...],
    rooms: tuple[str, ...],
    operations: tuple[str, ...],
    everything: bool,
) -> None:
    """Show who may do what now, by chapter; -o and -a show the operations."""
    asked_people, asked_rooms = _sorted(talk, names)
    matrix = talk.matrix([*asked_people, *people] or None, [*asked_rooms, *rooms] or None, operations or None)
    tell_permitted([("", matrix)], brief=not (operations or everything))


_can.context_class = Context


def _sorted(talk: Talk, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The people and the rooms among some names; who is called as a room is meant first."""
    people: list[str] = []
    rooms: list[str] = []
    for name in names:
        if _is_room(talk, name) and (people or not _is_person(talk, name)):
            rooms.append(name)
        else:
            people.append(_known(talk, name))
    return people, rooms


def _known(talk: Talk, name: str) -> str:
    """The name of a person. Raises `UsageError` with the nearest name of a person or a room."""
    if _is_person(talk, name):
        return name
    from talksim.scenario.document.fault import did_you_mean  # noqa: PLC0415

    there = [*talk.server.users, *talk.names.guests, *talk.names.aliases]
    there += [room.name for room in talk.server.rooms.values() if room.name]
    raise UsageError(f'no person and no room is called "{name}". {did_you_mean(name, there)}'.rstrip())


def _is_room(talk: Talk, name: str) -> bool:
    return talk.names.room(name) in talk.server.rooms


def _is_person(talk: Talk, name: str) -> bool:
    try:
        talk.names.role(name)
    except UsageError:
        return False
    return True
