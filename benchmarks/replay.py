"""What a whole operation costs (stages, effect, reactions, answer), by the size of the room.

Each row repeats a pair of requests that leaves the room as it was, in one room with 10, 100, 1,000 and
10,000 attendees. The floor is one hand-written dispatch of the recording machine.

    python benchmarks/replay.py [--rounds N] [--json] [--check]
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from dispatch import floor
from harness import Bound, Row, main

from talksim.constants import ParticipantType, RoomType
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.model.user import User
from talksim.procedures.adding import add_users
from talksim.rules.operation import OPERATIONS
from talksim.talk import Talk

SIZES = (10, 100, 1_000, 10_000)
CHEAP = "favorite"
TOKEN = "standup2"
PAIRS: dict[str, Sequence[tuple[str, str, dict[str, object]]]] = {
    CHEAP: [("bob", "add_favorite", {}), ("bob", "remove_favorite", {})],
    "read room": [("bob", "get_room", {})],
    "join and leave room": [("bob", "join_room", {}), ("bob", "leave_room", {})],
    "join and leave call": [("carol", "join_call", {}), ("carol", "leave_call", {})],
    "update call flags": [
        ("alice", "update_call_flags", {"flags": 3}),
        ("alice", "update_call_flags", {"flags": 7}),
    ],
    "rename": [("alice", "rename_room", {"name": "daily"}), ("alice", "rename_room", {"name": "standup"})],
    "lobby": [("alice", "set_lobby", {"state": 1}), ("alice", "set_lobby", {"state": 0})],
    "promote and demote": [
        ("alice", "promote", {"attendee": "bob"}),
        ("alice", "demote", {"attendee": "bob"}),
    ],
    "permissions of one": [
        ("alice", "set_permissions", {"attendee": "bob", "permissions": 3}),
        ("alice", "set_permissions", {"attendee": "bob", "permissions": 0}),
    ],
    "refused": [("bob", "rename_room", {"name": "daily"})],
}


def world(size: int) -> Talk:
    """A group room with so many attendees; alice owns it and is in its call, carol is in the room."""
    server = Server()
    names = ["alice", "bob", "carol", *(f"user{n}" for n in range(size - 3))]
    server.users.update({name: User(name, name.capitalize()) for name in names})
    room = Room(id=1, token=TOKEN, type=RoomType.GROUP, name="standup")
    server.add_room(room)
    add_users(server, room, ["alice"], ParticipantType.OWNER)
    add_users(server, room, names[1:])
    talk = Talk(server)
    for name in ("alice", "carol"):
        talk.perform(talk.browser(name, name), OPERATIONS["join_room"], TOKEN)
    talk.perform(talk.browser("alice"), OPERATIONS["join_call"], TOKEN)
    return talk


def repeated(talk: Talk, pair: Sequence[tuple[str, str, dict[str, object]]]) -> Callable[[int], None]:
    """The requests of a pair, k times over; checked once for their answers."""
    room = talk.server.rooms[TOKEN]
    requests = [
        (talk.browser(who, who), OPERATIONS[name], {key: _id(room, key, value) for key, value in raw.items()})
        for who, name, raw in pair
    ]

    def run(cycles: int) -> None:
        for _ in range(cycles):
            for browser, operation, given in requests:
                talk.perform(browser, operation, TOKEN, **given)
            talk.journal.clear()

    run(1)
    return run


def _id(room: Room, key: str, value: object) -> object:
    return room.by_actor["users", str(value)].id if key == "attendee" else value


def rows() -> list[Row]:
    """The floor, then each pair at each size."""
    worlds = {size: world(size) for size in SIZES}
    return [
        floor(),
        *(
            Row(f"{name} @ {size}", repeated(talk, pair), len(pair))
            for name, pair in PAIRS.items()
            for size, talk in worlds.items()
        ),
    ]


BOUNDS = [
    Bound(f"{CHEAP} @ {SIZES[0]}", "floor", most=150),
    *(Bound(f"{name} @ {SIZES[-1]}", f"{name} @ {SIZES[0]}", most=1.5) for name in PAIRS),
]

if __name__ == "__main__":
    sys.exit(main("replay", rows, bounds=BOUNDS))
