"""What a type checker knows of an actor: mypy reads this file, and complains of a superfluous ignore too."""

from __future__ import annotations

from typing import assert_type

from talksim import Actor, Outcome, Permits, RoomHandle, Talk
from talksim.constants import InCall, LobbyState, RoomType


def methods_are_typed(talk: Talk) -> None:
    alice = talk.user("alice")
    assert_type(alice, Actor)
    assert_type(alice.device("phone"), Actor)
    standup = alice.create_room("standup", type=RoomType.PUBLIC)
    assert_type(standup, Outcome)
    assert_type(talk.room(standup), RoomHandle)
    assert_type(alice.join_call(standup, flags=["audio", "video"]), Outcome)
    alice.join_call("standup", flags=InCall.AUDIO)
    alice.set_lobby(room=talk.room("standup"), state="non moderators", timer="6 h")
    poll = alice.create_poll(standup, "Lunch?", ["yes", "no"])
    alice.vote(standup, poll, [0])
    alice.vote(standup, "Lunch?", [0])
    alice.react(standup, talk.room(standup).messages[-1], "👍")
    assert_type(talk.room(standup).lobby, LobbyState)
    assert_type(talk.can(alice, standup), Permits)
    assert_type(talk.fork(), Talk)


def mistakes_are_found(alice: Actor) -> None:
    alice.join_call()  # type: ignore[call-arg]
    alice.join_call(12.5)  # type: ignore[arg-type]
    alice.join_call("standup", flag=1)  # type: ignore[call-arg]
    alice.create_room("standup", tipe="public")  # type: ignore[call-arg]
    alice.vote("standup", 1.5, [0])  # type: ignore[arg-type]
    alice.jion_call("standup")  # type: ignore[attr-defined]
