"""A named fix: what would mend a fault of the modelled server, as a policy over the declared rules.

    @fix("spreed#17544")
    def call_back_before_removing() -> Iterator[Change]:
        \"\"\"Removing breakout rooms calls everybody in them back first.\"\"\"
        yield swapped(OPERATIONS["remove_breakout_rooms"], effect=_called_back_and_removed)

Each change is made before the next is asked for, so that two may concern one operation.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TypeAlias

import attrs

from talksim.by_fields import ShownByFields
from talksim.errors import DeclarationError
from talksim.rules.policy import Swap

__all__ = ["FIXES", "Change", "Fix", "fix"]

Change: TypeAlias = Swap
Changes: TypeAlias = Callable[[], Iterator[Change]]


@attrs.frozen(eq=False, repr=False)
class Fix(ShownByFields):
    """A named fix; `issue` is where the fault is told of: `spreed#11920`, or the judge's `A78`."""

    name: str
    issue: str
    changes: Changes = attrs.field(repr=False)

    @property
    def doc(self) -> str:
        """What the fix does, in words."""
        return inspect.cleandoc(self.changes.__doc__ or "")

    @contextmanager
    def apply(self) -> Iterator[None]:
        """Change the rules while the block lasts."""
        with ExitStack() as stack:
            for change in self.changes():
                stack.enter_context(change)
            yield


FIXES: dict[str, Fix] = {}
"""Every fix by its name."""


def fix(issue: str) -> Callable[[Changes], Fix]:
    """Declare a fix; the decorated function's name is the fix's."""

    def declare(changes: Changes) -> Fix:
        name = changes.__name__.replace("_", " ")
        if name in FIXES:
            raise DeclarationError(f"two fixes are called {name}")
        FIXES[name] = Fix(name, issue, changes)
        return FIXES[name]

    return declare
