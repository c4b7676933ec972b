"""Views: what a given viewer sees of a room, an attendee, a message.

A view is a pure function of the model that returns the fields the API shows, under the API's own names.
Answers of operations and expectations of scenarios are both made of views, so they cannot disagree.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias, TypeVar

import attrs

from talksim.by_fields import ShownByFields
from talksim.errors import DeclarationError

__all__ = ["VIEWS", "WRITES", "Shown", "View", "view", "writes_first"]

Shown: TypeAlias = dict[str, Any]
F = TypeVar("F", bound=Callable[..., Any])


@attrs.frozen(eq=False, repr=False)
class View(ShownByFields):
    """One declared view: its stable id, its function, the source of the rule."""

    id: str
    show: Callable[..., Any] = attrs.field(repr=False)

    @property
    def doc(self) -> str:
        """What the view shows, in words."""
        return inspect.cleandoc(self.show.__doc__ or "")


WRITES: dict[Callable[..., Any], Callable[[Any], None]] = {}
"""What making an answer writes before anything is shown: a search does that and leaves the rest."""

VIEWS: dict[str, View] = {}
"""Every view by its id."""


def view(show: F) -> F:
    """Declare a view; the decorated function stays an ordinary function."""
    id = f"{show.__module__.rpartition('.')[2]}.{show.__name__}"
    if id in VIEWS:
        raise DeclarationError(f"two views are called {id}")
    VIEWS[id] = View(id, show)
    return show


def writes_first(write: Callable[[Any], None]) -> Callable[[Callable[[Any], Shown]], Callable[[Any], Shown]]:
    """Declare an answer that shows a view once something was written: what is due when somebody looks."""

    def declare(show: Callable[[Any], Shown]) -> Callable[[Any], Shown]:
        @wraps(show)
        def answer(at: Any) -> Shown:
            write(at)
            return show(at)

        WRITES[answer] = write
        return answer

    return declare
