"""Recordings put into words: who is told of what, and when (spec: participant 5.3)."""

from __future__ import annotations

from typing import Any

import pytest
from standup import World

STORED, WORDS, NONE = "record_file_stored", "transcript_file_stored", "transcript_failed"


@pytest.fixture
def world() -> World:
    made = World()
    made.server.settings.call_recording_transcription = True
    return made


def store(world: World, owner: str = "alice", **given: Any) -> None:
    given = {"file": "talk.ogg", **given}
    assert world.do("recording backend", "store_recording", owner=owner, **given).ok


def transcribe(world: World) -> None:
    assert world.do("cli", "run_background_job", "", job="TranscriptionJob").ok


def told(world: World, name: str = "alice") -> list[str]:
    return [subject for subject in world.told(name) if subject != "invitation"]


def test_the_job_tells_once(world: World) -> None:
    store(world)
    assert told(world) == [STORED]
    transcribe(world)
    transcribe(world)
    assert told(world) == [STORED, WORDS]
    path = list(world.server.users["alice"].notifications.values())[-1].parameters["path"]
    assert path == f"/Talk/Recording/{world.token}/talk.md"


def test_nothing_waits_where_the_setting_is_off(world: World) -> None:
    world.server.settings.call_recording_transcription = False
    store(world)
    transcribe(world)
    assert told(world) == [STORED]


def test_a_failure_is_told_and_stays(world: World) -> None:
    store(world, transcribable=False)
    transcribe(world)
    assert told(world) == [STORED, NONE]
    world.do("alice", "dismiss_recording", timestamp=int(world.server.now))
    assert told(world) == [NONE]
    (left,) = world.server.users["alice"].notifications
    assert world.do("alice", "share_recording", file_id=left).error == "file"


def test_words_are_shared_and_dismissed_as_the_recording_is(world: World) -> None:
    store(world)
    world.talk.wait(1)
    transcribe(world)
    words = list(world.server.users["alice"].notifications)[-1]
    assert world.do("alice", "share_recording", file_id=words).ok
    message = world.room.messages[-1]
    assert (message.parameters["message_type"], message.parameters["file"]["name"]) == (
        "record-audio",
        "talk.md",
    )
    assert told(world) == [STORED]


@pytest.mark.parametrize("gone", ["owner", "room", "account"])
def test_who_is_not_there_any_more_is_told_nothing(world: World, gone: str) -> None:
    store(world, "bob")
    if gone == "room":
        world.do("alice", "delete_room")
    elif gone == "owner":
        world.do("bob", "remove_self")
    else:
        world.do("admin", "delete_user", "", user="bob")
    transcribe(world)
    assert world.server.transcriptions == []
    if gone != "account":
        assert WORDS not in told(world, "bob")


def test_the_queue_is_state_and_undone(world: World) -> None:
    store(world)
    fork = world.talk.fork()
    transcribe(world)
    assert ([each.owner for each in fork.server.transcriptions], told(world)[-1]) == (["alice"], WORDS)
