"""Feature files to sentences: backgrounds put in front, outlines told apart, faults with their lines."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

import attrs

from talksim.errors import UsageError
from talksim.scenario.document.fault import Fault, Faults

__all__ = ["Case", "Feature", "Said", "read_feature", "read_feature_text"]

_KEYWORD = re.compile(r"(?:Given|When|Then|And|But)\b|\*\s")
_PLACE = re.compile(r"\((\d+):(\d+)\): (.*)", re.DOTALL)


@attrs.frozen
class Said:
    """One sentence of a scenario; `table` is None where none was written."""

    text: str
    line: int
    column: int
    table: tuple[tuple[str, ...], ...] | None = None


@attrs.frozen
class Case:
    """A scenario, or one example of an outline, which begins at the example's line."""

    name: str
    line: int
    sentences: tuple[Said, ...]
    tags: tuple[str, ...] = ()


@attrs.frozen
class Feature:
    """A file that was read."""

    path: str
    text: str
    name: str
    cases: tuple[Case, ...]


def read_feature(path: str | os.PathLike[str]) -> Feature:
    """Read a feature file. Raises `Faults`, and nothing else, also for a file that cannot be read."""
    name = os.fspath(path)
    try:
        with open(name, "rb") as file:
            text = file.read().decode("utf-8-sig")
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or "it is not UTF-8"
        raise Faults([Fault(name, 1, 1, f"cannot read the file: {cause}", code="file-unreadable")]) from None
    return read_feature_text(text, name)


def read_feature_text(text: str, path: str = "scenario.feature") -> Feature:
    """Read the text of a feature. Raises `Faults` with all that the parser finds wrong.

    Raises `UsageError` where `gherkin-official` is not installed.
    """
    document = _parsed(text, path)
    feature = document.get("feature")
    if feature is None:
        raise Faults(
            [Fault(path, 1, 1, "there is no feature in the file", "Feature: …", code="gherkin")], text
        )
    if faults := list(_bad_descriptions(feature, path, text)):
        raise Faults(faults, text)
    return Feature(path, text, feature["name"], tuple(_cases(document)))


def _parsed(text: str, path: str) -> Any:
    try:
        from gherkin.errors import CompositeParserException, ParserException  # noqa: PLC0415  an extra
        from gherkin.parser import Parser  # noqa: PLC0415
    except ImportError:
        raise UsageError("feature files need gherkin-official: pip install 'talksim[gherkin]'") from None
    try:
        return {**Parser().parse(text), "uri": path}
    except CompositeParserException as several:
        raise Faults([_fault(path, str(error)) for error in several.errors], text) from None
    except ParserException as error:
        raise Faults([_fault(path, str(error))], text) from None


def _fault(path: str, message: str) -> Fault:
    found = _PLACE.search(message)
    if found is None:
        return Fault(path, 1, 1, message, code="gherkin")
    return Fault(path, max(1, int(found[1])), max(1, int(found[2])), found[3], code="gherkin")


def _cases(document: Any) -> Iterator[Case]:
    from gherkin.pickles.compiler import Compiler  # noqa: PLC0415

    nodes = dict(_nodes(document["feature"]))
    for pickle in Compiler().compile(document):
        tags = tuple(dict.fromkeys(tag["name"] for tag in pickle["tags"]))
        line = nodes[pickle["astNodeIds"][-1]]["location"]["line"]
        yield Case(pickle["name"], line, tuple(_said(step, nodes) for step in pickle["steps"]), tags)


def _said(step: Any, nodes: dict[str, Any]) -> Said:
    where = nodes[step["astNodeIds"][0]]["location"]
    table = step.get("argument", {}).get("dataTable")
    rows = tuple(tuple(cell["value"] for cell in row["cells"]) for row in table["rows"]) if table else None
    return Said(step["text"], where["line"], where.get("column", 1), rows)


def _nodes(value: Any) -> Iterator[tuple[str, Any]]:
    """Everything in the syntax tree that has an id."""
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item)
    elif isinstance(value, dict):
        if "id" in value:
            yield value["id"], value
        for item in value.values():
            yield from _nodes(item)


def _bad_descriptions(value: Any, path: str, text: str) -> Iterator[Fault]:
    """Lines of descriptions that look like steps, and would silently not be played."""
    if isinstance(value, list):
        for item in value:
            yield from _bad_descriptions(item, path, text)
    elif isinstance(value, dict):
        if value.get("description"):
            yield from _bad_lines(value["description"], value["location"]["line"], path, text)
        for item in value.values():
            yield from _bad_descriptions(item, path, text)


def _bad_lines(description: str, start: int, path: str, text: str) -> Iterator[Fault]:
    wrong = [line.strip() for line in description.split("\n") if _KEYWORD.match(line.strip())]
    lines = text.split("\n")
    for line in wrong:
        number = next((n for n in range(start, len(lines)) if lines[n].strip() == line), start)
        hint = "steps stand below Background: or Scenario:"
        column = len(lines[number]) - len(lines[number].lstrip()) + 1 if number < len(lines) else 1
        yield Fault(path, number + 1, column, "this description begins like a step", hint, code="gherkin")
