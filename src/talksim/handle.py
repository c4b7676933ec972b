"""A room as one looks at it from outside: its state now, and what each person sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, Self

from talksim.asking import Asker, Door, asker_name
from talksim.displayed import Displayed
from talksim.errors import UsageError
from talksim.model.attendee import Attendee
from talksim.model.message import Message
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.outcome import Outcome
from talksim.rules.operation import OPERATIONS
from talksim.values import guess

if TYPE_CHECKING:
    from talksim.constants import ListableScope, LobbyState, Permission, ReadOnly, RecordingConsent, RoomType
    from talksim.model.ban import Ban
    from talksim.model.call import Call
    from talksim.model.poll import Poll

__all__ = ["Forkable", "RoomHandle"]


_FIELDS: Final = frozenset(Room.__annotations__)


class Forkable(Door, Protocol):
    """A simulator of which one can have an independent copy."""

    def fork(self) -> Self:
        """An independent copy."""


class RoomHandle(Displayed):
    """Looks at one room and changes nothing; a handle can stand wherever a room is named.

    The fields of the room, such as `lobby` and `call`, are read as the model holds them: a lobby whose timer
    is over opens at the next request.
    Raises `UsageError` for a name which no room has, at once or when the room is gone.
    """

    __slots__ = ("_talk", "token")

    def __init__(self, talk: Forkable, name: object) -> None:
        self._talk = talk
        self.token = talk.names.room(name)
        if self.token not in talk.server.rooms:
            names = [*talk.names.aliases, *(room.name for room in talk.server.rooms.values())]
            raise UsageError(f'there is no room "{name}".{guess(str(name), names)}')

    @property
    def server(self) -> Server:
        """The server that the room is on, as the model holds it."""
        return self._talk.server

    @property
    def state(self) -> Room:
        """The room itself, as the model holds it."""
        room = self._talk.server.rooms.get(self.token)
        if room is None:
            raise UsageError(f"the room {self.token} is gone")
        return room

    @property
    def name(self) -> str:
        """What the room is called now."""
        return self.state.name

    @property
    def attendees(self) -> list[Attendee]:
        """Who is in the room, in the order in which they came."""
        return list(self.state.attendees.values())

    def called(self, attendee: Attendee) -> str:
        """What people call somebody in the room; a guest by the browser, not by the id the server gave."""
        return self._talk.names.spoken(attendee.label)

    @property
    def messages(self) -> list[Message]:
        """What was written, oldest first."""
        return list(self.state.messages)

    def seen_by(self, who: Asker | str) -> Outcome:
        """What somebody would be answered who reads the room now; asked on a fork."""
        fork = self._talk.fork()
        return fork.perform(fork.names.browser(asker_name(who)), OPERATIONS["get_room"], self.token)

    if TYPE_CHECKING:
        type: RoomType
        lobby: LobbyState
        lobby_timer: int
        read_only: ReadOnly
        listable: ListableScope
        default_permissions: Permission
        recording_consent: RecordingConsent
        description: str
        call: Call
        polls: dict[int, Poll]
        bans: dict[int, Ban]

    else:  # every field of the room can be read

        def __getattr__(self, name: str) -> object:
            """A field of the room, such as `lobby`; the nearest one is named where there is none."""
            if name in _FIELDS:
                return getattr(self.state, name)
            from talksim.guidance import not_in_room  # noqa: PLC0415  only a mistake pays for it

            raise not_in_room(self, name)

    def __dir__(self) -> list[str]:
        """What can be read of a room."""
        return sorted({*super().__dir__(), *_FIELDS})

    def __repr__(self) -> str:
        """`<room standup: public, alice (owner), bob (user)>`."""
        people = (f"{self.called(attendee)} ({attendee.type})" for attendee in self.attendees)
        return f"<room {self.state.label}: {', '.join((str(self.state.type), *people))}>"
