"""What the server answers: status, body, and, when it refused, the guard that spoke."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, Protocol

import attrs

from talksim.by_fields import EqualByFields
from talksim.displayed import Displayed
from talksim.errors import UsageError
from talksim.rules.operation import Operation
from talksim.rules.stage import Guard

__all__ = ["Outcome", "Refusal", "Witness"]


class Witness(Protocol):
    """Who knows the world in which a request was made."""

    def why(self, outcome: Outcome) -> Any:
        """The explanation of an outcome."""


@attrs.frozen(eq=False, repr=False)
class Refusal(EqualByFields):
    """A refusal: the guard that spoke, and why in words."""

    guard: Guard
    because: str = ""

    @property
    def name(self) -> str:
        """What the guard is called in messages and scenarios: `lobby passed`."""
        return self.guard.name

    @property
    def rule(self) -> str:
        """The stable id of the rule: `gate.lobby_passed`."""
        return self.guard.id

    def __str__(self) -> str:
        """In a few words: `guard "lobby passed" (rule gate.lobby_passed)`."""
        return f'guard "{self.guard.name}" (rule {self.rule})'

    def __repr__(self) -> str:
        """The same, and why."""
        return f"<Refusal {self}{': ' if self.because else ''}{self.because}>"


@attrs.frozen(eq=False, repr=False)
class Outcome(EqualByFields, Displayed):
    """The answer to one request.

    `status` is the HTTP status, `data` the body (`ocs.data`), `headers` what matters of the headers. An
    outcome is true when the request succeeded, so that `assert bob.join_room(room)` fails for a refusal.
    """

    operation: Operation
    caller: str
    status: int
    data: Any = None
    headers: tuple[tuple[str, str], ...] = ()
    refusal: Refusal | None = None
    witness: Witness | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def why(self) -> Any:
        """Why it was answered so: a `talksim.why.reasons.Why`, found out now by replaying the journal.

        Raises `UsageError` when the world it was asked in is gone, since it was undone.
        """
        if self.witness is None:
            raise UsageError("the world in which this was asked is not known here")
        return self.witness.why(self)

    @property
    def ok(self) -> bool:
        """Whether the request succeeded (status below 400)."""
        return self.status < 400

    def __bool__(self) -> bool:
        """The same as `ok`."""
        return self.ok

    @property
    def allowed(self) -> bool:
        """The same as `ok`."""
        return self.ok

    @property
    def guard(self) -> Guard | None:
        """The guard that refused, if one did; its `name` is what scenarios call it."""
        return self.refusal.guard if self.refusal else None

    @property
    def rule(self) -> str:
        """The stable id of the rule that refused: `gate.lobby_passed`; "" if none did."""
        return self.refusal.rule if self.refusal else ""

    @property
    def because(self) -> str:
        """Why it was refused, in words; "" if it was not, or where there is no more to say."""
        return self.refusal.because if self.refusal else ""

    @property
    def error(self) -> str | None:
        """The error key in the body, if any."""
        return self.data.get("error") if isinstance(self.data, dict) and not self.ok else None

    @property
    def token(self) -> str:
        """The token of the room in the answer, "" if it is not about one room."""
        return str(self.data.get("token", "")) if isinstance(self.data, dict) else ""

    if not TYPE_CHECKING:  # a checker would take every name for one of ours

        def __getattr__(self, name: str) -> NoReturn:
            """What is not there: says where it is, or which name may be meant."""
            from talksim.guidance import not_in_outcome  # noqa: PLC0415  only a mistake pays for it

            raise not_in_outcome(self, name)

    def __str__(self) -> str:
        """In one line: `412, guard "lobby passed" (rule gate.lobby_passed)`."""
        error = f" {self.error}" if self.error else ""
        if self.refusal is None:
            return f"{self.status}{error}"
        return f"{self.status}{error}, {self.refusal}"

    def __repr__(self) -> str:
        """The same in angle brackets; the body is in `data`."""
        return f"<Outcome {self}>"
