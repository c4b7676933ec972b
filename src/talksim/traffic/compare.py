"""One answer beside another: theirs as recorded, ours as the model gives it, field by field.

Only what the recording shows is compared; what the recorder drops everywhere (icons, time stamps, …) is not
in it. Ids are compared by the bijections of `Identities`, lists by position.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Final

import attrs

from talksim.traffic.defaults import shape
from talksim.traffic.identities import GUEST, NEVER, Identities

__all__ = ["ABSENT", "Comparison", "Difference", "compare", "leaves"]

ABSENT: Final = "(absent)"
"""Stands for a field that is not there."""

_IDS: Final[Mapping[str, str]] = {
    "token": "token",
    "roomToken": "token",
    "attendeeId": "attendee",
    "sessionId": "session",
    "lastReadMessage": "message",
    "lastCommonReadMessage": "message",
}
_OWN_ID: Final[Mapping[str, str]] = {"talk-poll": "poll", "call": "token"}
"""What the `id` of a message's parameter names, by its type."""

_IF_SET: Final = (
    "deleted",
    "expiresIn",
    "lastEditActorId",
    "parent",
    "reactions",
    "reactionsSelf",
    "referenceId",
    "silent",
)
"""Fields of a message that a recording shows only when they say something."""

_DROPPED: Final = ("icon-url",)
"""Keys that are no plain words and that no recording shows."""

_DURATION: Final = re.compile(r"\(Duration[^)]*\)")
_TOKEN: Final = re.compile(r'(?<="token":")\w+(?=")')
_FIELD: Final = re.compile(r"[A-Za-z]+")


@attrs.frozen
class Difference:
    """One field that differs. `path` is the way to it, such as `[].lastMessage.id`."""

    path: str
    theirs: Any
    ours: Any


@attrs.define
class Comparison:
    """What a comparison found: how many fields it looked at, and those that differ."""

    fields: int = 0
    wrong: int = 0
    differences: list[Difference] = attrs.field(factory=list)


def compare(theirs: Any, ours: Any, identities: Identities, *, loose: bool = False) -> Comparison:
    """Compare two bodies and learn the ids they show.

    `loose` lets the people listed at the end of a call differ: near the turn of a second the real server may
    count either way.
    """
    walk = _Walk(identities, loose)
    walk.value("", "", theirs, ours)
    return walk.found


def leaves(value: Any) -> int:
    """How many fields a body has."""
    if isinstance(value, dict):
        return sum(leaves(item) for item in value.values())
    if isinstance(value, list):
        return sum(leaves(item) for item in value)
    return 1


class _Walk:
    def __init__(self, identities: Identities, loose: bool) -> None:
        self.identities = identities
        self.loose = loose
        self.found = Comparison()

    def value(self, path: str, key: str, theirs: Any, ours: Any) -> None:
        if _empty(theirs) and _empty(ours):
            pass
        elif isinstance(theirs, dict) and isinstance(ours, Mapping):
            self._mapping(path, key, theirs, ours)
        elif isinstance(theirs, list) and theirs and isinstance(ours, list | tuple):
            self._list(path, key, theirs, ours)
        else:
            self._leaf(path, key, theirs, ours)

    def differ(self, path: str, theirs: Any, ours: Any, wrong: int = 1) -> None:
        self.found.wrong += wrong
        self.found.differences.append(Difference(path, theirs, ours))

    def _mapping(self, path: str, key: str, theirs: dict[str, Any], ours: Mapping[str, Any]) -> None:
        kind = shape(theirs)
        own_id = _own_id(theirs, kind, key)
        if kind == "message" and key == "":
            ours = self._message(path, theirs, ours)
        for name, value in theirs.items():
            at = f"{path}.{name}" if path else name
            if name not in ours:
                count = leaves(value)
                self.found.fields += count
                if not (_empty(value) and kind != ""):
                    self.differ(at, value, ABSENT, count)
            elif own_id and name == "id":
                self._id(at, own_id, value, ours[name])
            elif name == "objectId" and ours.get("objectType") == "room":
                self._id(at, "token", value, ours[name])
            elif not self._passed_over(name, key, theirs):
                self.value(at, name, value, ours[name])
        self._extra(path, key, theirs, ours)

    def _passed_over(self, name: str, key: str, theirs: Mapping[str, Any]) -> bool:
        """Whether a recording says nothing certain of this field of a system message."""
        if key == "lastMessage" and theirs.get("systemMessage"):
            return name in ("message", "messageParameters")
        return self.loose and name in _LISTING and _is_end(theirs)

    def _extra(self, path: str, key: str, theirs: dict[str, Any], ours: Mapping[str, Any]) -> None:
        """Keys that are data and no field names (emoji, options, parameters) must not be more than theirs."""
        for name in ours:
            parameter = key == "messageParameters" and name != "actor"
            if name not in theirs and name not in _DROPPED and (parameter or not _FIELD.fullmatch(name)):
                self.found.fields += 1
                self.differ(f"{path}.{name}".lstrip("."), ABSENT, ours[name])

    def _message(self, path: str, theirs: dict[str, Any], ours: Mapping[str, Any]) -> Mapping[str, Any]:
        ours = {**ours, "message": _DURATION.sub("(Duration)", str(ours.get("message", "")))}
        if "expirationTimestamp" in ours and "expiresIn" not in ours:
            expires, sent = ours["expirationTimestamp"], ours.get("timestamp", 0)
            ours["expiresIn"] = expires - sent if expires else 0
        if "messageType" in theirs:
            for name in _IF_SET:
                if name not in theirs and ours.get(name):
                    self.found.fields += 1
                    self.differ(f"{path}.{name}".lstrip("."), ABSENT, ours[name])
        return ours

    def _leaf(self, path: str, key: str, theirs: Any, ours: Any) -> None:
        if key in _IDS:
            self._id(path, _IDS[key], theirs, ours)
            return
        self.found.fields += 1
        if isinstance(theirs, str) and isinstance(ours, str) and len(theirs) >= 40:
            theirs, ours = self._text(theirs, ours)
        if theirs == ours or (key == "callStartTime" and _same_second(theirs, ours)):
            return
        self.differ(path, theirs, ours)

    def _text(self, theirs: str, ours: str) -> tuple[str, str]:
        """The texts with guests and rooms that are partners made equal."""
        theirs = _TOKEN.sub(lambda found: str(self.identities.ours("token", found[0])), theirs)
        guests = list(zip(GUEST.findall(theirs), GUEST.findall(ours), strict=False))
        if all(self.identities.pair("guest", *pair) for pair in guests):
            return self.identities.text(theirs), ours
        return theirs, ours

    def _id(self, path: str, kind: str, theirs: Any, ours: Any) -> None:
        self.found.fields += 1
        if isinstance(theirs, str) and theirs.isdecimal() and kind in ("poll",):
            theirs, ours = int(theirs), int(ours) if str(ours).isdecimal() else ours
        literal = theirs in ("", "0", *NEVER) or (isinstance(theirs, int) and theirs <= 0)
        if literal or ours in ("", "0", None) or (isinstance(ours, int) and ours <= 0):
            if theirs != ours:
                self.differ(path, theirs, ours)
        elif not self.identities.pair(kind, theirs, ours):
            self.differ(path, _partnered(self.identities, kind, theirs), ours)

    def _list(self, path: str, key: str, theirs: list[Any], ours: Sequence[Any]) -> None:
        inside = f"{path}[]"
        if key == "sessionIds":
            self._sessions(path, theirs, ours)
            return
        pairs = self._aligned(theirs, ours)
        if len(theirs) != len(ours):
            left = set(range(len(theirs))) - {i for i, _ in pairs}
            unseen = sum(leaves(theirs[i]) for i in left)
            self.found.fields += unseen + 1
            self.differ(inside, f"{len(theirs)} items", f"{len(ours)} items", unseen + 1)
        elif any(i != j for i, j in pairs):
            self.found.fields += 1
            self.differ(inside, "in this order", f"in another: {[j for _, j in pairs]}")
        for i, j in pairs:
            self.value(inside, "", theirs[i], ours[j])

    def _sessions(self, path: str, theirs: list[Any], ours: Sequence[Any]) -> None:
        self.found.fields += 1
        if len(theirs) != len(ours):
            self.differ(path, f"{len(theirs)} sessions", f"{len(ours)} sessions")
        elif not all(self.identities.pair("session", *pair) for pair in zip(theirs, ours, strict=True)):
            self.differ(path, "these sessions", "others")

    def _aligned(self, theirs: list[Any], ours: Sequence[Any]) -> list[tuple[int, int]]:
        """Which items belong together: those whose ids are partners, and the rest as they come."""
        places = {_key(item): j for j, item in reversed(list(enumerate(ours)))}
        known = {}
        for i, item in enumerate(theirs):
            kind, key = _key(item)
            j = places.get((kind, self.identities.partner(kind, key))) if kind else None
            if j is not None:
                known[i] = j
        taken = set(known.values())
        rest = [i for i in range(len(theirs)) if i not in known]
        left = [j for j in range(len(ours)) if j not in taken]
        if len(rest) == len(left):
            return sorted([*known.items(), *zip(rest, left, strict=True)])
        match = SequenceMatcher(
            None, [_signature(theirs[i]) for i in rest], [_signature(ours[j]) for j in left], autojunk=False
        )
        blocks = match.get_matching_blocks()
        alike = [(rest[b.a + k], left[b.b + k]) for b in blocks for k in range(b.size)]
        return sorted([*known.items(), *alike])


_LISTING: Final = frozenset(["message", "messageParameters", "actorId", "actorType", "actorDisplayName"])


def _is_end(message: Mapping[str, Any]) -> bool:
    return str(message.get("systemMessage", "")).startswith("call_ended")


def _own_id(item: Mapping[str, Any], kind: str, key: str) -> str:
    if "id" not in item:
        return ""
    if kind == "message" or key in ("lastMessage", "parent"):
        return "message"
    if "bannedActorType" in item:
        return "ban"
    return "poll" if "question" in item else _OWN_ID.get(str(item.get("type", "")), "")


def _key(item: Any) -> tuple[str, Any]:
    """The kind and the id by which an item of a list is known."""
    if not isinstance(item, Mapping):
        return "", None
    for name, kind in (("attendeeId", "attendee"), ("token", "token")):
        if name in item and not (name == "attendeeId" and "token" in item):
            return ("session", item["sessionId"]) if _is_peer(item) else (kind, item[name])
    own = _own_id(item, shape(item), "")
    return own, item["id"] if own else None


def _is_peer(item: Mapping[str, Any]) -> bool:
    return "sessionId" in item and "participantType" not in item


def _signature(item: Any) -> tuple[str, ...]:
    if not isinstance(item, Mapping):
        return (str(item),)
    names = ("systemMessage", "actorType", "actorId", "type", "name")
    return tuple(GUEST.sub("guest", str(getattr(item.get(name), "value", item.get(name)))) for name in names)


def _partnered(identities: Identities, kind: str, theirs: Any) -> str:
    partner = identities.partner(kind, theirs)
    return f"{theirs} (known to be {partner})" if partner is not None else f"{theirs} (ours is another's)"


def _same_second(theirs: Any, ours: Any) -> bool:
    return bool(theirs and ours) and abs(theirs - ours) <= 1


def _empty(value: Any) -> bool:
    return value is None or (isinstance(value, list | dict | tuple) and not value)
