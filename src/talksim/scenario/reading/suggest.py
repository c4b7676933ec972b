"""What may have been meant by a line that is no command: near phrases, and those of the same verb."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from talksim.everyday import EVERYDAY
from talksim.scenario.document.fault import nearest

__all__ = ["EVERYDAY", "LOOKS", "respelled", "suggestion"]

LOOKS: Final = ("see", "sees", "look", "looks", "watch", "watches")
"""Verbs that do not ask for anything, but look."""

_REFERENCE: Final = "docs/reference/rules has a page on each; `talksim reference` writes them"
_NEAR: Final = 0.8
_LIKE: Final = 0.6
_JOINED: Final = re.compile("[_-]")
_ARTICLES: Final = ("a", "an", "the")
_LONGEST: Final = 4
_MOST: Final = 12


def suggestion(words: list[str], phrases: Iterable[str]) -> str:
    """A hint for the words of a line that begins with no phrase."""
    parts = [part.casefold() for word in words for part in _JOINED.split(word)]
    words = [part for part in parts if part not in _ARTICLES]
    known = [phrase for phrase in phrases if words[:1] == ["occ"] or not phrase.startswith("occ ")]
    if words[:1] and words[0] in LOOKS:
        return f"a look is written: alice sees: {' '.join(words[1:]) or 'attendees webinar'}"
    if said := _everyday(words):
        return "Did you mean " + " or ".join(f'"{phrase}"' for phrase in said) + "?"
    if near := _swapped(words, known) or _near(words, known):
        return f'Did you mean "{near}"?'
    return _listed(_same_verb(words, known) or _same_noun(words, known))


def respelled(words: list[str], phrases: Iterable[str]) -> tuple[int, str]:
    """The phrase of two words or more that begins a line but for its spelling, and its number of words.

    No phrase, where one begins the line as it is written.
    """
    known = list(phrases)
    for used in range(min(_LONGEST, len(words)), 1, -1):
        said = " ".join(words[:used])
        if said in known:
            break
        alike = (phrase for phrase in known if phrase.count(" ") == used - 1 and _word_by_word(said, phrase))
        if meant := _closest(said, alike):
            return used, meant
    return 0, ""


def _word_by_word(said: str, phrase: str) -> bool:
    """Whether each word is like the one in its place: "hall bob" is no misspelled "for all"."""
    pairs = zip(said.split(), phrase.split(), strict=True)
    return all(nearest(word, [meant], cutoff=_LIKE) for word, meant in pairs)


def _everyday(words: list[str]) -> tuple[str, ...]:
    said = (words[:2], words[1::-1], words[:1])
    return next((EVERYDAY[phrase] for phrase in map(" ".join, said) if phrase in EVERYDAY), ())


def _swapped(words: list[str], known: list[str]) -> str:
    """The phrase of two words that begins the line the other way round: `room create`."""
    phrase = " ".join(words[1::-1])
    return phrase if phrase in known else ""


def _near(words: list[str], known: list[str]) -> str:
    """The phrase that begins the line but for its spelling."""
    for used in range(min(_LONGEST, len(words)), 0, -1):
        found = _closest(" ".join(words[:used]), [p for p in known if p.count(" ") == used - 1])
        if found:
            return found
    return ""


def _same_verb(words: list[str], known: list[str]) -> list[str]:
    verbs = {phrase.partition(" ")[0]: None for phrase in known}
    verb = _closest(words[0], verbs) if words else ""
    found = [phrase for phrase in known if phrase.partition(" ")[0] == verb]
    return found if len(found) <= _MOST else _same_noun(words, found) or found


def _same_noun(words: list[str], known: list[str]) -> list[str]:
    return [phrase for phrase in known if not set(words[1:]).isdisjoint(phrase.split()[1:])]


def _listed(found: list[str]) -> str:
    if len(found) == 1:
        return f'Did you mean "{found[0]}"?'
    return f"one of: {', '.join(sorted(found))}" if found else _REFERENCE


def _closest(word: str, choices: Iterable[str]) -> str:
    return nearest(word, choices, cutoff=_NEAR)
