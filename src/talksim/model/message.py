"""Messages, notifications and requests to other servers: the record of what happened."""

from __future__ import annotations

from typing import Any

from talksim.constants import ActorType, SharedItemType
from talksim.model.fields import history, model_class, state

__all__ = ["Message", "Notification", "SentRequest", "Transcription"]


@model_class
class Message:
    """One entry in a room's chat; `system` is the system message key or "" for a comment.

    `parameters` hold what the key speaks about (ids, names, counts), or what a comment shares; `expires` is
    0 or a time in seconds. A reaction is an entry of its own, with the emoji as its text and its target as
    `parent`; the target knows its reactions, oldest first, by emoji. `can_mention_all` is fixed when the
    message is sent (spec: chat 1.1, 1.11, 2.2).
    """

    id: int = history()
    actor_type: ActorType = history()
    actor_id: str = history()
    time: float = history()
    text: str = history(default="")
    system: str = history(default="")
    parameters: dict[str, Any] = history(factory=dict)
    silent: bool = history(default=False)
    expires: float = history(default=0)
    parent: int = history(default=0)
    reference_id: str = history(default="")
    can_mention_all: bool = history(default=False)
    deleted_by: tuple[str, str] | None = history(default=None)
    edited_by: tuple[str, str] | None = history(default=None)
    edited_at: float = history(default=0)
    reactions: dict[str, list[int]] = history(factory=dict)

    def summary(self) -> str:
        """Who wrote what, or the system message, as a difference of two worlds tells it."""
        return f"{self.actor_id}: {self.system or self.text}"

    @property
    def actor(self) -> tuple[str, str]:
        """The author."""
        return (self.actor_type, self.actor_id)

    @property
    def is_deleted(self) -> bool:
        """Whether only the place of the message is left."""
        return self.deleted_by is not None

    @property
    def is_comment(self) -> bool:
        """Whether the message is a text or something shared, and not deleted: what can be unread."""
        return not self.system and self.deleted_by is None

    @property
    def is_text(self) -> bool:
        """Whether the message is a text with nothing shared (the server's verb "comment")."""
        return self.is_comment and "object" not in self.parameters and "file" not in self.parameters

    @property
    def shared_as(self) -> SharedItemType | None:
        """The list in which something shared is found again (spec: chat 1.10)."""
        if not self.is_comment:
            return None
        if "object" in self.parameters:
            return _OBJECTS.get(self.parameters["object"]["type"], SharedItemType.OTHER)
        return _file_list(self.parameters) if "file" in self.parameters else None


_OBJECTS = {
    "geo-location": SharedItemType.LOCATION,
    "deck-card": SharedItemType.DECKCARD,
    "talk-poll": SharedItemType.POLL,
}
_MESSAGE_TYPES = {
    "record-audio": SharedItemType.RECORDING,
    "record-video": SharedItemType.RECORDING,
    "voice-message": SharedItemType.VOICE,
}
_MIME_TYPES = {
    "audio": SharedItemType.AUDIO,
    "image": SharedItemType.MEDIA,
    "video": SharedItemType.MEDIA,
}


def _file_list(told: dict[str, Any]) -> SharedItemType:
    """The claim of the client counts before the format of the file."""
    claimed = _MESSAGE_TYPES.get(told.get("message_type", ""))
    if claimed is not None:
        return claimed
    return _MIME_TYPES.get(told["file"].get("mimetype", "").partition("/")[0], SharedItemType.FILE)


@model_class
class Notification:
    """One notification of a user (spec: chat 2.5)."""

    id: int = history()
    object_type: str = history()
    object_id: str = history()
    subject: str = history()
    time: float = history()
    parameters: dict[str, Any] = history(factory=dict)


@model_class
class Transcription:
    """A recording whose words wait to be written down; `fails` when nobody will be able to."""

    owner: str = state()
    token: str = state()
    path: str = state()
    fails: bool = state(default=False)


@model_class
class SentRequest:
    """One request this server would send: to the "signaling" server, the "recording" backend or a "bot".

    `url` and `headers` are told where a scenario may ask for them: of requests to bots.
    """

    to: str = history()
    token: str = history()
    time: float = history()
    body: dict[str, Any] = history(factory=dict)
    url: str = history(default="")
    headers: dict[str, str] = history(factory=dict)
