"""Independent readers of pictures: Mermaid's own parser, Graphviz, an XML parser, signs for those in text.

On a developer's machine a test that needs a missing reader is skipped and says how to get it; with CI=true it
fails. `TALKSIM_MERMAID` names a folder in which `npm install mermaid jsdom` was run.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, NoReturn
from xml.etree import ElementTree

import pytest

__all__ = ["Picture", "parse_mermaid", "read_dot", "read_mermaid", "read_svg", "read_text", "svg_root"]

_SCRIPT = Path(__file__).with_name("read_mermaid.mjs")


class Picture(NamedTuple):
    """What a reader found: the states, where they begin, and edges as (from, to, label)."""

    states: frozenset[str]
    initial: frozenset[str]
    edges: list[tuple[str, str, str]]


def _missing(what: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}; CI must have it")
    pytest.skip(what)


def _ran(command: Sequence[str], text: str) -> Any:
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def parse_mermaid(texts: Iterable[str]) -> list[Any]:
    """What Mermaid's own parser makes of texts, all in one process."""
    folder = os.environ.get("TALKSIM_MERMAID", "")
    if not folder or shutil.which("node") is None:
        _missing("TALKSIM_MERMAID must name a folder with mermaid and jsdom from npm, and node must be there")
    return list(_ran(["node", str(_SCRIPT), folder], json.dumps(list(texts))))


def read_mermaid(texts: Iterable[str]) -> list[list[Picture]]:
    """The graphs of each text: one, or one for each composite state."""
    return [_graphs_of_mermaid(found) for found in parse_mermaid(texts)]


def _graphs_of_mermaid(found: Any) -> list[Picture]:
    made = []
    for group in [row["id"] for row in found["groups"]] or [""]:
        names = {row["id"]: row["name"] for row in found["states"] if row["parent"] == group}
        inner = [edge for edge in found["edges"] if edge["dest"] in names]
        first = {names[edge["dest"]] for edge in inner if edge["source"].endswith("_start")}
        edges = [(names[e["source"]], names[e["dest"]], e["label"]) for e in inner if e["source"] in names]
        made.append(Picture(frozenset(names.values()), frozenset(first), edges))
    return made


def read_dot(text: str) -> list[Picture]:
    """The graphs of a text as Graphviz reads it: one, or one for each cluster."""
    if shutil.which("dot") is None:
        _missing("Graphviz must be installed for `dot`")
    found = _ran(["dot", "-Tdot_json"], text)
    objects = {row["_gvid"]: row for row in found["objects"]}
    clusters = [row for row in found["objects"] if "nodes" in row]
    everything = {number for number, row in objects.items() if "nodes" not in row}
    return [
        _graph_of_dot(objects, found.get("edges", []), set(cluster["nodes"])) for cluster in clusters
    ] or [_graph_of_dot(objects, found.get("edges", []), everything)]


def _graph_of_dot(objects: dict[int, Any], edges: list[Any], members: set[int]) -> Picture:
    start = next(number for number in members if objects[number]["name"].endswith("(start)"))
    names = {number: _unescaped(objects[number]["label"]) for number in members - {start}}
    first = {names[edge["head"]] for edge in edges if edge["tail"] == start}
    inner = [edge for edge in edges if edge["tail"] in names]
    said = [(names[edge["tail"]], names[edge["head"]], _unescaped(edge["label"])) for edge in inner]
    return Picture(frozenset(names.values()), frozenset(first), said)


def _unescaped(label: str) -> str:
    """A label is an escape string: two backslashes show as one."""
    return label.replace("\\\\", "\\")


def svg_root(text: str) -> ElementTree.Element:
    """The root of an SVG file, without the namespace in the names below it."""
    root = ElementTree.fromstring(text)
    for element in root.iter():
        element.tag = element.tag.removeprefix("{http://www.w3.org/2000/svg}")
    return root


def read_svg(text: str) -> list[Picture]:
    """The graphs in an SVG file, by what its elements say of themselves."""
    return [_graph_of_svg(graph) for graph in svg_root(text).findall("g[@class='graph']")]


def _graph_of_svg(graph: ElementTree.Element) -> Picture:
    states = frozenset(row.get("data-state", "") for row in graph.iterfind(".//g[@data-state]"))
    first = frozenset(row.get("data-initial", "") for row in graph.iterfind(".//circle[@data-initial]"))
    words = graph.iterfind(".//text[@data-from]")
    edges = [(row.get("data-from", ""), row.get("data-to", ""), row.text or "") for row in words]
    return Picture(states, first, edges)


def read_text(text: str) -> list[Picture]:
    """The graphs in a text, by the signs that their lines begin with."""
    made: list[Picture] = []
    source = ""
    for line in filter(None, text.splitlines()):
        way = re.fullmatch(r"[├└]─ (.*) [─═]{2,}▶ (?:[✓✗] )?(.*)", line)
        if way is not None:
            made[-1].edges.append((source, way[2], way[1]))
        elif line.startswith(("● ", "○ ")):
            source = line[2:]
            first = made[-1].initial | ({source} if line.startswith("●") else set())
            made[-1] = made[-1]._replace(states=made[-1].states | {source}, initial=first)
        else:
            made.append(Picture(frozenset(), frozenset(), []))
    return [one._replace(states=one.states | {dest for _, dest, _ in one.edges}) for one in made]
