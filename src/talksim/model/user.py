"""Accounts, groups and browsers of the server."""

from __future__ import annotations

from talksim.constants import ReadPrivacy, TypingPrivacy
from talksim.model.fields import history, model_class, state
from talksim.model.message import Notification

__all__ = ["Browser", "Circle", "Group", "User"]


@model_class
class User:
    """An account. `note_to_self` is the stored preference: "" (never made) or the token once given out.

    `status_before` is the status an account had before the call it is in changed it, None outside of calls.
    `news_seen` is the number of entries of the changelog it was given, `files` are the ids of the files it
    has shared by their paths, `reminders` the times (Unix seconds) at which it wants to be reminded of a
    message, by the room's token and the message; `reminder_requests` are the times of the requests for them
    that count for the limit.
    """

    id: str = state()
    display_name: str = state(default="")
    read_privacy: ReadPrivacy = state(default=ReadPrivacy.PUBLIC)
    typing_privacy: TypingPrivacy = state(default=TypingPrivacy.PUBLIC)
    do_not_disturb: bool = state(default=False)
    status: str = state(default="")
    status_before: str | None = state(default=None)
    note_to_self: str = state(default="")
    news_seen: int = state(default=0)
    preferences: dict[str, str] = state(factory=dict)
    files: dict[str, int] = history(factory=dict)
    reminders: dict[tuple[str, int], int] = history(factory=dict)
    reminder_requests: list[float] = history(factory=list)
    notifications: dict[int, Notification] = history(factory=dict)

    @property
    def label(self) -> str:
        """The short name in state differences."""
        return self.id


@model_class
class Group:
    """A group of accounts; members in the order in which they came."""

    id: str = state()
    display_name: str = state(default="")
    members: dict[str, bool] = state(factory=dict)


@model_class
class Circle:
    """A circle (team) of accounts; members of circles in it are its members (spec: participant 1.4)."""

    id: str = state()
    display_name: str = state(default="")
    members: dict[str, bool] = state(factory=dict)
    circles: dict[str, bool] = state(factory=dict)


@model_class
class Browser:
    """A caller's jar of sessions, guest identities, entered passwords, and its address.

    `user` is "" for guests; `role` tells people ("browser") from servers and tools: "admin", "bot", "cli",
    "recording backend", "signaling server", "sip bridge". `client` is the Talk app and its version ("Android
    20.0.0"), "" for anything else. All maps are keyed by room token, but
    `links`: the tokens of link shares whose password was entered (false) or whose room was opened (true).
    """

    name: str = state()
    user: str = state(default="")
    role: str = state(default="browser")
    address: str = state(default="127.0.0.1")
    client: str = state(default="")
    sessions: dict[str, str] = state(factory=dict)
    guest_ids: dict[str, str] = state(factory=dict)
    passwords: dict[str, str] = state(factory=dict)
    links: dict[str, bool] = state(factory=dict)

    @property
    def label(self) -> str:
        """The short name in state differences."""
        return self.name
