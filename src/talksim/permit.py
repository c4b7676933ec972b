"""What one operation would answer to one request."""

from __future__ import annotations

from typing import Any

import attrs

from talksim.by_fields import EqualByFields
from talksim.constants import Vocabulary
from talksim.outcome import Outcome
from talksim.rules.operation import Operation
from talksim.rules.stage import Guard

__all__ = ["Permit"]


@attrs.frozen(eq=False, repr=False)
class Permit(EqualByFields):
    """What one operation would answer, asked with one of its samples and with what is there."""

    operation: Operation
    parameters: dict[str, Any]
    outcome: Outcome
    fits: bool = True
    """False where a refusal is about what was asked for: nothing that is there fits, whoever asks."""
    lacks: str = ""
    """What is not there that one would have to name: "poll"."""

    @property
    def allowed(self) -> bool:
        """Whether the request would succeed."""
        return self.outcome.ok

    def __bool__(self) -> bool:
        """Whether the request would succeed, as an outcome says whether it did."""
        return self.outcome.ok

    @property
    def ok(self) -> bool:
        """The same as `allowed`."""
        return self.outcome.ok

    @property
    def guard(self) -> Guard | None:
        """The guard that would refuse."""
        return self.outcome.refusal.guard if self.outcome.refusal else None

    @property
    def because(self) -> str:
        """Why it would be refused, in words."""
        return self.outcome.refusal.because if self.outcome.refusal else ""

    @property
    def answer(self) -> str:
        """`allowed (200)`, the refusal, or in parentheses that nothing fits: `(no poll is there)`."""
        if self.allowed:
            return f"allowed ({self.outcome.status})"
        if self.fits:
            return str(self.outcome)
        return f"(no {self.lacks} is there)" if self.lacks else f"({self.outcome})"

    def cells(self) -> tuple[str, str, str, str]:
        """A row of the table: the operation, its parameters, the answer, the reason."""
        given = ", ".join(f"{name}={_shown(value)}" for name, value in self.parameters.items())
        return self.operation.phrase, given, self.answer, self.because

    def __str__(self) -> str:
        return "  ".join(filter(None, self.cells()))

    def __repr__(self) -> str:
        return f"<Permit {self}>"


def _shown(value: object) -> str:
    return value.word if isinstance(value, Vocabulary) else str(value)
