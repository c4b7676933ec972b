"""Commands for developers, on a server in debug mode (spec: chat 7)."""

from __future__ import annotations

from talksim.procedures.command_line import command_room_found, exits, printed
from talksim.procedures.scene import OnServer
from talksim.rules.operation import operation
from talksim.rules.stage import Answer, guard

__all__ = ["occ_age_chat_messages"]


@guard(400, answer=exits(1, "This takes a server in debug mode."))
def debug_mode(at: OnServer) -> bool:
    """The server is in debug mode."""
    return at.server.settings.debug


@guard(400, answer=exits(1, "At least one hour."))
def hours_positive(at: OnServer, *, hours: int) -> bool:
    """At least one hour."""
    return hours >= 1


@operation(
    "occ talk:developer:age-chat-messages {token}",
    stages=[debug_mode, hours_positive, command_room_found],
    by="cli",
)
def occ_age_chat_messages(at: OnServer, *, hours: int = 24) -> Answer:
    """Make the messages of a room older: when they were written, last changed, and expire."""
    at.found.age_messages(hours * 3600)
    return printed(f"Aged the messages by {hours} hours.")
