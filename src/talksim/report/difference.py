"""What two policies differ in: as a note for people, as one JSON object, as annotations, and as files."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from typing import Any, Final

from talksim.compare.change import Change
from talksim.compare.difference import Difference
from talksim.errors import UsageError
from talksim.report.looked_at import listed, looked_at
from talksim.rules.stage import RULES

__all__ = ["render", "roles_of", "said", "saved"]

_ORDER: Final = ("newly refused", "newly allowed", "other refusal")


def render(found: Difference, style: str) -> str:
    """The difference in a style: "text", "json" or "github", described in `docs/reference/diff.md`."""
    if style == "json":
        return json.dumps(_object(found), ensure_ascii=False) + "\n"
    return _github(found) if style == "github" else _text(found)


def saved(found: Difference, folder: str) -> Iterator[str]:
    """Write what shows each change as a scenario; the paths. Raises `UsageError`."""
    try:
        os.makedirs(folder, exist_ok=True)
        for number, change in enumerate(found.changes, 1):
            if change.scenario:
                path = os.path.join(folder, f"{number:02}-{_slug(change)}.yaml")
                with open(path, "w", encoding="utf-8") as file:
                    file.write(change.scenario)
                yield path
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror}") from error


def _slug(change: Change) -> str:
    said = f"{change.cell.operation} {change.cell.role} {change.cell.kind}"
    return re.sub(r"[^a-z0-9]+", "-", said.lower()).strip("-")


def _object(found: Difference) -> dict[str, Any]:
    return {
        "kind": "diff",
        "before": found.before,
        "after": found.after,
        "complete": found.complete,
        "interrupted": found.interrupted,
        "in": list(looked_at(found)),
        "states": found.states,
        "requests": found.requests,
        "not_compared": found.not_compared,
        "not_asked": found.not_asked,
        "changes": [_change(change) for change in found.changes],
    }


def _change(change: Change) -> dict[str, Any]:
    cell = change.cell
    return {
        "operation": cell.operation,
        "role": cell.role,
        "room": cell.room,
        "before": cell.before,
        "after": cell.after,
        "cause": cell.cause,
        "scenario": change.scenario or None,
    }


def _github(found: Difference) -> str:
    return "".join(f"::warning {_where(change)}::{_escaped(said(change))}\n" for change in found.changes)


def _where(change: Change) -> str:
    path, _, line = change.source.rpartition(":")
    return f"file={path},line={line}" if path else f"title={_escaped(change.cell.operation)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def said(change: Change) -> str:
    """A change on one line."""
    cell = change.cell
    return f"{cell.kind}: {cell.operation}, {cell.role} ({cell.room}): {cell.before} → {cell.after}"


def _text(found: Difference) -> str:
    labels = chain(("in    ",), repeat("      "))
    looked = (f"{label}{line}" for label, line in zip(labels, looked_at(found), strict=False))
    lines = [f"from  {found.before}", f"to    {found.after}", *looked, ""]
    for cause, changes in found.by_cause().items():
        lines += [_headline(cause), f"  {_whom(found, changes)}"]
        lines += [*(line for change in _sorted(changes) for line in _lines(change)), ""]
    return "\n".join([*lines, _summary(found), *_left(found)]) + "\n"


def _whom(found: Difference, changes: list[Change]) -> str:
    """Who is answered otherwise, and who has asked for the same and is not."""
    affected, others = roles_of(found, changes)
    far = "" if found.complete else " so far"
    return f"affects {affected}" + (f"; answered as before{far}: {others}" if others else "")


def roles_of(found: Difference, changes: Iterable[Change]) -> tuple[str, str]:
    """Who is answered otherwise, and who has asked for the same and was always answered as before."""
    kept = list(changes)
    return _roles({change.cell.role for change in kept}), _roles(found.unaffected(kept))


def _roles(roles: Iterable[str]) -> str:
    return ", ".join(sorted(_role(role) for role in roles))


def _role(role: str) -> str:
    """A role without the comma in it: whoever has a type but is no guest has an account."""
    who, _, kind = role.partition(", ")
    return f"{kind} outside" if who == "outside" else who


def _headline(cause: str) -> str:
    rule = RULES.get(cause)
    if rule is None:
        return "not because of a rule"
    return f'because of "{rule.name}" (rule {cause}): {rule.doc.splitlines()[0]}'


def _sorted(changes: list[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: _ORDER.index(change.cell.kind))


def _lines(change: Change) -> Iterator[str]:
    cell = change.cell
    room = f", {cell.room} room" if cell.room else ""
    yield f"  {cell.kind}: {cell.operation}, by {cell.role}{room}"
    yield f"      {cell.before} → {cell.after}"
    if cell.kind == "other refusal":
        return
    yield from (f"      {step}" for step in change.steps)
    if change.source:
        yield f"      in {change.source}"


def _summary(found: Difference) -> str:
    if found.equivalent:
        seen = "no difference"
    else:
        count = {kind: sum(change.cell.kind == kind for change in found.changes) for kind in _ORDER}
        seen = ", ".join(f"{number} {kind}" for kind, number in count.items() if number)
    why = "interrupted" if found.interrupted else "a bound was hit"
    bound = "" if found.complete else f"; {why}, so there may be more"
    looked = [f"{found.requests} requests"] if found.scenarios else []
    looked += [f"{found.states} pairs of states"] if found.states else []
    comma = "" if found.equivalent else ","
    return f"{seen}{comma} in {' and '.join(looked)}{bound}" if looked else f"{seen}{bound}"


def _left(found: Difference) -> Iterator[str]:
    """What was not looked at, although it may differ."""
    if found.not_compared:
        number = found.not_compared
        more = f"{number} more requests come" if number > 1 else "1 more request comes"
        yield f"{more} after a difference: worlds that have parted are not compared"
    if found.not_asked:
        yield f"nobody asked for {listed(found.not_asked)}, of which a policy has other rules"
    if found.equivalent and not found.universes:
        yield "leave the scenarios out to look at all that can happen in a small room"
