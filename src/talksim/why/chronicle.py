"""The chronicle of a story: after each step, which values it wrote; so each has a step it dates from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import attrs

from talksim.by_fields import EqualByFields, ShownByFields
from talksim.model.codec import Frozen, freeze, thaw
from talksim.model.server import Server
from talksim.model.spots import Spot, changes, follow

__all__ = ["Chronicle", "Kind", "Origin", "Told"]

Kind = Literal["step", "given", "setting", "default", "clock"]
"""Where a value comes from.

`step`: an earlier step gave it; `given`: it stood before the first step; `setting`: it is one of the server;
`default`: nobody set it, so it is what such a field begins with; `clock`: it is the time.
"""


@attrs.frozen(eq=False, repr=False)
class Told(EqualByFields):
    """A step of the story, as it is told: where, who, what, and when on the virtual clock (Unix seconds)."""

    place: str
    by: str
    text: str
    time: float
    params: Mapping[str, Any] = attrs.field(factory=dict, repr=False, eq=False)
    operation: str = ""


@attrs.frozen(eq=False, repr=False)
class Origin(EqualByFields):
    """Where the value of a field comes from; `step` is the one that gave it, or that made what has it."""

    kind: Kind
    step: Told | None = None


@attrs.frozen(eq=False, repr=False)
class _Page(ShownByFields):
    """A step with the world before it and the spots it wrote."""

    told: Told
    before: Frozen
    wrote: tuple[Spot, ...]


class Chronicle:
    """Follows a world from a first moment on; call `note` after each step."""

    def __init__(self, server: Server) -> None:
        self._now = freeze(server)
        self._pages: list[_Page] = []
        self._last: dict[Spot, int] = {}
        self._came: dict[tuple[Any, ...], int] = {}

    @property
    def told(self) -> tuple[Told, ...]:
        """The steps so far."""
        return tuple(page.told for page in self._pages)

    def note(self, server: Server, told: Told) -> None:
        """Note what the step wrote that was just made."""
        before, self._now = self._now, freeze(server)
        wrote = tuple(changes(Server, before, self._now))
        number = len(self._pages)
        self._pages.append(_Page(told, before, wrote))
        for spot in wrote:
            self._last[spot] = self._last[spot.whole] = number
            self._came[(*spot.way, spot.name, spot.key)] = number

    def origin(self, server: Server, spot: Spot) -> Origin:
        """Where the value at a spot comes from."""
        if spot.field == "Server.now":
            return Origin("clock", self._step(self._last.get(spot)))
        written, made = self._last.get(spot, -1), self._made(spot)
        value = getattr(follow(server, spot.way), spot.name)
        if written < 0 and spot.way == ("settings",):
            return Origin("default" if _is_default(spot, value) else "setting")
        if written <= made and _is_default(spot, value):
            if spot.way[:1] == ("browsers",):
                return Origin("default")  # that somebody asks for the first time gives nothing its value
            return Origin("default", self._step(made))
        number = max(written, made)
        return Origin("given") if number < 0 else Origin("step", self._step(number))

    def writers(
        self, fields: Iterable[str], spots: Iterable[Spot]
    ) -> Iterator[tuple[Told, Server, list[Spot]]]:
        """The steps that wrote what was read, the latest first, each with the world before it.

        `fields` are all that were read, those behind indexes too; of the `spots` the field is known that was
        read, so that a step which wrote the same field of another object is left out.
        """
        known: dict[str, set[Spot]] = {}
        for spot in spots:
            known.setdefault(spot.field, set()).add(spot)
        wanted = frozenset(fields)
        for page in reversed(self._pages):
            found = [s for s in page.wrote if s.field in wanted and s.whole in known.get(s.field, {s.whole})]
            if found:
                yield page.told, thaw(Server, page.before), found

    def _made(self, spot: Spot) -> int:
        """The step that made the object of a spot, or one that owns it; -1 if it was there before."""
        return max((self._came.get(spot.way[:end], -1) for end in range(len(spot.way) + 1)), default=-1)

    def _step(self, number: int | None) -> Told | None:
        return self._pages[number].told if number is not None and number >= 0 else None


def _is_default(spot: Spot, value: Any) -> bool:
    """Whether it is what the field begins with."""
    default: Any = getattr(attrs.fields(spot.owner), spot.name).default
    if default is attrs.NOTHING:
        return False
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
        return value in ([], {}) and type(value) is type(default.factory())
    return bool(value == default)
