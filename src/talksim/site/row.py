"""What the site keeps of one scenario once its page is written: enough for the lists."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

import attrs

from talksim.report.results import held
from talksim.scenario.report import Report
from talksim.scenario.script import Scenario

__all__ = ["Row", "page_names"]


@attrs.frozen
class Row:
    """A scenario in the lists: how it went, where its page is, and how often which operation answered how.

    `asked` has (operation, refused) pairs, each once; `below` is what is written below the step that failed.
    """

    report: Report
    page: str
    folder: str
    tags: tuple[str, ...]
    asked: tuple[tuple[str, bool], ...]
    below: tuple[str, ...] = ()

    @property
    def held(self) -> bool:
        """Whether it did what it was expected to do."""
        return held(self.report)


def page_names(scenarios: Iterable[Scenario]) -> list[str]:
    """A page for each scenario, named after its file and its place in it: `lobby-webinar.html`."""
    taken: dict[str, int] = {}
    names = []
    for scenario in scenarios:
        path = PurePath(scenario.path)
        stem = _slug("-".join([*path.parts[-2:-1], path.stem]))
        taken[stem] = number = taken.get(stem, 0) + 1
        names.append(f"{stem}-{number}.html" if number > 1 else f"{stem}.html")
    return names


def _slug(text: str) -> str:
    """Letters and digits in lower case, everything else as one hyphen."""
    plain = "".join(char if char.isascii() and char.isalnum() else "-" for char in text.lower())
    return "-".join(filter(None, plain.split("-"))) or "scenario"
