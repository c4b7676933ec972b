"""The language of `-k`: words that must be found, joined by `and`, `or`, `not` and parentheses.

Words side by side are one phrase, so `-k "join call and not guest"` needs no quotes within quotes. Case does
not matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NoReturn, TypeAlias

from talksim.errors import UsageError

__all__ = ["Keyword", "keyword"]

Keyword: TypeAlias = Callable[[str], bool]
"""Whether the expression holds for a text."""

_TOKEN = re.compile(r"[()]|[^\s()]+")
_RESERVED = frozenset(["and", "or", "not", "(", ")", ""])
_MOST = 500
"""How many tokens an expression may have; each may nest."""


def keyword(expression: str) -> Keyword:
    """Understand an expression; an empty one holds for every text. Raises `UsageError`."""
    tokens = _TOKEN.findall(expression)
    if not tokens:
        return lambda _text: True
    if len(tokens) > _MOST:
        raise UsageError(f"-k takes at most {_MOST} words")
    parser = _Parser(tokens)
    found = parser.either()
    if parser.next:
        parser.refuse()
    return lambda text: found(text.casefold())


class _Parser:
    """Recursive descent, a method per precedence."""

    def __init__(self, tokens: Iterable[str]) -> None:
        self.tokens = [token.casefold() for token in tokens] + [""]

    @property
    def next(self) -> str:
        return self.tokens[0]

    def take(self) -> str:
        return self.tokens.pop(0)

    def either(self) -> Keyword:
        terms = [self.both()]
        while self.next == "or":
            self.take()
            terms.append(self.both())
        return lambda text: any(term(text) for term in terms)

    def both(self) -> Keyword:
        terms = [self.negated()]
        while self.next == "and":
            self.take()
            terms.append(self.negated())
        return lambda text: all(term(text) for term in terms)

    def negated(self) -> Keyword:
        if self.next != "not":
            return self.single()
        self.take()
        term = self.negated()
        return lambda text: not term(text)

    def single(self) -> Keyword:
        if self.next == "(":
            self.take()
            inner = self.either()
            if self.take() != ")":
                raise UsageError("-k: a parenthesis is not closed")
            return inner
        if self.next in _RESERVED:
            self.refuse()
        return self.phrase()

    def phrase(self) -> Keyword:
        words = [self.take()]
        while self.next not in _RESERVED:
            words.append(self.take())
        phrase = " ".join(words)
        return lambda text: phrase in text

    def refuse(self) -> NoReturn:
        found = f'"{self.next}"' if self.next else "the end"
        raise UsageError(f"-k: a word was expected, {found} was found")
