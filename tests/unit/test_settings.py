"""Settings that change tokens, features and what is refused on the way to other servers."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from talksim import Talk
from talksim.constants.features import FEATURES
from talksim.scenario.reading.overrides import from_file


@pytest.fixture
def talk() -> Talk:
    talk = Talk()
    talk.user("alice")
    return talk


def token(talk: Talk) -> str:
    found: str = talk.actor("alice").create_room("standup", type="group").token
    return found


def test_the_features_are_those_the_page_counts(talk: Talk) -> None:
    assert len(set(FEATURES)) == len(FEATURES) == 77
    told = talk.actor("alice").get_capabilities().data["capabilities"]["spreed"]["features"]
    assert told == [*FEATURES, "message-expiration", "reactions"]


@pytest.mark.parametrize(("entropy", "length"), [("", 8), ("-5", 8), ("7", 8), ("12", 12), ("99", 30)])
def test_tokens_are_as_long_as_wanted(talk: Talk, entropy: str, length: int) -> None:
    talk.admin.set_setting("token_entropy", entropy)
    assert len(token(talk)) == length


@pytest.mark.parametrize(("entropy", "length"), [("", 10), ("9", 10), ("12", 12), ("99", 30)])
def test_with_sip_tokens_can_be_dialed(talk: Talk, entropy: str, length: int) -> None:
    talk.admin.configure_sip(info="+49 30 1234567", secret="hush")
    talk.admin.set_setting("token_entropy", entropy)
    made = token(talk)
    assert len(made) == length
    assert made.isdigit()
    assert made[0] != "0"
    assert all(one != other for one, other in pairwise(made))


def test_keys_are_spelled_as_the_server_does(talk: Talk) -> None:
    assert talk.admin.set_setting("minimum.supported.ios.version", "18.0.1")
    assert talk.admin.set_setting("max-gif-size", "5")
    settings = talk.server.settings
    assert (settings.minimum_supported_ios_version, settings.max_gif_size) == ("18.0.1", 5)
    assert not talk.admin.set_setting("max-gif", "5")


def test_what_a_server_lists_is_read_so_too(tmp_path: Path) -> None:
    apps = {
        "spreed": {
            "session-ping-limit": "50",
            "minimum.supported.desktop.version": "0.20.0",
            "turn_servers": "[]",
        },
        "core": {"backgroundjobs_mode": "ajax"},
    }
    (tmp_path / "config.json").write_text(json.dumps({"apps": apps}))
    assert from_file(str(tmp_path / "config.json")) == {
        "session_ping_limit": 50,
        "minimum_supported_desktop_version": "0.20.0",
        "backgroundjobs_mode": "ajax",
    }


def test_lists_of_servers_are_of_one_world(talk: Talk) -> None:
    cli = talk.actor("cli")
    cli.occ_add_turn_server("turn", "turn.example", "udp", "hush")
    fork = talk.fork()
    fork.actor("cli").occ_delete_turn_server("turn", "turn.example", "udp")
    fork.actor("cli").occ_add_stun_server("stun.example:443")
    assert [server.urls for server in talk.server.turn_servers] == [["turn:turn.example?transport=udp"]]
    assert fork.server.turn_servers == []
    assert (len(talk.server.settings.stun_servers), len(fork.server.settings.stun_servers)) == (1, 2)
