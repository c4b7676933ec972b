"""What can go wrong in talksim itself, each with a code.

A *refusal* is not here: it is an ordinary answer of the modelled server (see `talksim.rules.stage`).
"""

from __future__ import annotations

__all__ = ["BoundReached", "DeclarationError", "TalksimError", "UsageError"]


class TalksimError(Exception):
    """Base of every error a user can meet; `code` is stable and safe to match on."""

    code = "talksim"


class UsageError(TalksimError):
    """The caller named something that does not exist: an operation, a user, a parameter."""

    code = "usage"


class BoundReached(TalksimError):  # noqa: N818 - the public name says what happened
    """A stated bound (steps, cases, size) was hit before the work was done."""

    code = "bound"


class DeclarationError(TalksimError):
    """A rule was declared wrongly: a duplicate id, a stage whose parameter no one gives."""

    code = "declaration"
