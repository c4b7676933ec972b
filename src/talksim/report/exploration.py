"""What a search has found: in words, as one JSON object, and as files."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from typing import Any, Final

from talksim.errors import UsageError
from talksim.explore.explore import Exploration, Verdict

__all__ = ["render", "saved"]

_STOPPED: Final = {"breach": "stopped at a breach", "interrupt": "interrupted"}

_SAID: Final = {
    ("always", True): "holds",
    ("always", False): "BROKEN",
    ("always", None): "not broken so far",
    ("sometimes", True): "reached",
    ("sometimes", False): "UNREACHABLE",
    ("sometimes", None): "not reached so far",
}


def render(found: Exploration, style: str) -> str:
    """The result in a style, "text" or "json", described in `docs/reference/universes.md`."""
    return json.dumps(_object(found), ensure_ascii=False) + "\n" if style == "json" else _text(found)


def saved(found: Exploration, folder: str) -> Iterator[str]:
    """Write each witness as a scenario and as a Mermaid sequence; the paths. Raises `UsageError`."""
    try:
        os.makedirs(folder, exist_ok=True)
        for verdict in found.verdicts:
            if verdict.witness is not None:
                yield from _written(verdict, os.path.join(folder, _slug(verdict.name)))
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror}") from error


def _written(verdict: Verdict, path: str) -> Iterator[str]:
    assert verdict.witness is not None
    for end, text in ((".yaml", verdict.witness.scenario), (".mmd", verdict.witness.mermaid())):
        if text:
            with open(path + end, "w", encoding="utf-8") as file:
                file.write(text)
            yield path + end


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60]


def _object(found: Exploration) -> dict[str, Any]:
    return {
        "kind": "explore",
        "states": found.progress.states,
        "transitions": found.progress.transitions,
        "depth": found.progress.depth,
        "complete": found.complete,
        "seconds": round(found.progress.seconds, 6),
        "properties": [_property(verdict) for verdict in found.verdicts],
    }


def _property(verdict: Verdict) -> dict[str, Any]:
    shown = verdict.witness
    return {
        "name": verdict.name,
        "kind": verdict.kind,
        "holds": verdict.holds,
        "steps": [step.text for step in shown.steps] if shown else [],
        "scenario": shown.scenario or None if shown else None,
    }


def _text(found: Exploration) -> str:
    lines = [line for verdict in found.verdicts for line in _verdict(verdict)]
    return "\n".join([*([found.name] if found.name else []), *lines, _seen(found)]) + "\n"


def _verdict(verdict: Verdict) -> Iterator[str]:
    yield f"  {_SAID[verdict.kind, verdict.holds]}: {verdict.name}"
    shown = verdict.witness
    if shown is None:
        return
    if not shown.steps:
        yield "      in the beginning"
    yield from (f"      {line}" for line in shown.lines)
    yield from (f"    ✗ {breach}" for breach in shown.breaches)
    if shown.why:
        yield f"      no scenario can say this: {shown.why}"


def _seen(found: Exploration) -> str:
    now = found.progress
    if found.walks:
        if not found.complete:
            return f"{now.transitions} steps, not all of {found.walks} walks: {_bound(found.stopped_by)}"
        return f"{found.walks} walks, {now.transitions} steps"
    whole = "all there is" if found.complete else _bound(found.stopped_by)
    return f"{now.states} states, {now.transitions} steps, depth {now.depth}: {whole}"


def _bound(stopped_by: str) -> str:
    return _STOPPED.get(stopped_by, f"stopped by {stopped_by}")
