"""Bots of the server (spec: chat 4.1)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from talksim.constants import BotState
from talksim.model.fields import history, model_class
from talksim.model.fields import state as kept
from talksim.rules.lifecycle import Lifecycle, Move

__all__ = ["BOTH_FEATURES", "RESPONSE", "WEBHOOK", "Bot", "CallNotes", "bot_state", "features_of"]

WEBHOOK: Final = 1
"""The bot hears what is written."""

RESPONSE: Final = 2
"""The bot may write and react."""

BOTH_FEATURES: Final = WEBHOOK | RESPONSE
"""What a bot can do unless its installation says otherwise."""

_LABELS: Final = {"webhook": WEBHOOK, "response": RESPONSE}


@model_class
class CallNotes:
    """What the call summary bot has heard of a call that began at `since` (seconds)."""

    since: float = history()
    attendees: list[str] = history(factory=list)
    tasks: list[str] = history(factory=list)


@model_class
class Bot:
    """Owned by the server; the rooms it is set up in hold its id. `features` is a sum of 1 and 2.

    `notes` are those of the call summary bot, by room token.
    """

    id: int = kept(identity=True)
    name: str = kept()
    url: str = kept()
    url_hash: str = kept()
    secret: str = kept()
    description: str = kept(default="")
    state: BotState = kept(default=BotState.ENABLED)
    features: int = kept(default=BOTH_FEATURES)
    heard: int = history(default=0)
    notes: dict[str, CallNotes] = history(factory=dict)

    @property
    def actor_id(self) -> str:
        """The bot as author."""
        return f"bot-{self.url_hash}"

    @property
    def hears(self) -> bool:
        """Whether the server sends the bot what happens in its rooms."""
        return bool(self.features & WEBHOOK) and self.state is not BotState.DISABLED

    @property
    def may_answer(self) -> bool:
        """Whether the bot may write in its rooms."""
        return bool(self.features & RESPONSE) and self.state is not BotState.DISABLED

    @property
    def label(self) -> str:
        """The short name in state differences."""
        return self.name

    def summary(self) -> str:
        """What a state difference says when the bot comes or goes."""
        return f"{self.state} bot"


def features_of(labels: Iterable[str]) -> int:
    """The sum of what the labels stand for, each as often as named; unknown ones count 0, "none" wins."""
    named = list(labels)
    return 0 if "none" in named else sum(_LABELS.get(label, 0) for label in named)


bot_state = Lifecycle(
    "bot",
    attribute="state",
    states=BotState,
    initial=BotState.ENABLED,
    moves=[Move(f"set {target}", list(BotState), target) for target in BotState],
)
"""Whether a bot works, and who may change that (spec: chat 8)."""
