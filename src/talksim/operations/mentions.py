"""Whom one may mention: the suggestions while a message is written (spec: chat 2.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from talksim.constants import AttendeeType, ParticipantType, RoomType
from talksim.procedures.gate import gates, lobby_passed, may_chat, read_write
from talksim.procedures.mentions import EVERYBODY, can_mention_all
from talksim.procedures.one_to_one import members_of
from talksim.procedures.scene import InRoom
from talksim.rules.operation import operation
from talksim.rules.stage import Answer
from talksim.views.names import display_name, room_name

__all__ = ["list_mentions"]

_COUNTED = (ParticipantType.OWNER, ParticipantType.MODERATOR, ParticipantType.USER)
_WORDS = (EVERYBODY, "here")

_Candidate = dict[str, Any]


@operation(
    "GET /api/v1/chat/{token}/mentions",
    stages=gates(read_write, lobby_passed, may_chat),
    samples=[{"search": ""}],
)
def list_mentions(at: InRoom, *, search: str, limit: int = 20, include_status: bool = False) -> Answer:
    """Who of the room fits a search, kind by kind; the limit is not heeded (spec: chat 2.3)."""
    kinds = (_users(at), _guests(at), _groups(at), _federated(at))
    found = [candidate for kind in kinds for candidate in _sorted(at, _matching(kind, search), search)]
    return Answer(200, [*found, *_everybody(at, search)])


def _users(at: InRoom) -> Iterator[_Candidate]:
    """The accounts in the room; a one-to-one has both, even if one has left."""
    if at.room.type is RoomType.ONE_TO_ONE:
        known = ((user, at.server.users.get(user)) for user in members_of(at.room))
        people = [(user, account.display_name) for user, account in known if account]
    else:
        accounts = [attendee for attendee in at.room.attendees.values() if attendee.is_user]
        people = [(attendee.actor_id, display_name(at.server, attendee)) for attendee in accounts]
    for user, name in people:
        if (AttendeeType.USERS, user) != at.attendee.actor:
            yield _candidate(user, name, "users", user)


def _guests(at: InRoom) -> Iterator[_Candidate]:
    for guest in at.room.attendees.values():
        if guest.actor_type is AttendeeType.GUESTS and guest is not at.attendee:
            mention = f"guest/{guest.actor_id}"
            yield _candidate(mention, guest.display_name or "Guest", "guests", mention)


def _groups(at: InRoom) -> Iterator[_Candidate]:
    for attendee in at.room.attendees.values():
        if attendee.actor_type is AttendeeType.GROUPS and attendee.display_name:
            mention = f"group/{attendee.actor_id}"
            yield _candidate(mention, attendee.display_name, "groups", mention)


def _federated(at: InRoom) -> Iterator[_Candidate]:
    for attendee in at.room.attendees.values():
        if attendee.actor_type is AttendeeType.FEDERATED_USERS and attendee is not at.attendee:
            mention = f"federated_user/{attendee.actor_id}"
            yield _candidate(attendee.actor_id, attendee.display_name, "federated_users", mention)


def _candidate(id: str, label: str, source: str, mention: str) -> _Candidate:
    return {"id": id, "label": label, "source": source, "mentionId": mention}


def _matching(candidates: Iterator[_Candidate], search: str) -> list[_Candidate]:
    """Those whose id or name holds the search; a guest's id is nothing to search by."""
    wanted = search.casefold()
    return [found for found in candidates if any(wanted in text for text in _texts(found))]


def _texts(candidate: _Candidate) -> list[str]:
    by_name = [candidate["label"].casefold()]
    return by_name if candidate["source"] == "guests" else [candidate["id"].casefold(), *by_name]


def _sorted(at: InRoom, candidates: list[_Candidate], search: str) -> list[_Candidate]:
    """Exact matches, then those that begin with the search, then who wrote last."""
    wanted = search.casefold()

    def rank(candidate: _Candidate) -> tuple[bool, bool, int]:
        texts = _texts(candidate)
        actor_id = candidate["id"].rpartition("/")[2]
        spoke = at.room.spoke.get((candidate["source"], actor_id), 0)
        return (wanted not in texts, not any(text.startswith(wanted) for text in texts), -spoke)

    return sorted(candidates, key=rank)


def _everybody(at: InRoom, search: str) -> Iterator[_Candidate]:
    if at.room.type is RoomType.ONE_TO_ONE or not can_mention_all(at.room, at.attendee):
        return
    name = room_name(at.server, at.room, at.attendee.actor_id if at.attendee.is_user else "")
    if search.casefold() in name.casefold() or any(word.startswith(search) for word in _WORDS):
        number = sum(at.room.counts[rank] for rank in _COUNTED)
        people = "participant" if number == 1 else "participants"
        shown = _candidate(EVERYBODY, name, "calls", EVERYBODY)
        yield {**shown, "details": f"All {number} {people}"}
