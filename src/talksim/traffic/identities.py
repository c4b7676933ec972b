"""Who is who: one bijection per kind of id between the real server's and ours.

Every answer that shows a new id extends the bijection; later requests are translated with it. Message ids
are shared by all rooms and grow, so their order must agree as well.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, insort
from collections.abc import Callable, Mapping
from typing import Any, Final

__all__ = ["GUEST", "KINDS", "NEVER", "Identities"]

KINDS: Final = ("token", "attendee", "message", "poll", "ban", "session", "guest")
"""The kinds of ids that differ between two servers."""

NEVER: Final = ("zz9zz9zz", 999_999, 99_999_999)
"""Ids which the recorder made up; they never exist and are the same on both sides."""

GUEST: Final = re.compile(r"(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])")
"""The id of a guest: 40 hexadecimal digits."""

_WIRE: Final[Mapping[str, str]] = {
    "token": "token",
    "target": "token",
    "objectId": "token",
    "attendeeId": "attendee",
    "messageId": "message",
    "replyTo": "message",
    "lastReadMessage": "message",
    "lastKnownMessageId": "message",
    "lastCommonReadId": "message",
    "pollId": "poll",
    "banId": "ban",
    "sessionId": "session",
    "sessions": "session",
    "sessionIds": "session",
}
"""What the ids in requests name, by the parameter that carries them."""

_NOBODY: Final = 900_000_000
"""From here on no id of ours exists: where an id of theirs goes that would hit one of ours by chance."""


class Identities:
    """The bijections of one recording; ids of theirs come first in every method."""

    def __init__(self) -> None:
        self._ours: dict[str, dict[Any, Any]] = {kind: {} for kind in KINDS}
        self._theirs: dict[str, dict[Any, Any]] = {kind: {} for kind in KINDS}
        self._messages: list[int] = []

    def copy(self) -> Identities:
        """An independent copy."""
        other = Identities()
        other._ours = {kind: dict(pairs) for kind, pairs in self._ours.items()}
        other._theirs = {kind: dict(pairs) for kind, pairs in self._theirs.items()}
        other._messages = list(self._messages)
        return other

    def knows(self, kind: str, theirs: Any) -> bool:
        """Whether an id of theirs has a partner."""
        return theirs in self._ours[kind]

    def partner(self, kind: str, theirs: Any) -> Any:
        """Our id for one of theirs, None if there is none yet."""
        return self._ours[kind].get(theirs)

    def pair(self, kind: str, theirs: Any, ours: Any) -> bool:
        """Make two ids partners; False if one of them has another partner or the order of messages breaks."""
        there, here = self._ours[kind], self._theirs[kind]
        if theirs in there or ours in here:
            return bool(theirs in there and there[theirs] == ours)
        if kind == "message":
            if not self._in_order(theirs, ours):
                return False
            insort(self._messages, theirs)
        there[theirs] = ours
        here[ours] = theirs
        return True

    def ours(self, kind: str, theirs: Any) -> Any:
        """What to send for an id of theirs; one without a partner must not hit one of ours by chance."""
        found = self._ours[kind].get(theirs)
        if found is not None:
            return found
        return theirs + _NOBODY if isinstance(theirs, int) and theirs in self._theirs[kind] else theirs

    def request(self, wire: str, value: Any) -> Any:
        """A parameter of a request, by its wire name, with our ids in place of theirs."""
        if wire == "attendeeMap" and isinstance(value, str):
            return self._attendee_map(value)
        kind = _WIRE.get(wire)
        if kind is None:
            return self._in_texts(value, self.text)
        if isinstance(value, list):
            return [self.ours(kind, item) for item in value]
        if isinstance(value, str) and value.isdecimal() and kind not in ("token", "session"):
            return str(self.ours(kind, int(value)))
        return value if isinstance(value, bool | dict) else self.ours(kind, value)

    def text(self, text: str) -> str:
        """A text with our guests in place of theirs."""
        if len(text) < 40:
            return text
        return GUEST.sub(lambda found: str(self.ours("guest", found[0])), text)

    def shown(self, path: str) -> str:
        """A path with its ids blanked, as requests of one kind are grouped."""
        parts = [
            "{id}" if part.isdecimal() else "{token}" if self.knows("token", part) or part in NEVER else part
            for part in path.split("/")
        ]
        return "/".join(parts)

    def _in_texts(self, value: Any, change: Callable[[str], str]) -> Any:
        if isinstance(value, str):
            return change(value)
        if isinstance(value, list):
            return [self._in_texts(item, change) for item in value]
        if isinstance(value, dict):
            return {key: self._in_texts(item, change) for key, item in value.items()}
        return value

    def _attendee_map(self, text: str) -> str:
        """The attendees are the keys of a JSON object in a string; anything else passes as it is."""
        try:
            given = json.loads(text)
        except ValueError:
            return text
        if not isinstance(given, dict):
            return text
        return json.dumps({str(self.request("attendeeId", key)): room for key, room in given.items()})

    def _in_order(self, theirs: Any, ours: Any) -> bool:
        at = bisect_left(self._messages, theirs)
        partner = self._ours["message"]
        after_left = at == 0 or partner[self._messages[at - 1]] < ours
        return after_left and (at == len(self._messages) or ours < partner[self._messages[at]])
