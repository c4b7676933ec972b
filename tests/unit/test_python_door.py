"""What a program meets: mistakes are told as such, answers have a truth and a short look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from talksim import Outcome, Talk, UsageError


@pytest.fixture
def talk() -> Talk:
    talk = Talk()
    talk.user("alice").create_room("standup", type="public")
    talk.user("bob")
    return talk


MISTAKES: dict[str, Callable[[Any], object]] = {
    "user 5": lambda talk: talk.user(5),
    "user alice 5": lambda talk: talk.user("alice", 5),
    "user in group 5": lambda talk: talk.user("zoe", groups=5),
    "user in groups [5]": lambda talk: talk.user("zoe", groups=[5]),
    "user in groups [0]": lambda talk: talk.user("zoe", groups=[0]),
    "guest None": lambda talk: talk.guest(None),
    "guest without a name": lambda talk: talk.guest(""),
    "group of 5": lambda talk: talk.group("staff", [5]),
    "actor 5": lambda talk: talk.actor(5),
    "actor of a room": lambda talk: talk.actor(talk.room("standup")),
    "can 5": lambda talk: talk.can(5, "standup"),
    "can None": lambda talk: talk.can(None),
    "can in 5": lambda talk: talk.can("alice", 5),
    "can in None": lambda talk: talk.can("alice", None),
    "can in nosuch": lambda talk: talk.can("alice", "nosuch"),
    "seen by 5": lambda talk: talk.room("standup").seen_by(5),
    "add 5": lambda talk: talk.actor("alice").add_participant("standup", 5),
    "difference 3": lambda talk: talk.difference(3),
    "undo x": lambda talk: talk.undo("x"),
    "save 5": lambda talk: talk.save(5),
    "load 5": lambda _: Talk.load(5),  # type: ignore[arg-type]
    "Talk x": lambda _: Talk("x"),  # type: ignore[arg-type]
    "Talk of nothing": lambda _: Talk(""),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_and_changes_nothing(talk: Talk, mistake: str) -> None:
    before = talk.fork()
    with pytest.raises(UsageError):
        MISTAKES[mistake](talk)
    assert talk.difference(before, history=True) == []


def test_no_such_room_is_told_alike(talk: Talk) -> None:
    with pytest.raises(UsageError, match=r'no room "standdup"\. Did you mean "standup"'):
        talk.can("alice", "standdup")


def test_one_group_may_be_given_by_its_name(talk: Talk) -> None:
    talk.user("zoe", groups="staff")
    talk.group("staff", "bob")
    assert {name: list(group.members) for name, group in talk.server.groups.items()} == {
        "staff": ["zoe", "bob"]
    }


def test_an_account_gets_another_display_name(talk: Talk) -> None:
    alice = talk.user("alice", "Alice Smith")
    assert alice.get_room("standup").data["displayName"] == "standup"
    assert talk.server.users["alice"].display_name == "Alice Smith"


def test_an_outcome_is_true_when_the_request_succeeded(talk: Talk) -> None:
    bob = talk.actor("bob")
    assert bob.join_room("standup")
    assert not bob.rename_room("standup", "other")


def test_a_refused_outcome_is_about_no_room_and_no_default(talk: Talk) -> None:
    refused = talk.actor("bob").rename_room("standup", "other")
    with pytest.raises(UsageError, match="about no room"):
        talk.can("bob", refused)


def test_short_looks(talk: Talk) -> None:
    refused = talk.actor("bob").rename_room("standup", "other")
    assert repr(refused) == '<Outcome 404, guard "participant found" (rule gate.participant_found)>'
    assert repr(refused.refusal) == (
        '<Refusal guard "participant found" (rule gate.participant_found): bob is not in standup>'
    )
    assert repr(talk.actor("alice").rename_room("standup", "daily")) == "<Outcome 200>"
    assert talk.room("standup").name == "daily"


def test_permits_look_like_their_table(talk: Talk) -> None:
    permits = talk.can("bob", "standup")
    few = talk.can("bob", "standup", ["bans", "lobby"])
    assert repr(few) == str(few)
    html = permits._repr_mimebundle_()["text/html"]
    assert "<th>operation</th><th>with</th>" in html
    assert html.count("<tr>") == len(permits) + 1
    assert "guard &quot;participant found&quot;" in html
    permit = next(permit for permit in permits if permit.operation.name == "rename_room")
    assert repr(permit).startswith("<Permit rename room  name=other  404")
    assert [permit.ok for permit in permits] == [permit.allowed for permit in permits]


def test_a_message_is_history(talk: Talk) -> None:
    before = talk.fork()
    talk.actor("alice").send_message("standup", "hello")
    before_state, everything = talk.difference(before), talk.difference(before, history=True)
    assert not any("hello" in str(change) for change in before_state)
    assert any("hello" in str(change) for change in everything)


def test_completion_lists_what_the_role_may_ask(talk: Talk) -> None:
    alice, admin = dir(talk.actor("alice")), dir(talk.admin)
    assert {"rename_room", "device", "ask"} <= set(alice)
    assert "create_user" not in alice
    assert "create_user" in admin
    assert "rename_room" not in admin
    gone = talk.guest("gina")
    talk.names.guests.clear()
    assert "rename_room" in dir(gone)


BECAUSE: dict[str, tuple[Callable[[Any], Outcome], str]] = {
    "no room": (lambda t: t.actor("alice").rename_room("nosuch", "x"), 'there is no room "nosuch"'),
    "not in the room": (lambda t: t.actor("bob").leave_call("standup"), "bob is not in standup"),
    "guest": (
        lambda t: t.guest("gina").leave_call("standup"),
        "gina has no account and has not joined standup with this browser",
    ),
    "hidden": (
        lambda t: t.actor("bob").get_room("secret"),
        "bob is not in secret, which is neither public nor listed for them",
    ),
    "no session": (
        lambda t: t.actor("alice").join_call("standup"),
        "alice has not joined standup with this browser",
    ),
    "no attendee": (
        lambda t: t.actor("alice").promote("standup", 99),
        "nobody in standup has the attendee id 99",
    ),
    "newcomer": (lambda t: t.actor("alice").add_participant("standup", "zoe"), 'there is no account "zoe"'),
    "newcomers": (
        lambda t: t.actor("alice").add_participant("standup", "crew", source="groups"),
        'there is no group "crew"',
    ),
    "no password": (lambda t: t.actor("bob").join_room("closed"), "closed has a password and none was given"),
    "password": (
        lambda t: t.actor("bob").join_room("closed", password="wrong"),
        "closed has a password and another was given",
    ),
    "no account": (lambda t: t.admin.delete_user("zoe"), 'there is no account "zoe"'),
}


@pytest.mark.parametrize("case", BECAUSE)
def test_a_refusal_says_why(talk: Talk, case: str) -> None:
    alice = talk.actor("alice")
    assert alice.create_room("secret", type="group")
    assert alice.create_room("closed", type="public")
    assert alice.set_password("closed", "correct horse")
    ask, because = BECAUSE[case]
    refusal = ask(talk).refusal
    assert refusal is not None
    assert refusal.because == because


@pytest.fixture
def polled(talk: Talk) -> Talk:
    """A room with a poll and a message that both alice and bob see."""
    alice = talk.actor("alice")
    alice.add_participant("standup", "bob")
    alice.create_poll("standup", "Lunch?", ["yes", "no"])
    alice.send_message("standup", "hello")
    return talk


def test_polls_and_messages_are_named_by_what_they_are(polled: Talk) -> None:
    alice, bob = polled.actor("alice"), polled.actor("bob")
    tea = alice.create_poll("standup", "Tea?", ["yes", "no"])
    assert bob.vote("standup", tea, [0]).data["question"] == "Tea?"
    assert bob.vote("standup", "Lunch?", [0]).data["question"] == "Lunch?"
    said = alice.send_message("standup", "good morning")
    assert alice.edit_message("standup", said, "good evening")
    assert polled.room("standup").messages[-2].text == "good evening"
    assert bob.react("standup", "hello", "👍").status == 201
    assert bob.vote("standup", next(iter(polled.room("standup").polls.values())), [1])


@pytest.mark.parametrize(
    ("poll", "said"),
    [
        ("Lnch?", 'no poll "Lnch\\?"\\. Did you mean "Lunch\\?"'),
        (lambda talk: talk.actor("alice").send_message("standup", "hello"), "201 is about no poll"),
        (lambda talk: talk.actor("bob").get_poll("standup", 9), "404, guard .poll found.* is about no poll"),
    ],
)
def test_what_is_no_poll_is_told(polled: Talk, poll: Any, said: str) -> None:
    given = poll(polled) if callable(poll) else poll
    with pytest.raises(UsageError, match=said):
        polled.actor("bob").vote("standup", given, [0])


def test_settings_take_the_words_of_scenarios(talk: Talk) -> None:
    talk.set(recording_backend=True, start_calls="moderators")
    assert talk.server.settings.recording_servers == ["https://recording.example"]
    talk.set(**{"signaling server": "yes"})
    again = talk.beginning()
    for entry in talk.journal:
        again.replay(entry)
    assert again.difference(talk) == []


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda t: t.set(recording_backen=True), 'Did you mean "recording backend"'),
        (lambda t: t.set(recording_backend="maybe"), "recording backend is yes or no"),
        (lambda t: t.set(recording_backend=False), "can only be switched on; off are signaling_mode"),
        (lambda t: t.set_up("recording backend"), r"it is talk\.set\(recording_backend=True\)"),
        (lambda t: t.set_up("usr", name="zoe"), "one of: user, group, object, settings"),
        (lambda t: t.set_up("user"), "set_up user: missing a required argument: 'name'"),
        (lambda t: t.set_up("user", nme="zoe"), "set_up user: "),
    ],
)
def test_what_cannot_be_set_up_is_told(talk: Talk, ask: Callable[[Talk], object], said: str) -> None:
    before = talk.fork()
    with pytest.raises(UsageError, match=said):
        ask(talk)
    assert talk.difference(before, history=True) == []


def test_a_room_has_its_fields(talk: Talk) -> None:
    room = talk.room("standup")
    talk.actor("alice").set_lobby("standup", "non moderators")
    assert str(room.lobby) == "non moderators"
    assert room.call is room.state.call
    assert "lobby" in dir(room)
    with pytest.raises(AttributeError, match='Did you mean "lobby"'):
        room.loby  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(AttributeError, match="seen_by"):
        talk.actor("bob").sees  # type: ignore[attr-defined]  # noqa: B018


def test_a_refusal_has_the_name_of_its_guard(talk: Talk) -> None:
    refusal = talk.actor("bob").rename_room("standup", "other").refusal
    assert refusal is not None
    assert refusal.name == str(refusal.guard) == "participant found"
