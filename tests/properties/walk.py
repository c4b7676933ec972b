"""Random walks over every operation, decoded from bytes so that Hypothesis can shrink them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any, NamedTuple

from talksim.constants import RecordingConsent, RoomType, SignalingMode
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.model.user import Browser, Group, User
from talksim.outcome import Outcome
from talksim.procedures.scene import InRoom
from talksim.rules.operation import OPERATIONS, Operation
from talksim.rules.parameter import Parameter
from talksim.talk import Talk

ACCOUNTS = ("alice", "bob", "carol", "dave")
BYTES_PER_STEP = 4

_BROWSERS = (*ACCOUNTS, "alice's phone", "bob's phone", "guest1", "guest2")
_TEXTS = (
    "standup",
    "",
    "bob",
    "carol",
    "dave",
    "staff",
    "nobody",
    "users",
    "guests",
    "groups",
    "emails",
    "ip",
    "x" * 256,
)
_NUMBERS = (0, 1, 2, 3, 7, 60, 255, -1, 999_999)
_RARE = frozenset(
    {"delete_user", "create_user", "delete_room", "delete_group", "occ_remove_users", "create_room"}
)


class Step(NamedTuple):
    """One request of a walk and its answer, or a pause (no operation)."""

    caller: str
    operation: str
    token: str
    params: dict[str, Any]
    outcome: Outcome | None


def new_world() -> Talk:
    """Four accounts, a group, recording available, consent left to the rooms."""
    server = Server()
    settings = server.settings
    settings.recording_servers, settings.signaling_servers = ["recorder"], ["signaler"]
    settings.signaling_mode = SignalingMode.EXTERNAL
    settings.recording_consent = RecordingConsent.OPTIONAL
    for name in ACCOUNTS:
        server.users[name] = User(name, name.capitalize())
    server.groups["staff"] = Group("staff", "Staff", {"bob": True, "carol": True})
    talk = Talk(server)
    furnish(talk)
    return talk


def furnish(talk: Talk) -> None:
    """A group room, a public one and a one-to-one, with people in them."""
    alice = talk.browser("alice", "alice")
    create, add, join = (OPERATIONS[name] for name in ("create_room", "add_participant", "join_room"))
    group = talk.perform(alice, create, name="standup", type=RoomType.GROUP).token
    public = talk.perform(alice, create, name="webinar", type=RoomType.PUBLIC).token
    talk.perform(alice, create, type=RoomType.ONE_TO_ONE, invite="bob")
    for token in (group, public):
        talk.perform(alice, add, token, participant="bob")
        talk.perform(talk.browser("bob", "bob"), join, token)
        talk.perform(alice, join, token)


def walk(talk: Talk, choices: bytes) -> Iterator[Step]:
    """Perform the walk that `choices` spells, step by step."""
    for start in range(0, len(choices) - BYTES_PER_STEP + 1, BYTES_PER_STEP):
        yield _step(talk, Random(choices[start : start + BYTES_PER_STEP]))


def _step(talk: Talk, random: Random) -> Step:
    if random.random() < 0.03:
        seconds = random.choice((1, 31, 101, 4000))
        talk.wait(seconds)
        return Step("", "wait", "", {"seconds": seconds}, None)
    operation = random.choice(_weighted())
    room = _room(talk.server, random) if issubclass(operation.scene, InRoom) else None
    browser = _browser(talk, operation, room, random)
    token = room.token if room else "zz9zz9zz"
    params = {p.name: _value(talk.server, room, p, random) for p in operation.parameters if _given(p, random)}
    outcome = talk.perform(browser, operation, token, **params)
    return Step(browser.name, operation.name, token, params, outcome)


def _weighted() -> list[Operation]:
    """Every operation, the everyday ones several times."""
    often = (
        "join_room",
        "join_room",
        "join_call",
        "add_participant",
        "start_recording",
        "promote",
        "report_recording",
    )
    many = [OPERATIONS[name] for name in often if name in OPERATIONS]
    return (
        [op for op in OPERATIONS.values() if op.name not in _RARE] * 2 + list(OPERATIONS.values()) + many * 4
    )


def _browser(talk: Talk, operation: Operation, room: Room | None, random: Random) -> Browser:
    """Mostly somebody who is in the room, so that most requests get past the gates."""
    if operation.by != "browser":
        return talk.browser(operation.by, role=operation.by)
    names: Sequence[str] = _BROWSERS
    if room is not None and random.random() < 0.8:
        names = _inside(talk.server, room) or _BROWSERS
    name = random.choice(names)
    account = name.removesuffix("'s phone")
    return talk.browser(name, account if account in ACCOUNTS else "")


def _inside(server: Server, room: Room) -> list[str]:
    present = [name for name, browser in server.browsers.items() if room.token in browser.sessions]
    return present + [a.actor_id for a in room.attendees.values() if a.is_user and a.actor_id in ACCOUNTS]


def _room(server: Server, random: Random) -> Room | None:
    """Mostly one of the first few rooms, so that stories get long."""
    rooms = list(server.rooms.values())
    if not rooms or random.random() < 0.02:
        return None
    return random.choice(rooms[:5] if random.random() < 0.8 else rooms)


def _given(parameter: Parameter, random: Random) -> bool:
    return parameter.required or random.random() < 0.5


def _value(server: Server, room: Room | None, parameter: Parameter, random: Random) -> Any:
    if parameter.name == "key":
        return random.choice(("start_calls", "default_permissions", "no such key"))
    if parameter.vocabulary is not None:
        if random.random() < 0.05:
            return parameter.python_type(random.choice(_NUMBERS))
        return random.choice(list(parameter.vocabulary))
    if parameter.kind:
        return _ID[parameter.kind](server, room, random)
    if parameter.python_type is bool:
        return random.random() < 0.5
    if parameter.python_type in (int, float):
        return random.choice((*_NUMBERS, int(server.now) + 50, int(server.now) - 50))
    return random.choice(_texts(room))


def _texts(room: Room | None) -> Sequence[str]:
    guests = [a.actor_id for a in room.attendees.values() if a.is_guest] if room else []
    return (*_TEXTS, *guests)


def _attendee(_: Server, room: Room | None, random: Random) -> int:
    attendees = list(room.attendees) if room else []
    return random.choice([*attendees, 999_999])


def _ban(_: Server, room: Room | None, random: Random) -> int:
    bans = list(room.bans) if room else []
    return random.choice([*bans, 999_999])


def _token(server: Server, _: Room | None, random: Random) -> str:
    return random.choice([*server.rooms, "zz9zz9zz"])


_ID: dict[str, Callable[[Server, Room | None, Random], Any]] = {
    "attendee": _attendee,
    "ban": _ban,
    "room": _token,
}
