"""Searching messages, by the unified search of the server (spec: chat 1.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from talksim.constants import ActorType, LobbyState, Permission, RoomType
from talksim.model.attendee import Attendee
from talksim.model.message import Message
from talksim.model.room import Room
from talksim.procedures.due import make_due_moves
from talksim.procedures.gate import logged_in, talk_allowed
from talksim.procedures.permissions import effective_permissions
from talksim.procedures.posting import is_expired
from talksim.procedures.scene import OnServer
from talksim.rules.operation import operation
from talksim.rules.parameter import Moment, Token
from talksim.rules.stage import Answer, finish
from talksim.views.found import found_message

__all__ = ["search_messages"]


@finish
def nothing_to_search(at: OnServer) -> Answer | None:
    """Without a term there are no hits, nor for an account that may not use Talk."""
    if at.params["term"].strip() and talk_allowed.test(at):
        return None
    return Answer(200, {"entries": [], "cursor": 0})


@operation(
    "GET /search/providers/talk-message/search",
    stages=[logged_in, nothing_to_search],
    wire={"room": "conversation"},
    samples=[{"term": "hello"}],
)
def search_messages(
    at: OnServer,
    *,
    term: str,
    room: Token | str = "",
    person: str = "",
    since: Moment = Moment(0),
    until: Moment = Moment(0),
    limit: int = 5,
    cursor: int = 0,
) -> Answer:
    """Find texts by a part of them in the rooms of the account, newest first; `cursor` hits are left out.

    `person` is the account that wrote them, `since` and `until` are in Unix seconds. The changelog is
    searched only when it is named, and no room where the lobby keeps the account out (spec: chat 1.2).
    """
    rooms = [one for one in at.server.rooms_with("users", at.browser.user) if _is_searched(one, room)]
    hits = [
        (one, attendee, message)
        for one, attendee in _open_to(at, rooms)
        for message in one.messages
        if _fits(at, message, term, person) and since <= message.time <= (until or message.time)
    ]
    hits.sort(key=lambda hit: hit[2].id, reverse=True)
    shown = [found_message(at.server, *hit) for hit in hits[max(0, cursor) :][: max(0, limit)]]
    return Answer(200, {"entries": shown, "cursor": max(0, cursor) + len(shown)})


def _is_searched(room: Room, named: str) -> bool:
    return room.token == named if named else room.type is not RoomType.CHANGELOG


def _open_to(at: OnServer, rooms: Iterable[Room]) -> Iterator[tuple[Room, Attendee]]:
    """The rooms whose messages the account may read."""
    for room in rooms:
        make_due_moves(at.server, room)
        attendee = room.by_actor["users", at.browser.user]
        permissions = effective_permissions(at.server, room, attendee)
        if room.lobby is LobbyState.NO_LOBBY or Permission.IGNORE_LOBBY in permissions:
            yield room, attendee


def _fits(at: OnServer, message: Message, term: str, person: str) -> bool:
    """A text that is still there, with the term in it, by that person."""
    return (
        message.is_text
        and term.strip().casefold() in message.text.casefold()
        and (not person or message.actor == (ActorType.USERS, person))
        and not is_expired(at.server, message)
    )
