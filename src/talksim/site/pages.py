"""The pages: templates filled with what was found, and the committed script and style beside them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, TypeAlias

import attrs
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from talksim.rules.stage import RULES
from talksim.scenario.report import Report
from talksim.scenario.script import Scenario
from talksim.site.tape import Frame, Tape
from talksim.version import TALK_VERSION, __version__

__all__ = ["Links", "copy_assets", "is_site", "meanings", "page", "scenario_page", "tape_data"]

Links: TypeAlias = Sequence[tuple[str, str]]
"""Pages by their place in the site, with their names."""

_ASSETS: Final = ("report.css", "report.js", "LICENSES.txt")

_NAV: Final = (
    ("index.html", "Scenarios"),
    ("coverage.html", "Coverage"),
    ("statecharts.html", "Statecharts"),
    ("rules.html", "Rules"),
    ("can.html", "Who may what"),
)

_PICTURE: Final = """
svg { --paper: inherit; --ink: inherit; --good: inherit; --bad: inherit; background: none; }
svg { margin-top: -18px; } .title { display: none; } @media print { svg { max-width: 100%; height: auto; } }
"""
"""The page says the title."""


def page(template: str, *, more: Links, **given: Any) -> str:
    """A page from its template; `more` are pages that not every site has."""
    return _environment().get_template(template).render(nav=[*_NAV, *more], **given)


def scenario_page(scenario: Scenario, report: Report, tape: Tape, more: Links) -> str:
    """The page of a scenario."""
    left = max(0, len(list(scenario.walk())) + 1 - len(tape.frames))
    given = {"scenario": scenario, "report": report, "tape": tape, "left": left}
    tapes = {"tape": tape_data(tape), "rules": meanings([tape])}
    return page("scenario.html", more=more, root="../", **given, tapes=tapes)


def tape_data(tape: Tape) -> dict[str, Any]:
    """A tape for the script of the pages."""
    return {**attrs.asdict(tape, recurse=False), "frames": [_frame(frame) for frame in tape.frames]}


def copy_assets(target: Path) -> None:
    """Put script, style and licences beside the pages."""
    target.mkdir(parents=True, exist_ok=True)
    for name in _ASSETS:
        content = files("talksim.site").joinpath("assets", name).read_bytes()
        (target / name).write_bytes(content)


def is_site(target: str | Path) -> bool:
    """Whether a folder holds a site that was written before."""
    return all(Path(target, "assets", name).is_file() for name in _ASSETS)


def _frame(frame: Frame) -> dict[str, Any]:
    """What the script needs of a frame; the texts stand in the page."""
    return {
        "kind": frame.kind,
        "actor": frame.actor,
        "room": frame.room,
        "now": frame.now,
        "scene": frame.scene,
        "nexts": frame.nexts,
        "refused": frame.refused,
        "failed": frame.failed,
    }


def meanings(tapes: Iterable[Tape]) -> dict[str, str]:
    """What the guards ask for that refuse somebody, in words."""
    grids = (grid for tape in tapes for grids in tape.nexts for grid in grids)
    cells = (cell for grid in grids for row in grid["rows"] for cell in row[1:])
    named = {cell[2] for cell in cells if isinstance(cell, list)}
    return {rule: RULES[rule].doc for rule in sorted(named) if rule in RULES}


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("talksim.site"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["embedded"] = _embedded
    made.filters["percent"] = _percent
    made.filters["picture"] = _picture
    made.globals |= {"version": __version__, "talk_version": TALK_VERSION}
    return made


def _embedded(value: Mapping[str, Any]) -> Markup:
    """JSON that can stand in a script element: nothing in it ends the element or begins a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))


def _percent(value: float) -> str:
    """With one digit, never rounded to none or all: 0.0 means nothing, 100.0 everything."""
    return "< 0.1" if 0 < value < 0.1 else f"{int(value * 10) / 10:.1f}"


def _picture(svg: str) -> Markup:
    """A picture of `talksim.draw` in a page: its style stays within, and it takes the colours of the page."""
    return Markup(f'<template shadowrootmode="open">{svg}<style>{_PICTURE}</style></template>')
