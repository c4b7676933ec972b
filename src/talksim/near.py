"""What may have been meant by a name that is not there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

__all__ = ["LIKE", "guess", "kin", "no_attribute"]

LIKE: Final = 0.87
"""How like a known name another must be to be meant, whatever else has a word in common with it."""

_MOST: Final = 8


def guess(word: str, choices: Iterable[str], cutoff: float = 0.6) -> str:
    """` Did you mean "…"?` with the nearest choice, or nothing if none is near."""
    near = nearest(word, choices, cutoff)
    return f' Did you mean "{near}"?' if near else ""


def kin(word: str, choices: Iterable[str]) -> str:
    """The same of names made of several words: `enable_lobby` may mean "set_lobby", and is like "enable_bot".

    After the spelling counts what begins alike, then what ends alike; of several that do, all are named.
    """
    known = [choice for choice in choices if not choice.startswith("_")]
    if near := nearest(word, known, LIKE):
        return f' Did you mean "{near}"?'
    found = _in_other_order(word, known) or _of_its_words(word, known) or _with_its_noun(word, known)
    if not 0 < len(found) <= _MOST:
        return guess(word, known)
    return " Did you mean " + " or ".join(f'"{name}"' for name in found) + "?"


def no_attribute(value: object, name: str, meant: Mapping[str, str]) -> AttributeError:
    """The error for a name that a value does not have; `meant` says what it is that people look for by it.

    What only programs ask for, or a copy that is not yet filled, gets no hint.
    """
    silent = name.startswith("_") or name in getattr(type(value), "__slots__", ())
    hint = f" It is {meant[name]}." if name in meant else "" if silent else kin(name, dir(value))
    return AttributeError(f'{type(value).__name__} has no "{name}".{hint}', name=name, obj=value)


def nearest(word: str, choices: Iterable[str], cutoff: float = 0.6) -> str:
    """The choice spelled most like `word`, "" if none is near."""
    from difflib import get_close_matches  # noqa: PLC0415  only a mistake pays for it

    by_fold = {choice.casefold(): choice for choice in choices}
    near = get_close_matches(word.casefold(), by_fold, n=1, cutoff=cutoff)
    return by_fold[near[0]] if near else ""


def _in_other_order(word: str, known: list[str]) -> list[str]:
    """What is said with the same words: `room_create` is create_room."""
    return [name for name in known if sorted(_words(name)) == sorted(_words(word))]


def _of_its_words(word: str, known: list[str]) -> list[str]:
    """What is said with fewer words, or begins with all of them."""
    words = _words(word)
    return [name for name in known if {*words} > {*_words(name)} or _words(name)[: len(words)] == words]


def _with_its_noun(word: str, known: list[str]) -> list[str]:
    return [name for name in known if _words(name)[-1] == _words(word)[-1]]


def _words(name: str) -> list[str]:
    return [part.removesuffix("s") for part in name.casefold().split("_")]
