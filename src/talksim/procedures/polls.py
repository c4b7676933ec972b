"""What happens to polls when people vote, change their name or go (spec: chat 3.2, 3.4 to 3.6)."""

from __future__ import annotations

from collections.abc import Sequence

from talksim.constants import ActorType
from talksim.model.attendee import Attendee
from talksim.model.poll import Poll, Vote
from talksim.model.room import Room
from talksim.model.server import Server

__all__ = ["cast_votes", "clear_polls", "delete_poll", "disown_polls", "rename_voter"]


def cast_votes(poll: Poll, voter: Attendee, options: Sequence[int]) -> int:
    """Replace the voter's choice and count the voters anew.

    Returns the number of voters that the voter is told: deleted accounts still count one by one there,
    whereas the stored number takes them as one.
    """
    before = bool(poll.chosen_by(voter.actor))
    told = poll.num_voters + bool(options) - before
    kept = [vote for vote in poll.votes if vote.actor != voter.actor]
    actor_type, actor_id = voter.actor_type.value, voter.actor_id
    cast = [Vote(actor_type, actor_id, option, voter.display_name) for option in options]
    poll.votes = kept + cast
    poll.num_voters = len({vote.actor for vote in poll.votes})
    return told


def delete_poll(room: Room, poll: int) -> Poll | None:
    """Delete a poll with its votes, as happens with its message; None when it was gone."""
    return room.polls.pop(poll, None)


def clear_polls(room: Room) -> None:
    """Delete all polls of a room, as happens with its history."""
    room.polls.clear()


def disown_polls(server: Server, user: str) -> None:
    """Make the polls and votes of a deleted account those of nobody in particular."""
    nobody = ActorType.DELETED_USERS.value
    for room in server.rooms.values():
        for owned in _owned_by(room, (ActorType.USERS.value, user)):
            owned.actor_type = owned.actor_id = nobody
            owned.display_name = ""


def rename_voter(room: Room, actor: tuple[str, str], name: str) -> None:
    """Show a guest's new name in the polls of the room."""
    for owned in _owned_by(room, actor):
        owned.display_name = name


def _owned_by(room: Room, actor: tuple[str, str]) -> list[Poll | Vote]:
    everything: list[Poll | Vote] = []
    for poll in room.polls.values():
        everything += [poll, *poll.votes]
    return [owned for owned in everything if owned.actor == actor]
