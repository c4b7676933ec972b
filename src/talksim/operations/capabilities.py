"""What the server can do, for clients that ask: capabilities and signaling (spec: chat 5.2, 5.3)."""

from __future__ import annotations

from typing import Any

from talksim.constants import ReadPrivacy, SignalingMode, StartCalls, TypingPrivacy
from talksim.procedures.gate import account_exists, client_current, find_room
from talksim.procedures.scene import InRoom, OnServer
from talksim.rules.operation import operation
from talksim.rules.parameter import Token
from talksim.rules.stage import Answer, guard

__all__ = ["get_capabilities", "get_signaling_settings"]

_FEATURES = ("ban-v1", "message-expiration", "reactions")
_MAX_LENGTH = 32_000
_MAX_GIF_BYTES = 3_145_728
_PING_LIMIT = 200


@operation("GET /cloud/capabilities", stages=[account_exists])
def get_capabilities(at: OnServer) -> Answer:
    """What clients adapt to; nothing of Talk for accounts outside `allowed_groups` (spec: chat 5.3).

    Of the fixed features only those with effect on the rules are named.
    """
    server, user = at.server, at.browser.user
    groups = server.settings.allowed_groups
    if groups and user and not server.in_any_group(user, groups):
        return Answer(200, {"capabilities": {}})
    return Answer(200, {"capabilities": {"spreed": {"features": list(_FEATURES), "config": _config(at)}}})


def _config(at: OnServer) -> dict[str, Any]:
    user, settings = at.user, at.server.settings
    creators = settings.start_conversations
    may_create = user is not None and (not creators or at.server.in_any_group(user.id, creators))
    folder = {"folder": user.preferences.get("attachment_folder", "/Talk")} if user else {}
    return {
        "attachments": {"allowed": user is not None, **folder},
        "call": _calls(at),
        "chat": {
            "max-length": _MAX_LENGTH,
            "read-privacy": user.read_privacy if user else ReadPrivacy.PUBLIC,
            "typing-privacy": user.typing_privacy if user else TypingPrivacy.PUBLIC,
        },
        "conversations": {"can-create": may_create},
        "federation": {"enabled": settings.federation_enabled},
        "previews": {"max-gif-size": _MAX_GIF_BYTES},
        "signaling": {"session-ping-limit": _PING_LIMIT},
    }


def _calls(at: OnServer) -> dict[str, Any]:
    user, settings = at.user, at.server.settings
    diallers = settings.sip_bridge_groups
    may_dial = user is not None and (not diallers or at.server.in_any_group(user.id, diallers))
    return {
        "enabled": settings.start_calls is not StartCalls.NOBODY,
        "breakout-rooms": settings.breakout_rooms,
        "recording": settings.recording_enabled,
        "recording-consent": settings.consent,
        "sip-enabled": settings.sip_configured,
        "sip-dialout-enabled": settings.sip_dialout,
        "can-enable-sip": may_dial,
    }


@guard(401)
def recorder_signed(at: OnServer, *, signed: bool | None) -> bool:
    """Whoever comes as the recording backend has signed."""
    return signed is not False


@guard(404)
def room_in_sight(at: OnServer, *, room: Token | str) -> bool:
    """The room, if one is named, is visible for the caller."""
    return not room or find_room(InRoom(at.server, at.browser, room, {}))


@operation(
    "GET /api/v3/signaling/settings",
    stages=[account_exists, client_current, recorder_signed, room_in_sight],
    wire={"room": "token"},
)
def get_signaling_settings(at: OnServer, *, room: Token | str = "", signed: bool | None = None) -> Answer:
    """How browsers learn of each other in calls (spec: chat 5.2).

    `signed` says whether the headers of a recording backend, if there are any, are right.
    """
    settings = at.server.settings
    mode = settings.effective_signaling
    external = mode is not SignalingMode.INTERNAL
    return Answer(
        200,
        {
            "signalingMode": mode,
            "userId": at.browser.user or None,
            "hideWarning": external,
            "server": settings.signaling_servers[0] if external else "",
            "federation": [],
            "sipDialinInfo": settings.sip_bridge_dialin_info if settings.sip_configured else "",
        },
    )
