"""One recording: a header that says how the world began, and the exchanges in their order.

A file is JSON lines: the header, then one request with its true answer per line. What the recorder left out
is given back while reading (see `defaults`).
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NoReturn

import attrs

from talksim.scenario.document.fault import Fault, Faults
from talksim.traffic.defaults import Names, give_back, repeated

__all__ = ["SERVERS", "Exchange", "Header", "Recording", "read", "read_lines"]

SERVERS: Final = ("recording-backend", "signaling-backend")
"""The callers which are no people: servers that sign their requests."""

_KINDS: Final = ("action", "ping", "observe")
_PARTICIPANTS: Final = re.compile(r"/room/([a-z0-9]+)/participants$")
_KEYS: Final[Mapping[str, tuple[type, ...]]] = {
    "n": (int,),
    "at": (int, float),
    "user": (str,),
    "method": (str,),
    "path": (str,),
    "status": (int,),
}
_HEADER: Final[Mapping[str, tuple[type, ...]]] = {
    "trace": (int,),
    "profile": (str,),
    "seed": (int,),
    "accounts": (dict,),
    "groups": (dict,),
    "guests": (list,),
    "config": (dict,),
    "features": (dict,),
    "start": (int, float),
    "actions": (int,),
}


@attrs.frozen
class Header:
    """How the world was before the first request; `start` is Unix time in seconds."""

    profile: str
    seed: int
    accounts: Mapping[str, str]
    groups: Mapping[str, list[str]]
    guests: tuple[str, ...]
    config: Mapping[str, Any]
    features: Mapping[str, Any]
    start: float
    actions: int


@attrs.frozen
class Exchange:
    """One request with the real server's answer; `at` is seconds after the start, `line` where it stands.

    `kind` is "action" (chosen by the recorder's walk), "observe" (it looked) or "ping".
    """

    line: int
    n: int
    at: float
    user: str
    method: str
    path: str
    params: Mapping[str, Any]
    status: int
    data: Any
    kind: str = "observe"
    nondeterministic: bool = False
    signed: bool = True

    @property
    def account(self) -> str:
        """The account of the caller: `bob#2` is bob in a second browser."""
        return self.user.partition("#")[0]


@attrs.frozen
class Recording:
    """One file, read."""

    path: str
    header: Header
    exchanges: tuple[Exchange, ...]

    @property
    def name(self) -> str:
        """What people call it: the file's name without the suffix."""
        return Path(self.path).stem


def read(path: str | os.PathLike[str]) -> Recording:
    """Read a file. Raises `Faults`, with the line, for what is no recording or only a part of one."""
    shown = os.fspath(path)
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Faults([Fault(shown, 1, 1, f"cannot be read: {error}")]) from error
    return read_lines(text, shown)


def read_lines(text: str, path: str) -> Recording:
    """Read the text of the file called `path`. Raises `Faults`."""
    return _Reader(path, text).recording()


class _Reader:
    """Reads line after line and keeps what later lines refer to."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.lines = text.split("\n")
        if self.lines[-1] == "":
            self.lines.pop()
        self.line = 1
        self.shown: dict[int, Any] = {}
        self.n, self.at = 0, 0.0

    def fail(self, message: str, column: int = 1) -> NoReturn:
        raise Faults([Fault(self.path, self.line, column, message)])

    def recording(self) -> Recording:
        if not self.lines:
            self.fail("the file is empty; a recording begins with a header")
        self.header = self._header()
        self.names: Names = self.header.accounts
        self.callers = {*self.header.accounts, *self.header.guests, *SERVERS}
        exchanges = []
        for number, line in enumerate(self.lines[1:], 2):
            self.line = number
            exchanges.append(self._exchange(self._object(line, _KEYS)))
        self._check_complete(sum(exchange.kind == "action" for exchange in exchanges))
        return Recording(self.path, self.header, tuple(exchanges))

    def _check_complete(self, actions: int) -> None:
        expected = self.header.actions
        if actions != expected:
            self.fail(f"the recording is not complete: {actions} of {expected} actions are here")

    def _object(self, line: str, keys: Mapping[str, tuple[type, ...]]) -> dict[str, Any]:
        try:
            value = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            column = error.colno if isinstance(error, json.JSONDecodeError) else 1
            last = " (the last line: is the file cut off?)" if self.line == len(self.lines) else ""
            self.fail(f"not a line of JSON{last}", column)
        if not isinstance(value, dict):
            self.fail("a line must be a JSON object")
        for key, types in keys.items():
            if not isinstance(value.get(key), types) or isinstance(value[key], bool):
                self.fail(f'"{key}" is missing' if key not in value else f'"{key}" has the wrong type')
        return value

    def _header(self) -> Header:
        given = self._object(self.lines[0], _HEADER)
        if given["trace"] != 1:
            self.fail(f"format {given['trace']} of recordings is not known; known is 1")
        accounts = {
            name: str(account.get("displayName", name))
            if isinstance(account, dict)
            else self.fail("bad account")
            for name, account in given["accounts"].items()
        }
        fields = {name: given[name] for name in _HEADER if name not in ("trace", "accounts", "guests")}
        return Header(accounts=accounts, guests=tuple(given["guests"]), **fields)

    def _exchange(self, given: dict[str, Any]) -> Exchange:
        self._check(given)
        data = self.shown[given["n"]] = self._data(given)
        return Exchange(
            line=self.line,
            params=self._written_out(given.get("params", {})),
            data=data,
            kind=given.get("kind", "observe"),
            nondeterministic=bool(given.get("nondeterministic")),
            signed=not given.get("badSignature"),
            **{key: given[key] for key in _KEYS},
        )

    def _check(self, given: dict[str, Any]) -> None:
        user = given["user"].partition("#")[0]
        if user not in self.callers:
            self.fail(f'unknown user "{given["user"]}"; the header names {", ".join(sorted(self.callers))}')
        if given["n"] <= self.n or given["at"] < self.at:
            self.fail("requests must be in order: n rises, and at does not fall")
        if given.get("kind", "observe") not in _KINDS:
            self.fail(f'unknown kind "{given["kind"]}"; one of: {", ".join(_KINDS)}')
        if not isinstance(given.get("params", {}), dict):
            self.fail('"params" must be an object')
        self.n, self.at = given["n"], given["at"]

    def _data(self, given: dict[str, Any]) -> Any:
        if "same" in given:
            return self._earlier(given["same"])
        viewer = given["user"].partition("#")[0]
        found = _PARTICIPANTS.search(given["path"])
        token = found[1] if found else ""
        data = self._written_out(given.get("data", []))
        if not isinstance(data, list):
            return self._whole(data, viewer, token)
        return [self._item(item, viewer, token) for item in data]

    def _item(self, item: Any, viewer: str, token: str) -> Any:
        if not (isinstance(item, dict) and "same" in item):
            return self._whole(item, viewer, token)
        key = next((key for key in ("token", "attendeeId", "id") if key in item), "id")
        earlier = self._earlier(item["same"])
        items = earlier if isinstance(earlier, list) else []
        found = [other for other in items if isinstance(other, dict) and other.get(key) == item.get(key)]
        if not found:
            self.fail(f"step {item['same']} shows no {key} {item.get(key)}")
        return found[0]

    def _earlier(self, n: Any) -> Any:
        if n not in self.shown:
            self.fail(f'"same" names step {n}, which is not among those before')
        return self.shown[n]

    def _whole(self, value: Any, viewer: str, token: str) -> Any:
        try:
            return give_back(value, viewer, self.names, token)
        except (AttributeError, KeyError, TypeError):
            self.fail("the answer is not shaped like one of a server")

    def _written_out(self, value: Any) -> Any:
        try:
            return repeated(value)
        except ValueError as error:
            self.fail(str(error))
