"""A small world for the tests about chats, with everything that follows from events."""

from __future__ import annotations

from typing import Any

from people import World

from talksim.model.room import Room
from talksim.model.user import User
from talksim.outcome import Outcome
from talksim.rules.operation import OPERATIONS
from talksim.talk import Talk
from talksim.views.notification import notifications_of

LIKE, HEART = "👍", "❤️"


class Chat(World):
    """Alice owns a public room in which bob is a user, with messages and notifications."""

    def __init__(self) -> None:
        self.talk = Talk()
        self.server = self.talk.server
        self.server.settings.changelog = False
        for name in ("alice", "bob", "carol", "dave"):
            self.server.users[name] = User(name, name.title())
        self.do("admin", "create_group", "", group="staff")
        for name in ("carol", "dave"):
            self.do("admin", "add_user_to_group", "", user=name, group="staff")
        self.room = self.create()
        self.add("bob")

    def ask(self, who: str, operation: str, room: Room | str | None = None, /, **params: Any) -> Outcome:
        role = who if who in ("admin", "cli") else "browser"
        browser = self.talk.browser(who, who if who in self.server.users else "", role)
        token = self.room.token if room is None else room if isinstance(room, str) else room.token
        return self.talk.perform(browser, OPERATIONS[operation], token, **params)

    def say(self, who: str, text: str, room: Room | None = None, **params: Any) -> int:
        """Send a message; its id."""
        sent = self.do(who, "send_message", room, message=text, **params).data["id"]
        assert isinstance(sent, int)
        return sent

    def read(self, who: str, message: int, room: Room | None = None) -> dict[str, Any]:
        """A message as somebody reads it."""
        shown = self.do(who, "read_messages", room).data
        return next(item for item in shown if item["id"] == message)

    def keys(self, who: str = "alice", room: Room | None = None) -> list[str]:
        """Keys or texts of the chat, the oldest first."""
        shown = self.do(who, "read_messages", room).data
        return [item["systemMessage"] or item["message"] for item in reversed(shown)]

    def flags(self, who: str, room: Room | None = None) -> tuple[int, bool, bool]:
        """Unread messages, mention and direct mention."""
        seen = self.do(who, "get_room", room).data
        return seen["unreadMessages"], seen["unreadMention"], seen["unreadMentionDirect"]

    def told(self, who: str) -> list[str]:
        """The subjects of somebody's notifications, the newest first; invitations are left out."""
        shown = notifications_of(self.server, self.server.users[who])
        return [item["subject"] for item in shown if item["object_type"] != "room"]
