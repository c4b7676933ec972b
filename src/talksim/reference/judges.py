"""What judges have confirmed: the refusals and answers on which the real server and the model agreed.

A judge is a set of recordings or features of the real server. What it confirms stands in `judges.json` beside
the pages, by the judge's name; `confirm` plays the judge and keeps what was refused and answered in those
recordings that agreed to the end.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from talksim.errors import UsageError

__all__ = ["FILE", "Judges", "confirm"]

FILE: Final = "judges.json"
"""The name of the file beside the pages."""


@attrs.frozen
class Judges:
    """Names of judges by what they confirmed: (operation, stage) that answered, (operation, status)."""

    refusals: Mapping[tuple[str, str], tuple[str, ...]] = {}
    answers: Mapping[tuple[str, str], tuple[str, ...]] = {}

    @classmethod
    def read(cls, folder: str | Path) -> Judges:
        """What stands beside the pages in a folder, if anything does. Raises `UsageError`."""
        path = Path(folder) / FILE
        try:
            data = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
            return cls(_turned(data, "refusals"), _turned(data, "answers"))
        except (OSError, ValueError, AttributeError) as error:
            raise UsageError(f"{path}: {error}") from error


def confirm(name: str, paths: Iterable[str], folder: str | Path) -> None:
    """Play a judge and keep what it confirms beside the pages. Raises `UsageError` and `Faults`."""
    path = Path(folder) / FILE
    data = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    data[name] = _confirmed(paths)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_written(dict(sorted(data.items()))), encoding="utf-8")


def _confirmed(paths: Iterable[str]) -> dict[str, Any]:
    from talksim.cover.observe import observing  # noqa: PLC0415  the pages do without
    from talksim.cover.sources import plays  # noqa: PLC0415
    from talksim.cover.tally import Tally  # noqa: PLC0415

    agreeing = Tally()
    for play in plays(paths):
        with observing() as tally:
            disagreements = play.run()
        if not disagreements:
            agreeing.add(tally)
    ended = {*agreeing.refused, *((name, finish) for name, finish, _ in agreeing.finishes)}
    return {"refusals": _grouped(ended), "answers": _grouped(agreeing.statuses)}


def _grouped(pairs: Iterable[tuple[str, ...]]) -> dict[str, list[str]]:
    """The second halves by the first."""
    found: dict[str, list[str]] = {}
    for first, second in sorted(pairs):
        found.setdefault(first, []).append(second)
    return found


def _turned(data: Mapping[str, Any], what: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """The names of the judges by pair."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for name, confirmed in sorted(data.items()):
        for first, seconds in confirmed[what].items():
            for second in seconds:
                found[first, second] = (*found.get((first, second), ()), name)
    return found


def _written(data: Mapping[str, Any]) -> str:
    """JSON with a line for each operation, so that a change is a short difference."""
    judges = [f"{json.dumps(name)}: {{\n{_parts(confirmed)}\n}}" for name, confirmed in data.items()]
    return "{\n" + ",\n".join(judges) + "\n}\n"


def _parts(confirmed: Mapping[str, Any]) -> str:
    parts = []
    for what, grouped in confirmed.items():
        lines = ",\n".join(f"    {json.dumps(key)}: {json.dumps(value)}" for key, value in grouped.items())
        parts.append(f"  {json.dumps(what)}: {{\n{lines}\n  }}")
    return ",\n".join(parts)
