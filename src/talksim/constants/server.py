"""How bots and signaling are set up (spec: constants, "Bots", "Signaling modes"; chat-poll-bot 4 and 5.1)."""

from __future__ import annotations

from talksim.constants.vocabulary import Constant, TextConstant

__all__ = ["BotState", "SignalingMode"]


class BotState(Constant, title="bot state"):
    """Whether a bot works, and who may change that."""

    DISABLED = 0, "disabled", "The bot hears nothing, and only the administrator can change that"
    ENABLED = 1, "enabled", "The bot takes part; a moderator may disable it"
    NO_SETUP = 2, "no setup", "The administrator alone decides where the bot takes part"


class SignalingMode(TextConstant, title="signaling mode"):
    """Through what browsers learn of each other in a call."""

    INTERNAL = "internal", "internal", "Through Talk itself"
    EXTERNAL = "external", "external", "Through one signaling server"
    CONVERSATION_CLUSTER = (
        "conversation_cluster",
        "conversation cluster",
        "Through a signaling server per conversation",
    )
