"""Polls: a question asked in a room, and who chose what."""

from __future__ import annotations

from collections import Counter

from talksim.constants import PollMode, PollStatus
from talksim.model.fields import history, model_class, state
from talksim.rules.lifecycle import Lifecycle, Move

__all__ = ["Poll", "Vote", "poll_status"]


@model_class
class Vote:
    """One option chosen by one actor; the actor need not be in the room any more."""

    actor_type: str = state()
    actor_id: str = state()
    option: int = state()
    display_name: str = history(default="")

    @property
    def actor(self) -> tuple[str, str]:
        """Who chose."""
        return (self.actor_type, self.actor_id)


@model_class
class Poll:
    """Owned by a room (spec: chat 3.1).

    `result_mode` other than public acts as hidden; `max_votes` is 0 for any number. `num_voters` is counted
    when somebody votes, and so keeps apart voters whose accounts were deleted since.
    """

    id: int = state(identity=True)
    question: str = state()
    options: list[str] = state()
    actor_type: str = state()
    actor_id: str = state()
    display_name: str = history(default="")
    result_mode: int = state(default=0)
    max_votes: int = state(default=0)
    status: PollStatus = state(default=PollStatus.OPEN)
    num_voters: int = state(default=0)
    votes: list[Vote] = state(factory=list)

    @property
    def actor(self) -> tuple[str, str]:
        """The author."""
        return (self.actor_type, self.actor_id)

    @property
    def is_open(self) -> bool:
        """Whether it takes votes."""
        return self.status is PollStatus.OPEN

    @property
    def is_public(self) -> bool:
        """Whether votes can be seen."""
        return self.result_mode == PollMode.PUBLIC

    def chosen_by(self, actor: tuple[str, str]) -> list[int]:
        """The options an actor has chosen, in the order of choosing."""
        return [vote.option for vote in self.votes if vote.actor == actor]

    def tally(self) -> Counter[int]:
        """How many chose each option; options nobody chose are left out."""
        return Counter(vote.option for vote in self.votes)

    @property
    def label(self) -> str:
        """The short name in state differences."""
        return self.question

    def summary(self) -> str:
        """What a state difference says when the poll comes or goes."""
        return f"{self.status} poll"


poll_status = Lifecycle(
    "poll",
    attribute="status",
    states=PollStatus,
    initial=PollStatus.OPEN,
    moves=[Move("close", PollStatus.OPEN, PollStatus.CLOSED)],
)
"""Whether a poll takes votes; nothing opens it again (spec: chat 8)."""
