"""Conditions on a state: `not any(p.in_call and not p.moderates for p in room("standup").people)`.

They are written as Python writes them and parsed by an allow-list; nothing is ever evaluated but the terms of
`talksim.explore.universe.terms`, which reach nothing but the facts of `talksim.explore.universe.facts`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any, Final
from warnings import catch_warnings, simplefilter

import attrs

from talksim.by_fields import EqualByFields
from talksim.constants import Vocabulary
from talksim.explore.universe.facts import FACTS, NAMES, NUMBER, TEXT, TRUTH, Type
from talksim.explore.universe.terms import (
    COMPARED,
    AllRooms,
    Both,
    Comparison,
    Count,
    Either,
    FactOf,
    Items,
    Listing,
    Literal,
    Not,
    PersonIn,
    Quantified,
    RoomNamed,
    Term,
    Variable,
)
from talksim.model.server import Server
from talksim.scenario.document.fault import did_you_mean, one_of
from talksim.scenario.document.mistake import Mistake, Wrong
from talksim.scenario.value import check_word

__all__ = ["Condition", "condition"]

_LONGEST: Final = 2000
_FUNCTIONS: Final = ("all", "any", "len", "room", "sum")
_GRAMMAR: Final = "facts, comparisons, and, or, not, any, all, len, sum, room"


@attrs.frozen(eq=False, repr=False)
class Condition(EqualByFields):
    """A condition as it was written."""

    text: str
    term: Term = attrs.field(eq=False, repr=False)

    def breaches(self, server: Server) -> list[str]:
        """What is false in a state, with the values; nothing where the condition holds."""
        env = {"": server}
        return [] if self.term.value(env) else self.term.why(env)


def condition(text: str) -> Condition:
    """The condition a text says. Raises `Wrong` with what is wrong in it, and where."""
    if len(text) > _LONGEST:
        raise Wrong(Mistake("the condition is too long", f"{_LONGEST} characters at most"))
    try:
        with catch_warnings():
            simplefilter("ignore")  # Python's, of what a text holds; it is not Python's to judge
            tree = ast.parse(text.strip(), mode="eval")
        return Condition(text, _Reader(text.strip()).term(tree.body, {}))
    except SyntaxError as error:
        start = max((error.offset or 1) - 1, 0) if (error.lineno or 1) == 1 else 0
        message = f"this is no condition: {error.msg}"
        raise Wrong(Mistake(message, f"it holds {_GRAMMAR}", start=start)) from None
    except (ValueError, RecursionError, MemoryError) as error:
        if isinstance(error, Wrong):
            raise
        raise Wrong(
            Mistake("this is no condition", "it is nested too deep, or holds what no text holds")
        ) from None


Known = Mapping[str, Type]


class _Reader:
    """Turns a syntax tree into terms; `known` are the types of the variables in sight."""

    def __init__(self, text: str) -> None:
        self.text = text

    def term(self, node: ast.expr, known: Known) -> Term:
        """The term a node says. Raises `Wrong`."""
        read = _READ.get(type(node))
        if read is None:
            raise self._wrong(node, f"a condition cannot hold {_kind(node)}", f"it holds {_GRAMMAR}")
        return read(self, node, known)

    def constant(self, node: ast.Constant, known: Known) -> Term:  # noqa: ARG002
        types: dict[type, Type] = {
            bool: TRUTH,
            int: NUMBER,
            float: NUMBER,
            str: TEXT,
            type(None): Type("nothing"),
        }
        found = types.get(type(node.value))
        if found is None:
            raise self._wrong(node, "a condition cannot hold this value", "numbers, texts, True, False, None")
        return Literal(self._said(node), found, node.value)

    def name(self, node: ast.Name, known: Known) -> Term:
        if node.id in known:
            return Variable(node.id, known[node.id])
        if node.id == "rooms":
            return AllRooms(node.id)
        hint = did_you_mean(node.id, [*known, "rooms", *_FUNCTIONS]) or 'such as room("standup"), or rooms'
        raise self._wrong(node, f'there is no "{node.id}"', hint)

    def attribute(self, node: ast.Attribute, known: Known) -> Term:
        of = self.term(node.value, known)
        facts = FACTS.get(of.type.kind)
        if facts is None:
            raise self._wrong(
                node, f'nothing is said of a {of.type.kind} by "{node.attr}"', "of rooms and people"
            )
        if node.attr not in facts:
            where = len(self._said(node.value)) + 1
            message = f'a {of.type.kind} has no "{node.attr}"'
            raise self._wrong(node, message, one_of(node.attr, facts), where, len(node.attr))
        fact = facts[node.attr]
        return FactOf(self._said(node), fact.type, of, fact)

    def call(self, node: ast.Call, known: Known) -> Term:
        if node.keywords or len(node.args) != 1:
            raise self._wrong(node, "what is called takes one value", 'such as room("standup")')
        if isinstance(node.func, ast.Attribute) and node.func.attr == "person":
            room = self._of(node.func.value, known, "room")
            return PersonIn(self._said(node), room, self._of(node.args[0], known, "text"))
        if not isinstance(node.func, ast.Name) or node.func.id not in _FUNCTIONS:
            called = self._said(node.func)
            raise self._wrong(node.func, f'"{called}" cannot be called', one_of(called, _FUNCTIONS))
        return self._called(node.func.id, node, known)

    def _called(self, name: str, node: ast.Call, known: Known) -> Term:
        said = self._said(node)
        if name == "room":
            return RoomNamed(said, self._of(node.args[0], known, "text"))
        over = self._of(node.args[0], known, "list")
        if name in ("len", "sum"):
            return Count(said, over, name == "sum")
        if not isinstance(over, Listing):
            raise self._wrong(
                node.args[0], f"{name} goes through a list", f"{name}(p.in_call for p in …people)"
            )
        return Quantified(said, TRUTH, over, name == "all")

    def listing(self, node: ast.GeneratorExp | ast.ListComp, known: Known) -> Term:
        if len(node.generators) != 1 or not isinstance(node.generators[0].target, ast.Name):
            raise self._wrong(node, "a list goes through one other", "such as p.name for p in …people")
        loop = node.generators[0]
        assert isinstance(loop.target, ast.Name)
        each, through = loop.target.id, self._of(loop.iter, known, "list")
        inner = {**known, each: through.type.item or TEXT}
        part = self.term(node.elt, inner)
        such = tuple(self.term(test, inner) for test in loop.ifs)
        return Listing(self._said(node), Type("list", part.type), part, each, through, such)

    def items(self, node: ast.List | ast.Tuple | ast.Set, known: Known) -> Term:
        parts = tuple(self.term(one, known) for one in node.elts)
        return Items(self._said(node), NAMES if not parts else Type("list", parts[0].type), parts)

    def boolean(self, node: ast.BoolOp, known: Known) -> Term:
        made = Both if isinstance(node.op, ast.And) else Either
        return made(self._said(node), TRUTH, tuple(self.term(one, known) for one in node.values))

    def unary(self, node: ast.UnaryOp, known: Known) -> Term:
        if isinstance(node.op, ast.Not):
            return Not(self._said(node), TRUTH, self.term(node.operand, known))
        if isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
            number = self._of(node.operand, known, "number")
            assert isinstance(number, Literal)
            return Literal(self._said(node), NUMBER, -number.known)
        raise self._wrong(node, f"a condition cannot hold {_kind(node)}", f"it holds {_GRAMMAR}")

    def comparison(self, node: ast.Compare, known: Known) -> Term:
        nodes = [node.left, *node.comparators]
        sides = tuple(self.term(one, known) for one in nodes)
        by = tuple(type(one).__name__ for one in node.ops)
        for number, one in enumerate(by):
            if one not in COMPARED:
                raise self._wrong(
                    node, "things are not compared like this", "==, !=, <, <=, >, >=, in, not in"
                )
            self._check_words(nodes[number : number + 2], sides[number : number + 2])
        return Comparison(self._said(node), TRUTH, sides, by)

    def _check_words(self, nodes: list[ast.expr], sides: tuple[Term, ...]) -> None:
        """Where one side is a word of a vocabulary, the other is one if it is written out."""
        for word, node, other in ((sides[0], nodes[1], sides[1]), (sides[1], nodes[0], sides[0])):
            vocabulary = word.type.vocabulary or (word.type.item.vocabulary if word.type.item else None)
            if vocabulary is not None:
                self._check_word(vocabulary, node, other)

    def _check_word(self, vocabulary: type[Vocabulary], node: ast.expr, term: Term) -> None:
        if isinstance(term, Items) and isinstance(node, ast.List | ast.Tuple | ast.Set):
            for one, part in zip(node.elts, term.parts, strict=True):
                self._check_word(vocabulary, one, part)
        elif isinstance(term, Literal) and term.known is not None:
            words = [member.word for member in vocabulary.members()]
            wrong = check_word(vocabulary, term.known)
            if wrong is not None or term.known not in words:
                message, hint = wrong or (
                    f"{vocabulary.title} is said by a word",
                    f"one of: {', '.join(words)}",
                )
                raise self._wrong(node, message, hint)

    def _of(self, node: ast.expr, known: Known, kind: str) -> Term:
        """A term of a certain kind."""
        term = self.term(node, known)
        if term.type.kind != kind:
            raise self._wrong(node, f"this must be a {kind}", f"not a {term.type.kind}")
        return term

    def _said(self, node: ast.expr) -> str:
        return ast.get_source_segment(self.text, node) or ast.unparse(node)

    def _wrong(self, node: ast.expr, message: str, hint: str, skip: int = 0, length: int = 0) -> Wrong:
        if node.lineno > 1 or "\n" in self.text:
            return Wrong(Mistake(message, hint))
        start = len(self.text.encode()[: node.col_offset].decode())
        return Wrong(Mistake(message, hint, start=start + skip, length=length or len(self._said(node))))


_READ: Final[Mapping[type[ast.expr], Callable[[_Reader, Any, Known], Term]]] = {
    ast.Constant: _Reader.constant,
    ast.Name: _Reader.name,
    ast.Attribute: _Reader.attribute,
    ast.Call: _Reader.call,
    ast.GeneratorExp: _Reader.listing,
    ast.ListComp: _Reader.listing,
    ast.List: _Reader.items,
    ast.Tuple: _Reader.items,
    ast.Set: _Reader.items,
    ast.BoolOp: _Reader.boolean,
    ast.UnaryOp: _Reader.unary,
    ast.Compare: _Reader.comparison,
}


def _kind(node: ast.expr) -> str:
    names = {"BinOp": "arithmetic", "Subscript": "an index", "Lambda": "a function", "IfExp": "if … else"}
    return names.get(type(node).__name__, f"this ({type(node).__name__})")
