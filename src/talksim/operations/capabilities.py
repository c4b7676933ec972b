"""What the server can do, for clients that ask: capabilities and signaling (spec: chat 5.2, 5.3)."""

from __future__ import annotations

from typing import Any, Final

from talksim.constants import ReadPrivacy, SignalingMode, StartCalls, TypingPrivacy
from talksim.constants.features import FEATURES
from talksim.procedures.gate import account_exists, client_current, find_room
from talksim.procedures.scene import InRoom, OnServer
from talksim.rules.operation import operation
from talksim.rules.parameter import Token
from talksim.rules.stage import Answer, guard

__all__ = ["get_capabilities", "get_signaling_settings"]

_MAX_LENGTH: Final = 32_000


@operation("GET /cloud/capabilities", stages=[account_exists])
def get_capabilities(at: OnServer) -> Answer:
    """What clients adapt to; nothing of Talk for accounts outside `allowed_groups` (spec: chat 5.3)."""
    if at.browser.user and not at.server.may_use_talk(at.browser.user):
        return Answer(200, {"capabilities": {}})
    return Answer(200, {"capabilities": {"spreed": {"features": _features(at), "config": _config(at)}}})


def _features(at: OnServer) -> list[str]:
    """Messages expire where cron runs the background jobs."""
    expiring = ["message-expiration"] if at.server.settings.backgroundjobs_mode == "cron" else []
    return [*FEATURES, *expiring, "reactions"]


def _config(at: OnServer) -> dict[str, Any]:
    user, settings = at.user, at.server.settings
    return {
        "attachments": _attachments(at),
        "call": _calls(at),
        "chat": {
            "max-length": _MAX_LENGTH,
            "read-privacy": user.read_privacy if user else ReadPrivacy.PUBLIC,
            "typing-privacy": user.typing_privacy if user else TypingPrivacy.PUBLIC,
        },
        "conversations": {"can-create": _is_in(at, settings.start_conversations)},
        "federation": _federation(at),
        "previews": {"max-gif-size": settings.max_gif_size},
        "signaling": {"session-ping-limit": settings.session_ping_limit},
    }


def _is_in(at: OnServer, groups: list[str]) -> bool:
    """Whether the caller has an account, and one of the groups if there are any."""
    return at.user is not None and at.server.admits(groups, at.user.id)


def _attachments(at: OnServer) -> dict[str, Any]:
    if at.user is None:
        return {"allowed": False}
    folder = at.server.settings.default_attachment_folder
    return {"allowed": True, "folder": at.user.preferences.get("attachment_folder", folder)}


def _federation(at: OnServer) -> dict[str, bool]:
    """Nothing is allowed for those who may not federate."""
    settings = at.server.settings
    enabled = settings.federation_enabled and _is_in(at, settings.federation_allowed_groups)
    return {
        "enabled": enabled,
        "incoming-enabled": enabled and settings.federation_incoming_enabled,
        "outgoing-enabled": enabled and settings.federation_outgoing_enabled,
        "only-trusted-servers": not enabled or settings.federation_only_trusted_servers,
    }


def _calls(at: OnServer) -> dict[str, Any]:
    settings = at.server.settings
    return {
        "enabled": settings.start_calls is not StartCalls.NOBODY,
        "breakout-rooms": settings.breakout_rooms,
        "recording": settings.recording_enabled,
        "recording-consent": settings.consent,
        "sip-enabled": settings.sip_configured,
        "sip-dialout-enabled": settings.sip_dialout,
        "can-enable-sip": _is_in(at, settings.sip_bridge_groups),
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

    `signed` says whether the headers of a recording backend, if there are any, are right. The credentials for
    TURN servers, which are new in every answer, are left out.
    """
    settings = at.server.settings
    mode = settings.effective_signaling
    external = mode is not SignalingMode.INTERNAL
    return Answer(
        200,
        {
            "signalingMode": mode,
            "userId": at.browser.user or None,
            "hideWarning": external or settings.hide_signaling_warning,
            "server": settings.signaling_servers[0] if external else "",
            "federation": [],
            "stunservers": [{"urls": [f"stun:{server}" for server in settings.stun_servers]}],
            "turnservers": [{"urls": server.urls} for server in at.server.turn_servers],
            "sipDialinInfo": settings.sip_bridge_dialin_info if settings.sip_configured else "",
        },
    )
