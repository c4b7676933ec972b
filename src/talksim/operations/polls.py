"""Polls: asking, voting, closing (spec: chat 3)."""

from __future__ import annotations

import json
from typing import Any

from talksim.constants import PollMode, RoomType
from talksim.model.event import PollClosed, PollCreated, PollVoted
from talksim.model.poll import Poll, poll_status
from talksim.procedures.gate import gates, lobby_passed, may_chat, read_write
from talksim.procedures.polls import cast_votes
from talksim.procedures.scene import InRoom
from talksim.rules.operation import operation
from talksim.rules.parameter import PollId
from talksim.rules.stage import Answer, bind, guard
from talksim.rules.view import Shown
from talksim.views.poll import poll_for

__all__ = ["close_poll", "create_poll", "get_poll", "vote"]

MAX_QUESTION = 32_000
MAX_OPTIONS = 60_000


@guard(400, because=lambda at: f"{at.room.label} is a {at.room.type}")
def can_have_polls(at: InRoom) -> bool:
    """Only group and public rooms have polls."""
    return at.room.type in (RoomType.GROUP, RoomType.PUBLIC)


@guard(400)
def question_valid(at: InRoom, *, question: str) -> bool:
    """The question is not blank and has at most 32000 bytes."""
    return 0 < len(question.strip().encode()) <= MAX_QUESTION


@guard(400)
def options_are_texts(at: InRoom, *, options: list[Any]) -> bool:
    """Every option is a text."""
    return all(isinstance(option, str) for option in options)


def _options_because(at: InRoom) -> str:
    worded = _worded(at.params["options"])
    return f"the options that are not blank are {', '.join(worded)}" if worded else "every option is blank"


@guard(400, because=_options_because)
def options_valid(at: InRoom, *, options: list[str]) -> bool:
    """There are two options that are not blank, in 60000 bytes of JSON, where a slash takes two."""
    worded = _worded(options)
    encoded = json.dumps(worded, separators=(",", ":"))
    return len(worded) > 1 and len(encoded) + encoded.count("/") <= MAX_OPTIONS


def _shown(at: InRoom) -> Shown:
    return poll_for(at.found, at.attendee)


@operation(
    "POST /api/v1/poll/{token}",
    stages=[
        *gates(read_write, lobby_passed, may_chat),
        can_have_polls,
        question_valid,
        options_are_texts,
        options_valid,
    ],
    answers=_shown,
    success=201,
    samples=[
        {"question": "Tea or coffee?", "options": ["tea", "coffee"], "max_votes": 1},
        {"question": "Who stays?", "options": ["I", "not I"], "result_mode": PollMode.HIDDEN},
    ],
)
def create_poll(
    at: InRoom,
    *,
    question: str,
    options: list[Any],
    result_mode: PollMode | int = PollMode.PUBLIC,
    max_votes: int = 0,
) -> None:
    """Ask a question; blank options are left out, `max_votes` is 0 for any number (spec: chat 3.2)."""
    author = at.attendee
    at.found = poll = Poll(
        id=at.server.next_id("poll"),
        question=question.strip(),
        options=_worded(options),
        actor_type=author.actor_type.value,
        actor_id=author.actor_id,
        display_name=author.display_name,
        result_mode=int(result_mode),
        max_votes=max_votes,
    )
    at.room.polls[poll.id] = poll
    at.emit(PollCreated(at.room, poll, author, title=question))


@bind(404)
def poll_found(at: InRoom, *, poll: int) -> bool:
    """The poll is one of this room."""
    at.found = at.room.polls.get(poll)
    return at.found is not None


@operation(
    "GET /api/v1/poll/{token}/{pollId}",
    stages=[*gates(lobby_passed), poll_found],
    answers=_shown,
    wire={"poll": "pollId"},
)
def get_poll(at: InRoom, *, poll: PollId) -> None:
    """Read a poll (spec: chat 3.3)."""


@guard(400, because=lambda at: f"the poll is {at.found.status}")
def poll_open(at: InRoom) -> bool:
    """The poll is not closed."""
    return bool(at.found.is_open)


@guard(400)
def choices_distinct(at: InRoom, *, options: list[Any] | None) -> bool:
    """No option is chosen twice."""
    chosen = options or []
    return len({str(option) for option in chosen}) == len(chosen)


def _limit_because(at: InRoom) -> str:
    return f"the poll takes {at.found.max_votes} votes of each voter, not {len(at.params['options'] or [])}"


@guard(400, because=_limit_because)
def choices_not_too_many(at: InRoom, *, options: list[Any] | None) -> bool:
    """Not more options are chosen than the poll allows; a negative limit allows not even none."""
    limit: int = at.found.max_votes
    return limit == 0 or len(options or []) <= limit


def _choices_because(at: InRoom) -> str:
    options = ", ".join(f"{number} ({text})" for number, text in enumerate(at.found.options))
    return f"the poll has the options {options}, not {', '.join(map(str, at.params['options']))}"


@guard(400, because=_choices_because)
def choices_exist(at: InRoom, *, options: list[Any] | None) -> bool:
    """Every chosen option is the number of one of the poll's, counted from 0."""
    numbers = [_number(option) for option in options or []]
    return all(number is not None and 0 <= number < len(at.found.options) for number in numbers)


@operation(
    "POST /api/v1/poll/{token}/{pollId}",
    stages=[
        *gates(lobby_passed),
        poll_found,
        poll_open,
        choices_distinct,
        choices_not_too_many,
        choices_exist,
    ],
    wire={"poll": "pollId", "options": "optionIds"},
    samples=[{"options": [0]}],
)
def vote(at: InRoom, *, poll: PollId, options: list[Any] | None = None) -> Answer:
    """Choose options by number, in place of those chosen before; none withdraws (spec: chat 3.2)."""
    chosen = [int(option) for option in options or []]
    told = cast_votes(at.found, at.attendee, chosen)
    if at.found.is_public:
        at.emit(PollVoted(at.room, at.found))
    return Answer(200, poll_for(at.found, at.attendee, told))


@guard(403, because=lambda at: f"{at.attendee.label} is {at.attendee.type} and did not ask the question")
def author_or_moderator(at: InRoom) -> bool:
    """The actor asked the question, or moderates."""
    return at.attendee.moderates or at.found.actor == at.attendee.actor


@operation(
    "DELETE /api/v1/poll/{token}/{pollId}",
    stages=[*gates(lobby_passed), poll_found, poll_open, author_or_moderator],
    answers=_shown,
    wire={"poll": "pollId"},
)
def close_poll(at: InRoom, *, poll: PollId) -> None:
    """End the voting for good and publish the result (spec: chat 3.2)."""
    poll_status.fire(at.found, "close", at)
    at.emit(PollClosed(at.room, at.found, at.attendee))


def _worded(options: list[str]) -> list[str]:
    return [text for option in options if (text := option.strip())]


def _number(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    try:
        return int(value)
    except (TypeError, ValueError):
        return None
