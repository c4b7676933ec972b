"""What a notebook shows: a table and pictures of a value, made by whoever knows that kind.

Classes say that they can be shown by the mixin alone and know nothing of tables and pictures. Who makes
those is found among the entry points of the group `talksim.displays`, at the first display: a further
package can show kinds of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

import attrs

from talksim.by_fields import ShownByFields
from talksim.errors import UsageError

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = [
    "DISPLAYS",
    "MERMAID",
    "SVG",
    "Display",
    "Displayed",
    "Displayer",
    "display",
    "display_of",
    "framed",
]

MERMAID: Final = "text/vnd.mermaid"
SVG: Final = "image/svg+xml"
_STYLE: Final = """
.talksim .wide { max-height: 32em; overflow: auto; }
.talksim table { margin: 0; border-collapse: collapse; }
.talksim caption { text-align: left; font-weight: 600; padding: .4em 0; }
.talksim .wide table :is(tr, th, td) { text-align: left; vertical-align: top; white-space: pre-line; }
.talksim pre { font-family: var(--jp-code-font-family, monospace); max-height: 20em; overflow: auto; }
.talksim summary { cursor: pointer; }
.talksim img { max-width: 100%; display: block; }
"""
"""Notebooks put everything to the right and on one line; a long table scrolls in its own box."""


@attrs.frozen(eq=False, repr=False)
class Display(ShownByFields):
    """How a value looks: a table with a title, lines below it, and pictures by their MIME type.

    `folded` is text that opens at a click, under the word that stands before it; so does the table where an
    SVG says the same.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    below: tuple[str, ...] = ()
    pictures: Mapping[str, str] = attrs.field(factory=dict)
    folded: tuple[tuple[str, str], ...] = ()

    @property
    def html(self) -> str:
        """A picture if there is an SVG, the table with the title as its caption, the lines below it."""
        from html import escape  # noqa: PLC0415  few programs are notebooks

        def line(tag: str, cells: Iterable[object]) -> str:
            return f"<tr>{''.join(f'<{tag}>{escape(str(cell))}</{tag}>' for cell in cells)}</tr>"

        head = line("th", self.columns)
        rows = "".join(line("td", row) for row in self.rows)
        below = "".join(f"<pre>{escape(lines)}</pre>" for lines in self.below)
        below += "".join(_details(word, f"<pre>{escape(text)}</pre>") for word, text in self.folded)
        caption = f"<caption>{escape(self.title)}</caption>" if self.title else ""
        table = f"<table>{caption}<thead>{head}</thead><tbody>{rows}</tbody></table>"
        return framed(table, self.title, image=self._image, below=below)

    @property
    def _image(self) -> str:
        """The SVG as an image of its own, whose style touches nothing else on the page."""
        from base64 import b64encode  # noqa: PLC0415
        from html import escape  # noqa: PLC0415

        if SVG not in self.pictures:
            return ""
        data = b64encode(self.pictures[SVG].encode()).decode()
        return f'<img alt="{escape(self.title)}" src="data:{SVG};base64,{data}">'


def framed(tables: str, title: str, *, image: str = "", below: str = "") -> str:
    """Tables in a box that scrolls, in our style; below an image that says the same they open at a click."""
    from html import escape  # noqa: PLC0415  few programs are notebooks

    box = f'<div class="wide" tabindex="0" role="region" aria-label="{escape(title)}">{tables}</div>'
    shown = image + _details("as a table", box) if image else box
    return f'<div class="talksim"><style>{_STYLE}</style>{shown}{below}</div>'


def _details(word: str, inner: str) -> str:
    return f"<details><summary>{word}</summary>{inner}</details>"


Displayer: TypeAlias = Callable[[Any], Display]
F = TypeVar("F", bound=Displayer)

DISPLAYS: Final[dict[str, Displayer]] = {}
"""Who shows what, by the full name of the class: to know of a class is not to import it."""


def display(name: str) -> Callable[[F], F]:
    """Declare the decorated function as the one that shows the class of this full name."""

    def declare(displayer: F) -> F:
        DISPLAYS[name] = displayer
        return displayer

    return declare


def display_of(value: object) -> Display:
    """How a value looks. Raises `UsageError` for a kind that nobody shows."""
    if not DISPLAYS:
        _load()
    for kind in type(value).__mro__:
        if found := DISPLAYS.get(f"{kind.__module__}.{kind.__qualname__}"):
            return found(value)
    raise UsageError(f"nobody shows a {type(value).__name__} as a table")


class Displayed:
    """A class whose values notebooks show as tables and pictures, and that `to_frame` makes a data frame."""

    __slots__ = ()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """All forms at once, of which the notebook takes the richest it knows.

        A class with a `_repr_html_` of its own keeps that look.
        """
        shown, own = display_of(self), getattr(self, "_repr_html_", None)
        html = shown.html if own is None else own()
        bundle = {"text/plain": repr(self), "text/html": html, **shown.pictures}
        wanted = set(bundle) if include is None else set(include)
        return {kind: text for kind, text in bundle.items() if kind in wanted - set(exclude or ())}

    def to_frame(self) -> DataFrame:
        """The table as a data frame of pandas. Raises `UsageError` where pandas is not installed."""
        try:
            from pandas import DataFrame  # noqa: PLC0415  of the extra "notebook"
        except ImportError:
            raise UsageError("data frames need pandas: pip install 'talksim[notebook]'") from None
        shown = display_of(self)
        return DataFrame(list(shown.rows), columns=list(shown.columns))


def _load() -> None:
    from importlib.metadata import entry_points  # noqa: PLC0415  few programs are notebooks

    for point in entry_points(group="talksim.displays"):
        point.load()
