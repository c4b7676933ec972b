"""YAML text to libyaml's nodes, which know where they stand, without PyYAML's guesses about types.

PyYAML's composer is the quickest way from text to positions, quicker than its events. It recurses on the C
stack, so a text that may be nested too deep is composed with a counter.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from typing import Any

from yaml import MappingNode, MarkedYAMLError, Node, ScalarNode, YAMLError

from talksim.scenario.document.fault import LINE_BREAK, Position
from talksim.scenario.document.grammar import misplaced, unclosed
from talksim.scenario.document.indentation import remedy

try:
    from yaml._yaml import CParser
except ImportError as error:  # pragma: no cover  PyYAML's wheels all have it
    raise ImportError("talksim needs PyYAML built with libyaml; install one of PyYAML's wheels") from error

__all__ = ["MAX_DEPTH", "ComposeError", "compose", "looping", "nodes", "offset_position", "start"]

MAX_DEPTH = 64
"""How deep mappings and lists may be nested, aliases followed."""

_SAFE_NESTING = 2_000
"""The depth to which the composer may recurse on the C stack without counting."""


class ComposeError(Exception):
    """What libyaml does not take, with its position, a hint and the fault's code."""

    def __init__(self, at: Position, message: str, hint: str = "", code: str = "yaml-syntax") -> None:
        super().__init__(at, message)
        self.at, self.message, self.hint, self.code = at, message, hint, code


def compose(text: str) -> Any:
    """The root node of the text's one document, or None of an empty text.

    Raises `ComposeError`, also of a text nested so deep that the stack might end; a text a little deeper than
    `MAX_DEPTH` may pass.
    """
    try:
        return _composed(text)
    except MarkedYAMLError as error:
        raise _explained(error, text) from None
    except (YAMLError, UnicodeEncodeError) as error:
        raise _bad_character(error, text) from None


def _composed(text: str) -> Any:
    kind = _Composer if _shallow(text) else _CountingComposer
    return kind(text).get_single_node()


class _Composer(CParser):
    """libyaml's composer without PyYAML's guesses: a node's tag is None unless one was written."""

    descend_resolver = operator.is_
    ascend_resolver = str

    def resolve(self, kind: object, value: object, implicit: object) -> None:
        """Leave the type to us."""


class _CountingComposer(_Composer):
    """The same, but it notices before the C stack ends that a text is nested too deep."""

    depth = 0

    def descend_resolver(self, parent: Node | None, _index: object) -> None:  # type: ignore[override]
        self.depth += 1
        if parent is not None and self.depth > MAX_DEPTH + 2:
            raise ComposeError(start(parent), f"nested deeper than {MAX_DEPTH}", code="yaml-too-deep")

    def ascend_resolver(self) -> None:  # type: ignore[override]
        self.depth -= 1


def _shallow(text: str) -> bool:
    """Whether the nesting cannot exceed what the C stack bears.

    Every flow collection needs a bracket, and at most two block collections begin at a column.
    """
    bound = text.count("[") + text.count("{")
    if len(text) < _SAFE_NESTING:
        return True
    return bound + 2 * max(map(len, LINE_BREAK.split(text))) < _SAFE_NESTING


_EXPLAINED = {
    "found undefined alias": ("the alias has no anchor before it", "yaml-alias-unknown"),
    "but found another document": ("a second document begins here", "yaml-several-documents"),
    "second occurrence": ("the anchor's name is taken", "yaml-duplicate-anchor"),
    "exceeded maximum nesting depth": (f"nested deeper than {MAX_DEPTH}", "yaml-too-deep"),
}


def _explained(error: MarkedYAMLError, text: str) -> ComposeError:
    """What libyaml reports, in our words where we know better."""
    mark, around, problem = error.problem_mark, error.context_mark, error.problem or "not YAML"
    if mark is None:  # pragma: no cover  libyaml always gives one
        return ComposeError(Position(1, 1), problem)
    at = offset_position(text[: mark.index])  # libyaml puts the end of the text on a line of its own
    if problem in _EXPLAINED:
        message, code = _EXPLAINED[problem]
        return ComposeError(at, message, f"the first is in line {around.line + 1}" if around else "", code)
    if text.startswith("\t", mark.index):
        return ComposeError(at, "a tab cannot indent", "use spaces")
    told = unclosed(text, error)
    if not told and (found := remedy(text, at, _broken_line)):
        return ComposeError(*found, "yaml-indentation")
    if told := told or misplaced(text, error):
        return ComposeError(offset_position(text[: told[0]]), *told[1:])
    hint = error.context or ""
    if hint and around is not None and around.line != mark.line:
        hint += f" that begins in line {around.line + 1}"
    return ComposeError(at, problem, hint)


def _broken_line(text: str) -> int | None:
    """The line, from 1, in which libyaml refuses a text; None if it takes it."""
    try:
        _composed(text)
    except MarkedYAMLError as error:
        return error.problem_mark.line + 1 if error.problem_mark else 1
    except ComposeError as error:
        return error.at.line
    except YAMLError:
        return 1
    return None


def _bad_character(error: Exception, text: str) -> ComposeError:
    """The character of the text that libyaml does not take: a control character or half of a pair."""
    if isinstance(error, UnicodeEncodeError):
        before = text[: error.start]
    else:
        before = text.encode()[: getattr(error, "position", 0)].decode(errors="ignore")
    message = f"the character U+{ord(text[len(before)]):04X} is not allowed in YAML"
    return ComposeError(offset_position(before), message, code="yaml-character")


def offset_position(before: str) -> Position:
    """The position of what follows the beginning of a text."""
    lines = LINE_BREAK.split(before)
    return Position(len(lines), len(lines[-1]) + 1)


def start(node: Node) -> Position:
    """Where a node begins."""
    return Position(node.start_mark.line + 1, node.start_mark.column + 1)


def _children(node: Node) -> list[Node]:
    if node.__class__ is ScalarNode:
        return []
    if node.__class__ is MappingNode:
        return [child for pair in node.value for child in pair]
    return list(node.value)


def nodes(root: Node) -> Iterator[Node]:
    """All nodes below the root and itself, each once."""
    seen, left = {id(root)}, [root]
    while left:
        node = left.pop()
        yield node
        new = [child for child in _children(node) if id(child) not in seen]
        seen.update(map(id, new))
        left += new


def looping(root: Node) -> Node | None:
    """A node below the root that holds itself."""
    around, done = {id(root): root}, set()
    left = [(root, iter(_children(root)))]
    while left:
        node, rest = left[-1]
        child = next(rest, None)
        if child is None:
            left.pop()
            done.add(id(around.pop(id(node))))
        elif id(child) in around:
            return child
        elif id(child) not in done:
            around[id(child)] = child
            left.append((child, iter(_children(child))))
    return None
