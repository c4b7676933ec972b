"""Changing a participant type, and what that does in the breakout rooms (spec: participant 1.2)."""

from __future__ import annotations

from talksim.constants import LOGIN_MODERATORS, AttendeeType, ParticipantType, Permission
from talksim.model.attendee import Attendee
from talksim.model.event import AttendeeTypeChanged
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.procedures.adding import add_users
from talksim.procedures.leaving import remove_attendee

__all__ = ["appoint_owner", "change_type", "dismiss_owners"]


def change_type(server: Server, room: Room, target: Attendee, trigger: str) -> None:
    """Change a type; a moderator with an account loses own permissions and goes into every breakout room."""
    old = target.type
    room.retype(target, trigger)
    if target.type in LOGIN_MODERATORS:
        target.permissions = Permission.DEFAULT
    if (old in LOGIN_MODERATORS) is not (target.type in LOGIN_MODERATORS):
        for child in list(server.breakout_rooms.get(room.token, {}).values()):
            _follow(server, child, target)
    server.emit(AttendeeTypeChanged(room, target, old))


def _follow(server: Server, child: Room, target: Attendee) -> None:
    present = child.find(*target.actor)
    if target.type not in LOGIN_MODERATORS:
        if present is not None:
            remove_attendee(server, child, present)
    elif present is None:
        if target.is_user:
            add_users(server, child, [target.actor_id], target.type)
    elif present.type is ParticipantType.USER:
        change_type(server, child, present, "promote")


def dismiss_owners(server: Server, room: Room) -> None:
    """Make every owner a plain user."""
    for attendee in list(room.attendees.values()):
        if attendee.type is ParticipantType.OWNER:
            change_type(server, room, attendee, "step down")


def appoint_owner(server: Server, room: Room, user: str) -> None:
    """Make an account of the room its only owner.

    Naming the present owner leaves the room without one: the server compares with the type before
    (spec: chat 7).
    """
    chosen = room.by_actor[AttendeeType.USERS, user]
    was_owner = chosen.type is ParticipantType.OWNER
    dismiss_owners(server, room)
    if not was_owner:
        change_type(server, room, chosen, "make owner")
