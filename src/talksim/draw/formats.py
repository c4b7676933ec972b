"""The formats of pictures by their names; a new format is one function with a decorator.

@graph_format("plantuml", ".puml")
def plantuml(graphs: Sequence[Graph]) -> str: ...
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Generic, TypeAlias, TypeVar

import attrs

from talksim.by_fields import ShownByFields
from talksim.draw.graph import Graph
from talksim.draw.timeline import Timeline
from talksim.errors import DeclarationError

__all__ = ["Format", "Formats", "Graphs", "Timelines", "graph_format", "timeline_format"]

T = TypeVar("T")
Graphs: TypeAlias = Sequence[Graph]
Timelines: TypeAlias = Sequence[Timeline]


@attrs.frozen(eq=False, repr=False)
class Format(ShownByFields, Generic[T]):
    """One format: its name, the ending of its files, and the function that writes it."""

    name: str
    suffix: str
    render: Callable[[T], str] = attrs.field(repr=False)


class Formats(dict[str, Format[T]]):
    """Formats by their names. Calling it with a name and a file ending declares one."""

    def __call__(self, name: str, suffix: str) -> Callable[[Callable[[T], str]], Callable[[T], str]]:
        """Declare the decorated function as a format. Raises `DeclarationError` for a name already taken."""

        def declare(render: Callable[[T], str]) -> Callable[[T], str]:
            if name in self:
                raise DeclarationError(f"two formats are called {name!r}")
            self[name] = Format(name, suffix, render)
            return render

        return declare

    def by_suffix(self, path: str) -> str | None:
        """The name of the format whose files end like a path."""
        return next((known.name for known in self.values() if path.endswith(known.suffix)), None)


graph_format: Final[Formats[Graphs]] = Formats()
"""The formats of graphs, and the decorator that declares one."""

timeline_format: Final[Formats[Timelines]] = Formats()
"""The formats of scenarios, and the decorator that declares one."""
