"""A small world for the tests about people: three accounts, a group, and short ways to ask."""

from __future__ import annotations

from typing import Any

from talksim.constants import RoomType
from talksim.model.attendee import Attendee
from talksim.model.room import Room
from talksim.model.user import Group, User
from talksim.outcome import Outcome
from talksim.rules.operation import OPERATIONS
from talksim.talk import Talk

USERS = ("alice", "bob", "carol", "dave")


class World:
    """Alice owns a public room; bob is a user in it, carol and dave are not in it."""

    def __init__(self) -> None:
        self.talk = Talk(reactions=False)
        self.server = self.talk.server
        self.server.settings.changelog = False
        for name in USERS:
            self.server.users[name] = User(name, name.title())
        self.server.groups["staff"] = Group("staff", "The staff", {"carol": True, "dave": True})
        self.room = self.create()
        self.add("bob")

    def create(self, kind: RoomType = RoomType.PUBLIC, invite: str = "", **params: Any) -> Room:
        outcome = self.ask("alice", "create_room", "", name="Team", type=kind, invite=invite, **params)
        return self.server.rooms[outcome.token]

    def ask(self, who: str, operation: str, room: Room | str | None = None, /, **params: Any) -> Outcome:
        """`who` is an account, an account's second browser ("bob#2"), or a guest."""
        user = who.partition("#")[0]
        browser = self.talk.browser(who, user if user in USERS else "")
        token = self.room.token if room is None else room if isinstance(room, str) else room.token
        return self.talk.perform(browser, OPERATIONS[operation], token, **params)

    def do(self, who: str, operation: str, room: Room | str | None = None, /, **params: Any) -> Outcome:
        outcome = self.ask(who, operation, room, **params)
        assert outcome.ok, outcome
        return outcome

    def add(self, user: str, room: Room | None = None) -> Attendee:
        self.do("alice", "add_participant", room, participant=user)
        return self.row(user, room)

    def guest(self, name: str = "guest") -> Attendee:
        """Let a guest join the public room."""
        self.do(name, "join_room")
        return self.row(self.talk.browser(name).guest_ids[self.room.token])

    def row(self, actor: str, room: Room | None = None) -> Attendee:
        return next(a for a in (room or self.room).attendees.values() if a.actor_id == actor)

    def actors(self, room: Room | None = None) -> list[str]:
        return [attendee.actor_id for attendee in (room or self.room).attendees.values()]

    def breakout_rooms(self, parent: Room) -> list[Room]:
        self.do("alice", "configure_breakout_rooms", parent, mode=3, amount=2)
        return list(self.server.breakout_rooms[parent.token].values())


def answer(outcome: Outcome) -> tuple[int, str | None]:
    """Status and error key."""
    return outcome.status, outcome.error
