"""What may have been meant by a typed line that is neither a step nor a command."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from talksim.naming import ROLES, meant_by
from talksim.scenario.document.fault import one_of
from talksim.scenario.reading.command import BadCommand, parse, phrases
from talksim.scenario.reading.suggest import LOOKS
from talksim.talk import Talk

__all__ = ["meant"]

_EXAMPLE: Final = "join room webinar"


def meant(talk: Talk, line: str, commands: Iterable[str]) -> str:
    """A sentence that says how to write what a line without a colon says."""
    first, _, rest = line.partition(" ")
    if first == "wait":
        return f"write `wait: {rest or '5 min'}`"
    people = [*talk.server.users, *talk.names.guests]
    who = max((name for name in (*people, *ROLES) if f"{line} ".startswith(f"{name} ")), key=len, default="")
    if who:
        return f"write `{_step(who, line[len(who) :].split())}`"
    if rest and _is_begun(rest.split()):
        return f'nobody is called "{first}". {meant_by(first, people)}'.rstrip()
    return f'there is no command "{first}"; {one_of(first, commands)}'


def _step(who: str, words: Sequence[str]) -> str:
    """The line with its colon, and an ellipsis where the operation takes more."""
    if not words:
        return f"{who}: {_EXAMPLE}"
    if words[0] in LOOKS:
        return f"{who} sees: {' '.join(words[1:]) or 'attendees webinar'}"
    text = " ".join(words)
    return f"{who}: {text}" if _is_whole(text) else f"{who}: {text} …"


def _is_whole(text: str) -> bool:
    try:
        return not parse(text).missing
    except BadCommand:
        return False


def _is_begun(words: Sequence[str]) -> bool:
    """Whether the words begin as some operation does, or as a look."""
    return words[0] in LOOKS or any(phrase.split()[0] == words[0] for phrase in phrases())
