"""Talk apps come with a version; one that is too old is refused."""

from __future__ import annotations

import pytest

from talksim import Talk
from talksim.errors import UsageError


@pytest.fixture
def talk() -> Talk:
    talk = Talk()
    talk.user("alice")
    return talk


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("alice", 200),
        ("alice on Android 14.9.9", 426),
        ("alice on Android 15", 426),
        ("alice on Android 15.0.0", 200),
        ("alice's tablet on iOS 9.0.0", 426),
        ("alice at 10.0.0.2 on desktop 0.10.0", 200),
    ],
)
def test_old_apps_are_refused(talk: Talk, who: str, status: int) -> None:
    assert talk.actor(who).list_rooms().status == status


def test_the_answer_is_the_version_to_have(talk: Talk) -> None:
    outcome = talk.actor("alice on desktop 0.5.0").list_rooms()
    assert outcome.data == {"message": "0.6.0"}
    assert outcome.refusal is not None
    assert outcome.refusal.because == "desktop 0.5.0 is older than 0.6.0"


@pytest.mark.parametrize(
    ("wanted", "status"), [("latest", 200), ("", 200), (".", 200), ("1" * 5000, 426), ("15.0.1", 426)]
)
def test_a_setting_that_is_no_version_asks_for_none(talk: Talk, wanted: str, status: int) -> None:
    talk.set(minimum_supported_ios_version=wanted)
    assert talk.actor("alice on iOS 15.0.0").list_rooms().status == status
    assert talk.actor("alice on Android 15.0.0").list_rooms().status == 200


def test_app_and_address_survive_an_undo(talk: Talk) -> None:
    old = talk.actor("alice at 10.0.0.2 on Android 14.0.0")
    old.list_rooms()
    talk.actor("alice").list_rooms()
    talk.undo()
    browser = talk.server.browsers[old.name]
    assert (browser.address, browser.client) == ("10.0.0.2", "Android 14.0.0")


def test_only_known_apps(talk: Talk) -> None:
    with pytest.raises(UsageError, match="nobody is called"):
        talk.actor("alice on Windows 95").list_rooms()
