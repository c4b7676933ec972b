"""What moderators see of a ban (spec: conversation 5)."""

from __future__ import annotations

from talksim.model.ban import Ban
from talksim.rules.view import Shown, view

__all__ = ["shown_ban"]


@view
def shown_ban(ban: Ban) -> Shown:
    """A ban: who was banned by whom, when and why."""
    return {
        "id": ban.id,
        "moderatorActorType": ban.moderator_type,
        "moderatorActorId": ban.moderator_id,
        "moderatorDisplayName": ban.moderator_name,
        "bannedActorType": ban.banned_type,
        "bannedActorId": ban.banned_id,
        "bannedDisplayName": ban.banned_name,
        "bannedTime": int(ban.time),
        "internalNote": ban.internal_note,
    }
