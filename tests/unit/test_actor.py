"""An actor has a method for each operation; a world is set up, looked at and forked by words."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import talksim
from talksim import OPERATIONS, Actor, RoomHandle, Talk, UsageError
from talksim.constants import StartCalls


@pytest.fixture
def talk() -> Talk:
    return Talk()


@pytest.fixture
def alice(talk: Talk) -> Actor:
    return talk.user("alice")


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_is_a_method(name: str) -> None:
    method, operation = getattr(Actor, name), OPERATIONS[name]
    assert (method.__name__, method.__doc__) == (name, operation.doc)
    parameters = list(inspect.signature(method).parameters)
    assert parameters[: 1 + operation.in_room] == ["self", "room"][: 1 + operation.in_room]
    assert parameters[1 + operation.in_room :] == [parameter.name for parameter in operation.parameters]


def test_methods_and_phrases_ask_the_same(talk: Talk, alice: Actor) -> None:
    standup = alice.create_room("standup", type="public")
    assert standup.status == 201
    assert alice.ask("rename room", "standup", "daily").ok
    assert alice.rename_room(room=standup, name="weekly").ok
    assert talk.room(standup).state.name == "weekly"


@pytest.mark.parametrize(
    ("phrase", "values", "given", "message"),
    [
        ("jion call", [], {}, 'no operation "jion call". Did you mean "join call"'),
        ("rename room", [], {}, "rename room needs a room"),
        ("rename room", ["x"], {}, "rename room needs 'name'"),
        ("rename room", ["x", "a"], {"name": "b"}, "was given name twice"),
        ("rename room", ["x", "a", "b"], {}, "rename room has 1 parameters"),
        ("rename room", ["x"], {"nmae": "b"}, 'Did you mean "name"'),
    ],
)
def test_mistakes(alice: Actor, phrase: str, values: list[str], given: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        alice.ask(phrase, *values, **given)
    assert message in str(caught.value)


def test_who_may_ask_at_all(talk: Talk) -> None:
    with pytest.raises(UsageError, match="create room is for people, not for admin"):
        talk.admin.create_room("x")


def test_devices(talk: Talk, alice: Actor) -> None:
    phone = alice.device("phone", address="10.0.0.2")
    assert repr(phone) == "<alice's phone>"
    assert (phone.browser.user, phone.browser.address) == ("alice", "10.0.0.2")
    assert talk.actor("alice's phone").browser is phone.browser
    assert alice.browser.address == "127.0.0.1"


def test_accounts_are_made_once(talk: Talk) -> None:
    talk.user("bob", display_name="Bob B.", groups=["staff"])
    talk.user("bob", groups=["board"])
    assert talk.server.users["bob"].display_name == "Bob B."
    assert talk.server.groups_of("bob") == ["staff", "board"]


@pytest.mark.parametrize("name", ["", "admin", "recording backend"])
def test_bad_accounts(talk: Talk, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be the name of an account"):
        talk.user(name)
    assert talk.journal == []


def test_groups(talk: Talk, alice: Actor) -> None:
    talk.group("staff", [alice])
    assert talk.server.groups_of("alice") == ["staff"]
    with pytest.raises(UsageError, match=r'nobody is called "alcie"\. Did you mean "alice"'):
        talk.group("board", ["alice", "alcie"])
    assert "board" not in talk.server.groups


def test_settings_by_words(talk: Talk) -> None:
    talk.set(start_calls="moderators", allowed_groups=["staff"], default_permissions=None, guests="off")
    settings = talk.server.settings
    assert settings.start_calls is StartCalls.MODERATORS
    assert (settings.allowed_groups, settings.default_permissions, settings.guests) == (
        ["staff"],
        None,
        False,
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"start_cals": 1}, 'Did you mean "start_calls"'),
        ({"start_calls": "owls"}, "start_calls: unknown"),
        ({"start_calls": 77}, "start_calls: unknown"),
        ({"guests": "perhaps"}, "guests is yes or no"),
        ({"guests": None}, "guests is yes or no"),
    ],
)
def test_bad_settings_change_nothing(talk: Talk, words: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        talk.set(changelog=False, **words)
    assert message in str(caught.value)
    assert talk.server.settings.changelog


def test_rooms_to_look_at(talk: Talk, alice: Actor) -> None:
    alice.create_room("standup", type="public")
    room = talk.room("standup")
    assert isinstance(room, RoomHandle)
    assert repr(room) == "<room standup: public, alice (owner)>"
    assert room.seen_by(alice).data["name"] == "standup"
    assert talk.difference(talk.fork()) == []
    with pytest.raises(UsageError, match=r'no room "standap"\. Did you mean "standup"'):
        talk.room("standap")
    alice.delete_room("standup")
    with pytest.raises(UsageError, match="is gone"):
        room.state  # noqa: B018


def test_forks_know_the_names(talk: Talk, alice: Actor) -> None:
    talk.guest("gina", address="10.0.0.9")
    standup = alice.create_room("standup", type="public")
    talk.names.learn("daily", standup.token)
    fork = talk.fork()
    assert fork.actor(alice).rename_room("daily", "weekly").ok
    assert talk.room("daily").state.name == "standup"
    assert [change.path[-1] for change in fork.difference(talk)] == ["name"]
    assert fork.actor("gina").browser.address == "10.0.0.9"
    fork.names.learn("other", standup.token)
    assert talk.names.room("other") == "other"


def test_undo_takes_back_requests_and_set_up(talk: Talk, alice: Actor) -> None:
    phone = alice.device("phone", address="10.0.0.2")
    phone.create_room("standup")
    before = talk.fork()
    talk.set(start_calls="moderators")
    talk.user("bob")
    phone.create_room("retro")
    talk.undo(3)
    assert talk.difference(before) == []
    assert set(talk.names.aliases) == {"standup"}
    assert phone.browser.address == "10.0.0.2"
    assert phone.rename_room("standup", "daily").ok
    with pytest.raises(UsageError, match="nobody"):
        talk.actor("bob")


def test_time(talk: Talk) -> None:
    start = talk.server.now
    talk.wait("1 h 30 min")
    assert talk.server.now == start + 5400
    for wrong in ("soon", -1):
        with pytest.raises(UsageError):
            talk.wait(wrong)


def test_every_public_name_is_there() -> None:
    for name in talksim.__all__:
        assert getattr(talksim, name) is not None
    assert set(talksim.__all__) <= set(dir(talksim))
    with pytest.raises(AttributeError, match="no attribute 'Tlak'"):
        talksim.Tlak  # type: ignore[attr-defined]  # noqa: B018


def test_the_package_alone_loads_nothing() -> None:
    script = "import sys, talksim; talksim.__version__; print(*[m for m in sys.modules if 'talksim.' in m])"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == ["talksim.version"]
