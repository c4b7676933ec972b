"""A small world for tests: alice owns the room "standup", bob and carol are in it; everything by `do`."""

from __future__ import annotations

from typing import Any

from talksim.constants import RecordingConsent, RoomType, SignalingMode
from talksim.model.attendee import Attendee
from talksim.model.room import Room
from talksim.model.user import Group, User
from talksim.naming import ROLES
from talksim.outcome import Outcome
from talksim.rules.operation import OPERATIONS
from talksim.talk import Talk
from talksim.views.message import visible_messages

__all__ = ["World"]

PEOPLE = ("alice", "bob", "carol", "dave")


class World:
    """A Talk whose browsers are called as their accounts; "guest" has none, "dave" is in no room."""

    def __init__(self, kind: RoomType = RoomType.PUBLIC, *, recordable: bool = False) -> None:
        self.talk = Talk()
        self.server = self.talk.server
        for name in PEOPLE:
            self.server.users[name] = User(name, name.title())
        self.server.groups["staff"] = Group("staff", "Staff", {"bob": True, "carol": True})
        if recordable:
            self.set_up_recording()
        self.token = ""
        self.token = self.do("alice", "create_room", type=kind, name="standup").token
        for name in ("bob", "carol"):
            self.do("alice", "add_participant", participant=name)

    @property
    def room(self) -> Room:
        return self.server.rooms[self.token]

    def set_up_recording(self, consent: RecordingConsent = RecordingConsent.NOT_REQUIRED) -> None:
        settings = self.server.settings
        settings.signaling_mode, settings.signaling_servers = SignalingMode.EXTERNAL, ["signaling"]
        settings.recording_servers, settings.recording_consent = ["recorder"], consent

    def do(self, who: str, operation: str, token: str | None = None, **params: Any) -> Outcome:
        role = who if who in ROLES else "browser"
        account = who.partition("#")[0]
        browser = self.talk.browser(who, account if account in PEOPLE else "", role)
        at = self.token if token is None else token
        return self.talk.perform(browser, OPERATIONS[operation], at, **params)

    def enter(self, *who: str, call: bool = True) -> None:
        """Let people into the room, and into its call."""
        for name in who:
            assert self.do(name, "join_room").ok
            if call:
                assert self.do(name, "join_call").ok

    def attendee(self, name: str) -> Attendee:
        found = self.room.find("users", name)
        assert found is not None
        return found

    def said(self, viewer: str = "alice") -> list[str]:
        """What was said after the people had come in, oldest first, by the keys of system messages."""
        shown = visible_messages(self.server, self.room, self.attendee(viewer))[::-1]
        keys = [message["systemMessage"] or message["message"] for message in shown]
        return [key for key in keys if key not in ("conversation_created", "user_added")]

    def sent(self, to: str) -> list[dict[str, Any]]:
        """The requests to another server, whose log is emptied."""
        bodies = [request.body for request in self.server.requests if request.to == to]
        self.server.requests.clear()
        return bodies

    def told(self, name: str) -> list[str]:
        """The subjects of somebody's notifications."""
        return [told.subject for told in self.server.users[name].notifications.values()]
