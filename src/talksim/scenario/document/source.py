"""YAML text to plain values, with a position for every key and value.

libyaml composes the text into nodes, and the nodes are kept: they know where they stand, so positions cost
nothing until somebody asks. Values are resolved here and not by PyYAML, whose YAML 1.1 would read
`lobby: off` as false, `012` as ten and `12:30` as 750. A plain scalar is a bool if it is exactly `true` or
`false`, an int or float if it is a plain decimal number, None if it is `null`, `~` or empty; all else stays
as written, and so does every quoted scalar and every key.

An alias is read as a copy of what its anchor names, and stands where the anchor stands.
"""

from __future__ import annotations

import math
import os
import re
from typing import Any, NoReturn

import attrs
from yaml import MappingNode, Node, ScalarNode

from talksim.by_fields import ShownByFields
from talksim.scenario.document.compose import (
    MAX_DEPTH,
    ComposeError,
    compose,
    looping,
    nodes,
    offset_position,
    start,
)
from talksim.scenario.document.fault import Fault, Faults, Path, Position

__all__ = ["MAX_DEPTH", "MAX_NODES", "Document", "Position", "read", "read_file"]

MAX_NODES = 100_000
"""How many values a document may hold, aliases followed."""

_MAX_FAULTS = 100
"""After so many faults the rest of a file is not read: it is no scenario."""

_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_FIRST = frozenset(["", *"-0123456789tfn~"])
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?").fullmatch


@attrs.frozen(eq=False, repr=False)
class Document(ShownByFields):
    """A file that was read: its plain value, its name, its text, and where everything stands in it."""

    value: Any
    path: str
    text: str
    _root: Node

    def position(self, path: Path) -> Position:
        """Where the value at `path` begins; if nothing is there, where the nearest value around it begins."""
        return start(self._find(path)[1])

    def key_position(self, path: Path) -> Position:
        """Where the key at the end of `path` begins; for an item of a list, where the item begins."""
        return start(self._find(path)[0])

    def has(self, path: Path) -> bool:
        """Whether there is a value at `path`."""
        return bool(path) and self._find(path)[1] is not self._find(path[:-1])[1]

    def lines(self, path: Path) -> list[int]:
        """The line of each item of the list at `path`; nothing if there is no list."""
        node = self._find(path)[1]
        if node.__class__ is MappingNode or node.__class__ is ScalarNode:
            return []
        return [item.start_mark.line + 1 for item in node.value]

    def span(self, path: Path) -> tuple[int, int]:
        """Where the value at `path` begins and ends in the text, without what follows a block."""
        node = last = self._find(path)[1]
        while last.__class__ is not ScalarNode and last.value and not getattr(last, "flow_style", False):
            last = last.value[-1][1] if last.__class__ is MappingNode else last.value[-1]
        return node.start_mark.index, last.end_mark.index

    def _find(self, path: Path) -> tuple[Node, Node]:
        """The nodes of the key and of the value at the path, as far as the path leads."""
        key = value = self._root
        for name in path:
            found = _child(value, name)
            if found is None:
                break
            key, value = found
        return key, value


def read(text: str, path: str) -> Document:
    """Read the text of the file named `path`.

    Raises `Faults`, and nothing else, with all that is wrong: what libyaml does not take, duplicate keys,
    tags, keys that are no scalars, merge keys, alias loops, several documents or none, too much, too deep.
    """
    text = text.removeprefix("\ufeff")
    return _Reader(text, path).read()


def read_file(path: str | os.PathLike[str]) -> Document:
    """Read a file in UTF-8. Raises `Faults`, and nothing else, also if there is no such file to read."""
    name = os.fspath(path)
    try:
        with open(name, "rb") as file:
            data = file.read()
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or str(error)
        message = "no such file" if isinstance(error, FileNotFoundError) else f"cannot read the file: {cause}"
        fault = Fault(name, 1, 1, message, code="file-unreadable")
        raise Faults([fault]) from None
    return read(_decoded(data, name), name)


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        text, before, byte = data.decode(errors="replace"), data[: error.start], data[error.start]
    line, column = offset_position(before.decode())
    message = f"byte 0x{byte:02x} is not UTF-8"
    raise Faults([Fault(name, line, column, message, "save the file as UTF-8", code="file-encoding")], text)


class _Reader:
    """Reads one text, gathering its faults."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.faults: list[Fault] = []
        self.left = MAX_NODES

    def read(self) -> Document:
        root = self.compose()
        if root is None or (root.value == "" and root.style == ""):
            self.stop(Position(1, 1), "the file is empty", code="yaml-empty")
        if "!" in self.text:
            self.refuse_bare_tags(root)
        self.root = root
        value = self.build(root, 0)
        if self.faults:
            raise Faults(self.faults, self.text)
        return Document(value, self.path, self.text, root)

    def compose(self) -> Any:
        """The root node, or None of an empty text."""
        try:
            return compose(self.text)
        except ComposeError as error:
            self.stop(error.at, error.message, error.hint, error.code)

    def build(self, node: Node, depth: int) -> Any:
        """The plain value of a node."""
        if node.tag is not None:
            self.add(node, f"tag {_written(node.tag)} is not allowed", "write the plain value", "yaml-tag")
        if node.__class__ is ScalarNode:
            text = node.value
            return self.resolve(node) if text[:1] in _FIRST and node.style == "" else text
        self.left -= len(node.value)
        if depth >= MAX_DEPTH or self.left < 0:
            self.refuse_size(node)
        if node.__class__ is MappingNode:
            return self.mapping(node, depth + 1)
        return [self.build(item, depth + 1) for item in node.value]

    def mapping(self, node: Node, depth: int) -> dict[str, Any]:
        """The plain value of a mapping."""
        built: dict[str, Any] = {}
        for key, value in node.value:
            name = key.value
            if key.__class__ is not ScalarNode or name in built or key.tag is not None or name == "<<":
                self.refuse_key(node, key)
                self.build(value, depth)
            elif value.__class__ is ScalarNode and value.tag is None:
                text = value.value
                plain = text[:1] in _FIRST and value.style == ""
                built[name] = self.resolve(value) if plain else text
            else:
                built[name] = self.build(value, depth)
        return built

    def resolve(self, node: Node) -> str | float | bool | None:
        """The value of a plain scalar."""
        text: str = node.value
        if text in _WORDS:
            return _WORDS[text]
        match = _NUMBER(text)
        if match is None:
            return text
        try:
            number = float(text) if match[1] else int(text)
        except ValueError:  # Python reads no more than some thousand digits
            number = math.inf
        if number in (math.inf, -math.inf):
            self.add(node, "the number is too large", code="yaml-number")
        return number

    def refuse_key(self, mapping: Node, key: Node) -> None:
        """Say what is wrong with a key."""
        if key.__class__ is not ScalarNode:
            self.add(key, "a mapping or list cannot be a key", code="yaml-complex-key")
        elif key.tag is not None:
            self.add(key, f"tag {_written(key.tag)} is not allowed", "write the plain key", "yaml-tag")
        elif key.value == "<<":
            self.add(key, "merge keys are not supported", "use a fragment", "yaml-merge-key")
        else:
            first = next(other for other, _ in mapping.value if other.value == key.value)
            hint = f"first in line {first.start_mark.line + 1}"
            self.add(key, f'duplicate key "{key.value}"', hint, "yaml-duplicate-key")

    def refuse_size(self, node: Node) -> NoReturn:
        """Say why a document has no end, or one too far away."""
        loop = looping(self.root)
        if loop is not None:
            self.stop(start(loop), "the anchor holds an alias to itself", code="yaml-alias-loop")
        if self.left < 0:
            self.stop(
                start(node), f"more than {MAX_NODES} values", "aliases count as copies", "yaml-too-large"
            )
        self.stop(start(node), f"nested deeper than {MAX_DEPTH}", code="yaml-too-deep")

    def refuse_bare_tags(self, root: Node) -> None:
        """Refuse `! value`, which libyaml's composer swallows."""
        for node in nodes(root):
            if (
                node.tag is None
                and self.text.startswith("!", node.start_mark.index)
                and not _at_its_key(node)
            ):
                self.add(node, "tag ! is not allowed", "quote a value to make it text", "yaml-tag")

    def add(self, node: Node, message: str, hint: str = "", code: str = "") -> None:
        """Note a fault at a node."""
        line, column = start(node)
        self.faults.append(Fault(self.path, line, column, message, hint, code=code))
        if len(self.faults) >= _MAX_FAULTS:
            raise Faults(self.faults, self.text)

    def stop(self, at: Position, message: str, hint: str = "", code: str = "") -> NoReturn:
        """Leave with a fault after which nothing can be read."""
        fault = Fault(self.path, at.line, at.column, message, hint, code=code)
        raise Faults([*self.faults, fault], self.text) from None


def _child(node: Node, name: str | int) -> tuple[Node, Node] | None:
    """The nodes of the key and value called `name` in a mapping, or of that item of a list."""
    if node.__class__ is MappingNode:
        return next((pair for pair in node.value if pair[0].value == name), None)
    if node.__class__ is ScalarNode or isinstance(name, str) or not 0 <= name < len(node.value):
        return None
    return node.value[name], node.value[name]


def _at_its_key(node: Node) -> bool:
    """Whether a block mapping begins with its first key, so that a tag there is the key's."""
    if node.__class__ is not MappingNode or not node.value:
        return False
    return bool(start(node) == start(node.value[0][0]))


def _written(tag: str) -> str:
    """A tag as people write it."""
    return tag.replace("tag:yaml.org,2002:", "!!")
