"""The room without talksim: a state is a tuple, a step a few lines, as one would write them for it alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

from room.model import CallStatus, Lobby, ParticipantType, Presence, ReadOnly, Recording, Room, room_of

__all__ = ["State", "edges", "in_words", "search", "start", "state_of"]

_TYPES: Final = tuple(ParticipantType)
_OWNER, _MODERATOR, _USER, _GUEST, _GUEST_MODERATOR = range(5)
_IS_MODERATOR: Final = (True, True, False, False, True)
_PROMOTED: Final = {_USER: _MODERATOR, _GUEST: _GUEST_MODERATOR}
_DEMOTED: Final = {moderator: other for other, moderator in _PROMOTED.items()}
_AWAY, _IN_ROOM, _IN_CALL = range(3)
_NONE, _STARTING_VIDEO, _VIDEO, _STARTING_AUDIO, _AUDIO, _FAILED = range(6)

Numbers: TypeAlias = tuple[int, ...]


class State(NamedTuple):
    """Numbers of the members of `room.model`'s enums; people in their order."""

    types: Numbers
    presences: Numbers
    lobby: int
    read_only: int
    recording: int


Label: TypeAlias = tuple[int | None, str] | tuple[int | None, str, int]
"""Who (None: the recording backend) does what, to whom."""

Edge: TypeAlias = tuple[Label, State]


def start(people: int) -> State:
    """Everybody is away."""
    return state_of(room_of(people))


def state_of(room: Room) -> State:
    """The same state of the room of objects, whose call is active when somebody is in it."""
    people, call = room.people.values(), room.call
    presences = tuple(list(Presence).index(person.presence) for person in people)
    assert (call.status is CallStatus.ACTIVE) is (_IN_CALL in presences)
    return State(
        tuple(_TYPES.index(person.type) for person in people),
        presences,
        list(Lobby).index(room.settings.lobby),
        list(ReadOnly).index(room.settings.read_only),
        list(Recording).index(call.recording),
    )


def edges(state: State) -> Iterator[Edge]:
    """Every step that is allowed."""
    if state.recording in {_STARTING_VIDEO, _STARTING_AUDIO}:
        yield (None, "started"), state._replace(recording=state.recording + 1)
        yield (None, "failed"), state._replace(recording=_FAILED)
    for who, presence in enumerate(state.presences):
        if presence == _AWAY:
            yield (who, "join"), _moved(state, who, _IN_ROOM)
            continue
        yield (who, "leave"), _moved(state, who, _AWAY)
        if presence == _IN_CALL:
            yield (who, "leave call"), _moved(state, who, _IN_ROOM)
        elif _may_join_call(state, who):
            yield (who, "join call"), _moved(state, who, _IN_CALL)
        if _IS_MODERATOR[state.types[who]]:
            yield from _by_moderator(state, who)


def in_words(label: Label) -> str:
    """A label as the other models have it: `0: promote 2`."""
    who, *words = label
    return f"{'backend' if who is None else who}: {' '.join(str(word) for word in words)}"


def _may_join_call(state: State, who: int) -> bool:
    passes = not state.lobby or _IS_MODERATOR[state.types[who]]
    return passes and (not state.read_only or _IN_CALL in state.presences)


def _by_moderator(state: State, who: int) -> Iterator[Edge]:
    types, presences, lobby, read_only, recording = state
    if lobby:
        yield (who, "open lobby"), State(types, presences, 0, read_only, recording)
    else:
        yield (who, "close lobby"), _closed(state)
    yield (who, "unlock" if read_only else "lock"), State(types, presences, lobby, 1 - read_only, recording)
    if _NONE < recording < _FAILED:
        yield (who, "stop"), State(types, presences, lobby, read_only, _NONE)
    elif _IN_CALL in presences:
        yield (who, "start video"), State(types, presences, lobby, read_only, _STARTING_VIDEO)
        yield (who, "start audio"), State(types, presences, lobby, read_only, _STARTING_AUDIO)
    for whom, type in enumerate(types):
        if type in _PROMOTED:
            yield (who, "promote", whom), state._replace(types=_put(types, whom, _PROMOTED[type]))
        elif type in _DEMOTED:
            yield (who, "demote", whom), _demoted(state, whom, _DEMOTED[type])


def _put(numbers: Numbers, place: int, number: int) -> Numbers:
    return (*numbers[:place], number, *numbers[place + 1 :])


def _moved(state: State, who: int, presence: int) -> State:
    return _settled(state, _put(state.presences, who, presence))


def _settled(state: State, presences: Numbers) -> State:
    """The recording ends with the call."""
    recording = state.recording if _IN_CALL in presences else _NONE
    return State(state.types, presences, state.lobby, state.read_only, recording)


def _closed(state: State) -> State:
    people = zip(state.types, state.presences, strict=True)
    left = tuple([min(p, _IN_ROOM) if not _IS_MODERATOR[type] else p for type, p in people])
    return _settled(state._replace(lobby=1), left)


def _demoted(state: State, whom: int, type: int) -> State:
    after = state._replace(types=_put(state.types, whom, type))
    if state.lobby and state.presences[whom] == _IN_CALL:
        return _moved(after, whom, _IN_ROOM)
    return after


def search(people: int) -> tuple[int, int]:
    """How many states and steps there are."""
    first = start(people)
    seen, frontier, steps = {first}, [first], 0
    while frontier:
        following = []
        for state in frontier:
            for _, after in edges(state):
                steps += 1
                if after not in seen:
                    seen.add(after)
                    following.append(after)
        frontier = following
    return len(seen), steps
