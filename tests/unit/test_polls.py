"""Polls: each guard both ways, who sees what, voters who are gone."""

from __future__ import annotations

from typing import Any

import pytest
from standup import World

from talksim.constants import LobbyState, Permission, PollMode, PollStatus, ReadOnly, RoomType
from talksim.model.poll import Poll
from talksim.operations.polls import MAX_OPTIONS, MAX_QUESTION
from talksim.outcome import Outcome
from talksim.procedures.polls import clear_polls, delete_poll
from talksim.rules.operation import OPERATIONS
from talksim.views.message import visible_messages

PUBLIC, HIDDEN = PollMode.PUBLIC, PollMode.HIDDEN
QUESTION: dict[str, Any] = {"question": "Tea?", "options": ["yes", "no", "later"]}


class Debate(World):
    """Alice's public room "standup" with bob and carol; bob asks, and so on."""

    def done(self, who: str, operation: str, token: str | None = None, **params: Any) -> Outcome:
        outcome = self.do(who, operation, token, **params)
        assert outcome.ok, outcome
        return outcome

    def ask(self, who: str = "bob", **params: Any) -> Poll:
        shown = self.done(who, "create_poll", **{**QUESTION, **params}).data
        return self.room.polls[shown["id"]]

    def vote(self, who: str, poll: Poll, *options: Any) -> Outcome:
        return self.do(who, "vote", poll=poll.id, options=list(options))

    def see(self, who: str, poll: Poll) -> dict[str, Any]:
        shown: dict[str, Any] = self.done(who, "get_poll", poll=poll.id).data
        return shown


@pytest.fixture
def world() -> Debate:
    made = Debate()
    made.enter("guest", call=False)
    return made


# -------------------------------------------------------------------------------- asking


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({}, 201),
        ({"question": " \t "}, 400),
        ({"question": "q" * MAX_QUESTION}, 201),
        ({"question": "q" * (MAX_QUESTION + 1)}, 400),
        ({"question": "é" * (MAX_QUESTION // 2)}, 201),
        ({"question": "é" * (MAX_QUESTION // 2 + 1)}, 400),
        ({"options": ["same", "same"]}, 201),
        ({"options": ["one"]}, 400),
        ({"options": []}, 400),
        ({"options": ["one", " ", "\t"]}, 400),
        ({"options": ["one", 2]}, 400),
        ({"options": ["one", ["two"]]}, 400),
        ({"options": ["a", "b" * (MAX_OPTIONS - 8)]}, 201),
        ({"options": ["a", "b" * (MAX_OPTIONS - 7)]}, 400),
        ({"result_mode": 2}, 201),
        ({"max_votes": -1}, 201),
    ],
)
def test_what_can_be_asked(world: Debate, params: dict[str, Any], status: int) -> None:
    assert world.do("bob", "create_poll", **{**QUESTION, **params}).status == status


@pytest.mark.parametrize(
    ("kind", "status"),
    [(RoomType.GROUP, 201), (RoomType.PUBLIC, 201), (RoomType.ONE_TO_ONE, 400), (RoomType.NOTE_TO_SELF, 400)],
)
def test_where_can_be_asked(world: Debate, kind: RoomType, status: int) -> None:
    if kind is RoomType.NOTE_TO_SELF:
        token = world.done("alice", "get_note_to_self", "").token
    else:
        invite = "bob" if kind is RoomType.ONE_TO_ONE else ""
        token = world.done("alice", "create_room", "", type=kind, name="New", invite=invite).token
    assert world.do("alice", "create_poll", token, **QUESTION).status == status


def test_who_may_ask(world: Debate) -> None:
    bob = world.attendee("bob").id
    assert world.do("dave", "create_poll", **QUESTION).status == 404
    assert world.do("guest", "create_poll", **QUESTION).status == 201
    silent = Permission.CUSTOM | Permission.JOIN_CALL
    world.done("alice", "set_permissions", attendee=bob, permissions=silent, method="set")
    assert world.do("bob", "create_poll", **QUESTION).status == 403
    assert world.do("alice", "create_poll", **QUESTION).status == 201


def test_locked_rooms_take_votes_but_no_questions(world: Debate) -> None:
    poll = world.ask()
    world.done("alice", "set_read_only", state=ReadOnly.READ_ONLY)
    assert world.do("alice", "create_poll", **QUESTION).status == 403
    assert world.vote("carol", poll, 0).ok
    assert world.do("bob", "close_poll", poll=poll.id).ok


def test_behind_the_lobby_nothing_goes(world: Debate) -> None:
    poll = world.ask()
    world.done("alice", "set_lobby", state=LobbyState.NON_MODERATORS)
    assert world.do("bob", "create_poll", **QUESTION).status == 412
    for operation in ("get_poll", "vote", "close_poll"):
        assert world.do("bob", operation, poll=poll.id).status == 412
        assert world.do("alice", operation, poll=poll.id).ok


def test_texts_are_trimmed_and_blank_options_dropped(world: Debate) -> None:
    shown = world.done("bob", "create_poll", question=" Q ", options=["a", " ", " b "]).data
    assert (shown["question"], shown["options"]) == ("Q", ["a", "b"])
    assert (shown["votes"], shown["numVoters"], shown["votedSelf"]) == ([], 0, [])


# -------------------------------------------------------------------------------- voting


@pytest.mark.parametrize(
    ("max_votes", "options", "status"),
    [
        (1, [0], 200),
        (1, [], 200),
        (1, [0, 1], 400),
        (2, [0, 1], 200),
        (0, [0, 1, 2], 200),
        (-1, [], 400),
        (0, [1, 1], 400),
        (0, [1, "1"], 400),
        (0, ["1"], 200),
        (0, ["a"], 400),
        (0, [None], 400),
        (0, [-1], 400),
        (0, [3], 400),
    ],
)
def test_what_can_be_voted(world: Debate, max_votes: int, options: list[Any], status: int) -> None:
    assert world.vote("carol", world.ask(max_votes=max_votes), *options).status == status


@pytest.mark.parametrize("operation", ["get_poll", "vote", "close_poll"])
def test_polls_belong_to_their_room(world: Debate, operation: str) -> None:
    poll = world.ask()
    other = world.done("bob", "create_room", "", type=RoomType.GROUP, name="Other").token
    assert world.do("bob", operation, other, poll=poll.id).status == 404
    assert world.do("bob", operation, poll=poll.id + 1).status == 404
    assert world.do("dave", operation, poll=poll.id).status == 404
    assert world.do("bob", operation, poll=poll.id).ok


def test_a_vote_replaces_the_one_before(world: Debate) -> None:
    poll = world.ask()
    world.vote("carol", poll, 0, 1)
    world.vote("bob", poll, 0)
    shown = world.vote("carol", poll, 2).data
    assert (shown["votes"], shown["numVoters"]) == ({"option-0": 1, "option-2": 1}, 2)
    shown = world.vote("carol", poll).data
    assert (shown["votes"], shown["numVoters"], shown["votedSelf"]) == ([], 0, [])
    assert poll.num_voters == 1


def test_closed_polls_take_no_votes_and_stay_closed(world: Debate) -> None:
    poll = world.ask()
    assert world.do("carol", "close_poll", poll=poll.id).status == 403
    assert world.do("guest", "close_poll", poll=poll.id).status == 403
    assert world.do("bob", "close_poll", poll=poll.id).data["status"] == PollStatus.CLOSED
    assert world.vote("carol", poll, 0).status == 400
    for who in ("carol", "bob", "alice"):
        assert world.do(who, "close_poll", poll=poll.id).status == 400


def test_moderators_close_what_others_asked(world: Debate) -> None:
    assert world.do("alice", "close_poll", poll=world.ask().id).ok
    guest = next(a for a in world.room.attendees.values() if a.is_guest)
    world.done("alice", "promote", attendee=guest.id)
    assert world.do("guest", "close_poll", poll=world.ask().id).ok


# -------------------------------------------------------------------------------- seeing

ALL = {"option-1": 2}


@pytest.mark.parametrize(
    ("mode", "closed", "viewer", "expected"),
    [
        (PUBLIC, False, "carol", (ALL, 2, False)),  # has voted
        (PUBLIC, False, "guest", ([], 0, False)),
        (PUBLIC, False, "alice", ([], 2, False)),  # moderator
        (PUBLIC, False, "bob", ([], 2, False)),  # author
        (HIDDEN, False, "carol", ([], 0, False)),
        (HIDDEN, False, "alice", ([], 2, False)),
        (HIDDEN, False, "bob", ([], 2, False)),
        (2, False, "carol", ([], 0, False)),
        (PUBLIC, True, "guest", (ALL, 2, True)),
        (HIDDEN, True, "guest", (ALL, 2, False)),
        (HIDDEN, True, "alice", (ALL, 2, False)),
        (2, True, "alice", (ALL, 2, False)),
    ],
)
def test_who_sees_the_result(world: Debate, mode: int, closed: bool, viewer: str, expected: Any) -> None:
    poll = world.ask(result_mode=mode)
    world.enter("guest#2", call=False)
    for voter in ("carol", "guest#2"):
        assert world.vote(voter, poll, 1).ok
    if closed:
        world.done("bob", "close_poll", poll=poll.id)
    shown = world.see(viewer, poll)
    assert (shown["votes"], shown["numVoters"], "details" in shown) == expected
    assert shown["votedSelf"] == ([1] if viewer == "carol" else [])


def test_details_name_every_vote(world: Debate) -> None:
    poll = world.ask()
    world.vote("carol", poll, 1, 2)
    world.vote("alice", poll, 1)
    world.done("bob", "close_poll", poll=poll.id)
    details = world.see("guest", poll)["details"]
    assert [(vote["actorDisplayName"], vote["optionId"]) for vote in details] == [
        ("Alice", 1),
        ("Carol", 1),
        ("Carol", 2),
    ]


# ---------------------------------------------------------------------- what is said of it


def test_the_chat_tells_of_public_votes_but_not_whose(world: Debate) -> None:
    poll = world.ask(question=" Tea? ")
    for options in ([0], []):
        world.vote("carol", poll, *options)
    world.done("bob", "close_poll", poll=poll.id)
    said = [(m["message"], m["actorId"], m["messageParameters"]) for m in messages(world, 4)]
    rich = {"type": "talk-poll", "id": str(poll.id), "name": "Tea?"}
    bob = {"type": "user", "id": "bob", "name": "Bob"}
    voted = ("Someone voted on the poll {poll}", "system", {"poll": rich})
    assert said == [
        ("{object}", "bob", {"actor": bob, "object": {**rich, "name": " Tea? "}}),
        voted,
        voted,
        ("{actor} ended the poll {poll}", "bob", {"actor": bob, "poll": rich}),
    ]


def test_hidden_polls_are_voted_on_in_silence(world: Debate) -> None:
    poll = world.ask(result_mode=HIDDEN)
    before = len(world.room.messages)
    world.vote("carol", poll, 0)
    assert len(world.room.messages) == before


def test_asking_and_closing_move_the_own_read_marker(world: Debate) -> None:
    poll = world.ask()
    bob, carol = world.attendee("bob"), world.attendee("carol")
    assert [world.room.unread_after(person.last_read, 0) for person in (bob, carol)] == [0, 1]
    world.vote("carol", poll, 0)
    assert bob.last_read < world.room.last_message
    world.done("bob", "close_poll", poll=poll.id)
    assert bob.last_read == world.room.last_message


# ------------------------------------------------------------------------ those who are gone


def test_votes_of_those_who_left_stay(world: Debate) -> None:
    poll = world.ask()
    world.vote("carol", poll, 0)
    world.done("carol", "remove_self")
    assert world.see("alice", poll)["numVoters"] == 1
    world.done("alice", "add_participant", participant="carol")
    assert world.see("carol", poll)["votedSelf"] == [0]


def test_deleted_voters_are_one_from_the_next_vote_on(world: Debate) -> None:
    poll = world.ask()
    world.done("alice", "add_participant", participant="dave")
    for name in ("carol", "dave"):
        world.vote(name, poll, 0)
    for name in ("carol", "dave", "bob"):
        delete_account(world, name)
    author = world.see("alice", poll)
    assert (author["actorType"], author["actorId"], author["actorDisplayName"]) == (
        "deleted_users",
        "deleted_users",
        "",
    )
    assert author["numVoters"] == 2
    told = world.vote("alice", poll, 1).data
    assert (told["votes"], told["numVoters"]) == ({"option-0": 2, "option-1": 1}, 3)
    assert world.see("alice", poll)["numVoters"] == 2


def test_a_guest_with_a_new_name_has_it_everywhere(world: Debate) -> None:
    poll = world.ask("guest")
    world.vote("guest", poll, 0)
    world.done("guest", "set_guest_name", name="Gina")
    world.done("guest", "close_poll", poll=poll.id)
    shown = world.see("alice", poll)
    assert (shown["actorDisplayName"], shown["details"][0]["actorDisplayName"]) == ("Gina", "Gina")


def test_polls_go_one_by_one_or_all_at_once(world: Debate) -> None:
    first, second = world.ask(), world.ask()
    assert delete_poll(world.room, first.id) is first
    assert delete_poll(world.room, first.id) is None
    assert world.do("bob", "get_poll", poll=first.id).status == 404
    assert world.do("bob", "get_poll", poll=second.id).ok
    clear_polls(world.room)
    assert world.do("bob", "get_poll", poll=second.id).status == 404


def test_polls_survive_a_fork(world: Debate) -> None:
    poll = world.ask(max_votes=2)
    world.vote("carol", poll, 0, 1)
    before = world.see("carol", poll)
    world.talk = world.talk.fork()
    world.server = world.talk.server
    assert world.see("carol", poll) == before


def messages(world: Debate, newest: int) -> list[dict[str, Any]]:
    """The newest messages as alice reads them, oldest first."""
    return visible_messages(world.server, world.room, world.attendee("alice"))[:newest][::-1]


def delete_account(world: Debate, name: str) -> None:
    browser = world.talk.browser("admin", "", "admin")
    assert world.talk.perform(browser, OPERATIONS["delete_user"], user=name).ok
