"""What follows when accounts and groups go or change their name (spec: participant 1.4, 1.8)."""

from __future__ import annotations

from talksim.constants import ActorType, AttendeeType
from talksim.model.server import Server
from talksim.model.settings import Settings

__all__ = ["disown_messages", "drop_group_from_settings", "forget_consents", "rename_attendees"]


def disown_messages(server: Server, user: str) -> None:
    """Make a deleted account's messages those of nobody in particular."""
    for room in server.rooms.values():
        room.spoke.pop((ActorType.USERS, user), None)
        for message in room.messages:
            if message.actor_type is ActorType.USERS and message.actor_id == user:
                message.actor_type = ActorType.DELETED_USERS
                message.actor_id = ActorType.DELETED_USERS.value


def forget_consents(server: Server, user: str) -> None:
    """Drop what a deleted account has consented to (spec: participant 5.5)."""
    actor = (AttendeeType.USERS, user)
    for room in server.rooms.values():
        if any(consent[:2] == actor for consent in room.call.consents):
            room.call.consents = [consent for consent in room.call.consents if consent[:2] != actor]


def rename_attendees(server: Server, actor_type: AttendeeType, actor_id: str, name: str) -> None:
    """Show an actor's new name in all its rooms."""
    for room in server.rooms_with(actor_type, actor_id):
        room.by_actor[actor_type, actor_id].display_name = name


def drop_group_from_settings(settings: Settings, group: str) -> None:
    """Forget a deleted group where settings name it."""
    for named in (
        settings.allowed_groups,
        settings.start_conversations,
        settings.sip_bridge_groups,
        settings.federation_allowed_groups,
    ):
        if group in named:
            named.remove(group)
