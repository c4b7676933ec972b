"""From HTTP to operations: method, path and parameters, by the operations table's own endpoints.

An endpoint is "VERB /path", alternatives joined by " | "; names in braces are variables, `{token}` is the
room and every other one a parameter by its wire name. Talk's own endpoints are found below
`/ocs/v2.php/apps/spreed`, those of the server itself (accounts, groups) below `/ocs/v2.php`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs

from talksim.rules.operation import OPERATIONS, Operation
from talksim.rules.wire import decoded, params_of

__all__ = ["Match", "Request", "Routes", "body_of"]

_PREFIXES: Final = ("/ocs/v2.php/apps/spreed/", "/ocs/v2.php/")


@attrs.frozen
class Request:
    """What `Talk.perform` takes: an operation, the token of the room, parameters by their Python names."""

    operation: Operation
    token: str
    params: Mapping[str, Any]


@attrs.frozen
class Match:
    """An endpoint that fits a path, with the variables of the path by their names."""

    operation: Operation
    variables: Mapping[str, str]

    def request(self, body: Mapping[str, Any]) -> Request:
        """The request with these parameters, by their wire names; unknown ones are ignored as HTTP does."""
        given = {**decoded(body), **self.variables}
        return Request(self.operation, str(given.get("token", "")), params_of(self.operation, given))


class Routes:
    """The endpoints of a table of operations, ready to be looked up."""

    def __init__(self, operations: Iterable[Operation] | None = None) -> None:
        self._fixed: dict[tuple[str, str], list[Operation]] = {}
        self._open: dict[tuple[str, int], list[tuple[tuple[str, ...], Operation]]] = {}
        for operation in OPERATIONS.values() if operations is None else operations:
            for endpoint in operation.endpoint.split("|"):
                self._add(endpoint.strip(), operation)
        for patterns in self._open.values():
            patterns.sort(key=lambda pattern: [part.startswith("{") for part in pattern[0]])

    def find(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Match | None:
        """The operation at this path; of several at one endpoint the one which the body's `type` names."""
        below = _below(path)
        fixed = self._fixed.get((method, below))
        if fixed:
            return Match(_chosen(fixed, body or {}), {})
        parts = tuple(below.split("/"))
        found: list[Operation] = []
        first: tuple[str, ...] = ()
        for pattern, operation in self._open.get((method, len(parts)), ()):
            if (not found or pattern == first) and _fits(pattern, parts):
                first = pattern
                found.append(operation)
        return Match(_chosen(found, body or {}), _variables(first, parts)) if found else None

    def _add(self, endpoint: str, operation: Operation) -> None:
        verb, _, path = endpoint.partition(" ")
        if not path.startswith("/"):
            return
        path = path.lstrip("/")
        parts = tuple(path.split("/"))
        if "{" in path:
            self._open.setdefault((verb, len(parts)), []).append((parts, operation))
        else:
            self._fixed.setdefault((verb, path), []).append(operation)


def body_of(params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a body, out of the envelope that servers use among themselves.

    They send `{"type": T, T: {...}}`, with an `actor` of `type` and `id`; both are laid flat.
    """
    kind = params.get("type")
    inner = params.get(kind) if isinstance(kind, str) else None
    if not isinstance(inner, Mapping):
        return dict(params)
    flat = {"type": kind, **inner}
    actor = flat.pop("actor", None)
    if isinstance(actor, Mapping):
        flat.update(actorType=actor.get("type", ""), actorId=actor.get("id", ""))
    return flat


def _below(path: str) -> str:
    prefix = next((prefix for prefix in _PREFIXES if path.startswith(prefix)), "/")
    return path.removeprefix(prefix)


def _fits(pattern: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    return all(want == part or want[:1] == "{" for want, part in zip(pattern, parts, strict=True))


def _variables(pattern: tuple[str, ...], parts: tuple[str, ...]) -> dict[str, str]:
    return {want[1:-1]: part for want, part in zip(pattern, parts, strict=True) if want.startswith("{")}


def _chosen(operations: list[Operation], body: Mapping[str, Any]) -> Operation:
    """Several operations may share an endpoint; then `type` in the body says which is meant."""
    if len(operations) == 1:
        return operations[0]
    kind = str(body.get("type", ""))
    named = [operation for operation in operations if kind and kind in operation.phrase]
    fitting = [o for o in operations if not {p.wire for p in o.parameters if p.required} - set(body)]
    return (named or fitting or operations)[0]
