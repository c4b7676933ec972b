"""The journal of a world: what was asked, what was set up, and how long nobody asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from talksim.by_fields import EqualByFields
from talksim.rules.operation import OPERATIONS

__all__ = ["Entry"]


@attrs.frozen(eq=False, repr=False)
class Entry(EqualByFields):
    """One line of the journal: who asked for what and from where, what was set up, or how long nobody asked.

    `role` is the browser's, or "clock" for time that passed, or "setup" for what no request does. `params`
    are those that were given; the others were at their defaults.
    """

    caller: str
    user: str
    role: str
    operation: str
    token: str
    params: Mapping[str, Any]
    address: str = ""
    client: str = ""

    @property
    def complete(self) -> Mapping[str, Any]:
        """All parameters of the request, those that were not given at the defaults of the rules in force."""
        return {**OPERATIONS[self.operation].defaults, **self.params}

    def __repr__(self) -> str:
        """`<Entry alice: add participant gs2uhsb2 participant='bob'>`."""
        who = f"{self.caller or self.role}: "
        given = (f"{name}={value!r}" for name, value in self.params.items())
        said = filter(None, [self.operation.replace("_", " "), self.token, *given])
        return f"<Entry {who}{' '.join(said)}>"
