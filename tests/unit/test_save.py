"""A world is written to a file and comes back with its names; a bad file is a mistake, not a traceback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from talksim import Talk, UsageError
from talksim.model.codec import freeze


@pytest.fixture
def talk() -> Talk:
    talk = Talk()
    talk.guest("gina", address="10.0.0.9")
    alice = talk.user("alice", groups=["staff"])
    alice.device("phone", address="10.0.0.2")
    talk.names.learn("daily", alice.create_room("standup", type="public").token)
    talk.set(start_calls="moderators")
    return talk


def test_a_world_comes_back(talk: Talk, tmp_path: Path) -> None:
    talk.save(tmp_path / "world.json")
    loaded = Talk.load(str(tmp_path / "world.json"))
    assert freeze(loaded.server) == freeze(talk.server)
    assert loaded.difference(talk) == []
    assert loaded.names.room("daily") == talk.names.room("standup")
    assert loaded.actor("alice's phone").browser.address == "10.0.0.2"
    assert loaded.actor("gina").browser.address == "10.0.0.9"
    outcomes = [world.actor("alice").create_room("next") for world in (talk, loaded)]
    assert outcomes[0] == outcomes[1]


def test_the_same_world_gives_the_same_file(talk: Talk, tmp_path: Path) -> None:
    talk.save(tmp_path / "one.json")
    Talk.load(tmp_path / "one.json").save(tmp_path / "two.json")
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_a_loaded_world_is_undone_to_what_was_saved(talk: Talk, tmp_path: Path) -> None:
    talk.save(tmp_path / "world.json")
    loaded = Talk.load(tmp_path / "world.json")
    loaded.actor("alice").create_room("next")
    loaded.undo()
    assert loaded.difference(talk) == []


def broken(data: Any, *path: Any, value: object) -> str:
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return json.dumps(data)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["names"], []),
        (["names"], {"aliases": {}}),
        (["names", "aliases"], {"a": 1}),
        (["names", "guests"], ["gina"]),
        (["world"], None),
        (["world", "talksim-state"], 99),
        (["world", "class"], "Room"),
        (["world", "state"], []),
        (["world", "state", 0], "noon"),
        (["world", "state", 5], [["x"], [[]]]),
        (["more"], 1),
    ],
)
def test_a_malformed_world(talk: Talk, tmp_path: Path, path: list[Any], value: object) -> None:
    file = tmp_path / "world.json"
    talk.save(file)
    file.write_text(broken(json.loads(file.read_text()), *path, value=value))
    with pytest.raises(UsageError, match="is no saved world"):
        Talk.load(file)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 200_000])
def test_no_world_at_all(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "world.json").write_bytes(content)
    with pytest.raises(UsageError, match="is no saved world"):
        Talk.load(tmp_path / "world.json")


def test_files_that_cannot_be_read_or_written(talk: Talk, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        Talk.load(tmp_path / "missing.json")
    with pytest.raises(UsageError, match="cannot write"):
        talk.save(tmp_path / "missing" / "world.json")
