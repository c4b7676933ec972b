"""What a viewer sees of a poll (spec: chat 3.3)."""

from __future__ import annotations

from typing import Any

from talksim.constants import PollMode
from talksim.model.attendee import Attendee
from talksim.model.poll import Poll
from talksim.rules.view import Shown, view

__all__ = ["poll_for"]


@view
def poll_for(poll: Poll, viewer: Attendee, num_voters: int | None = None) -> Shown:
    """A poll for one attendee.

    While it is open only those who voted in a public poll see the counts, and others but its author and
    moderators not even how many voted. `num_voters` stands in for the stored number of voters.
    """
    voted = sorted(poll.chosen_by(viewer.actor))
    knows_number = not poll.is_open or (poll.is_public and bool(voted))
    shown = {
        "id": poll.id,
        "question": poll.question,
        "options": list(poll.options),
        "votes": _counts(poll) if knows_number else [],
        "numVoters": poll.num_voters if num_voters is None else num_voters,
        "actorType": poll.actor_type,
        "actorId": poll.actor_id,
        "actorDisplayName": poll.display_name,
        "status": poll.status,
        "resultMode": PollMode.parse_or_number(poll.result_mode),
        "maxVotes": poll.max_votes,
        "votedSelf": voted,
    }
    if not (knows_number or viewer.moderates or viewer.actor == poll.actor):
        shown["numVoters"] = 0
    if poll.is_public and not poll.is_open:
        shown["details"] = _details(poll)
    return shown


def _counts(poll: Poll) -> Any:
    """The votes by option; the API shows an empty list for none."""
    return {f"option-{option}": number for option, number in sorted(poll.tally().items())} or []


def _details(poll: Poll) -> list[Shown]:
    """Every vote, in the order of the server's index: by voter, then by option."""
    return [
        {
            "actorType": vote.actor_type,
            "actorId": vote.actor_id,
            "actorDisplayName": vote.display_name,
            "optionId": vote.option,
        }
        for vote in sorted(poll.votes, key=lambda vote: (*vote.actor, vote.option))
    ]
