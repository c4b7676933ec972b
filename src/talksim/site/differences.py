"""The pages about two policies: what the second answers otherwise, for whom, and the story that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Final

import attrs

from talksim.compare.change import Change
from talksim.compare.difference import Difference
from talksim.compare.worlds import under
from talksim.report.difference import roles_of
from talksim.report.looked_at import listed, looked_at
from talksim.rules.policy import Policy
from talksim.rules.stage import RULES
from talksim.scenario.load import load_text
from talksim.site.pages import Links, meanings, page, tape_data
from talksim.site.tape import Frame, Tape, record

__all__ = ["Compared", "links", "pages"]

_KINDS: Final = {
    "newly refused": "allowed before, refused after",
    "newly allowed": "refused before, allowed after",
    "other refusal": "refused by both, for another reason",
}


@attrs.frozen
class Compared:
    """Two policies with what they differ in; None is Talk as it is."""

    before: Policy | None
    after: Policy | None
    found: Difference


def links(compared: Sequence[Compared]) -> Links:
    """What leads to the pages from all others."""
    return [("differences/1.html", "Differences")] if compared else []


def pages(compared: Sequence[Compared], more: Links) -> Iterator[tuple[str, str]]:
    """A page for each pair of policies, and one for each story, with the names of their files."""
    for number, one in enumerate(compared, 1):
        shown: dict[int, str] = {}
        for place, change in enumerate(one.found.changes, 1):
            if tapes := _tapes(one, change):
                shown[place] = f"{number}-{place:02}.html"
                yield f"differences/{shown[place]}", _story(one, number, change, tapes, more)
        given: dict[str, Any] = {"compared": compared, "number": number, "found": one.found, "shown": shown}
        given |= {
            "looked": list(looked_at(one.found)),
            "roles": partial(roles_of, one.found),
            "listed": listed,
        }
        yield (
            f"differences/{number}.html",
            page("differences.html", more=more, root="../", kinds=_KINDS, rules=RULES, **given),
        )


def _tapes(compared: Compared, change: Change) -> list[Tape]:
    """The story under both policies; empty where no file can say it."""
    tapes = []
    for policy in (compared.before, compared.after) if change.scenario else ():
        (scenario,) = load_text(change.scenario)
        with under(policy):
            tapes.append(record(scenario))
    return tapes if len({len(tape.frames) for tape in tapes}) == 1 and tapes[0].frames else []


def _story(compared: Compared, number: int, change: Change, tapes: Sequence[Tape], more: Links) -> str:
    """Its last step is the answer that differs; that it is not as the file expects is no failure here."""
    tapes = [attrs.evolve(tape, frames=[*map(_meant, tape.frames)]) for tape in tapes]
    names = (compared.found.before, compared.found.after)
    data = {f"tape-{side}": tape_data(tape) for side, tape in zip("ab", tapes, strict=True)}
    given = {
        "number": number,
        "found": compared.found,
        "change": change,
        "rule": RULES.get(change.cell.cause),
        "sides": [(side, name, tape.frames[-1]) for side, name, tape in zip("ab", names, tapes, strict=True)],
        "frames": tapes[0].frames,
        "tapes": {**data, "rules": meanings(tapes)},
    }
    return page("story.html", more=more, root="../", **given)


def _meant(frame: Frame) -> Frame:
    return attrs.evolve(frame, failed=False)
