"""The answer a step expects: a status, a body, or a refusal."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final

from talksim.rules.stage import RULES
from talksim.scenario.document.fault import did_you_mean, one_of
from talksim.scenario.document.keys import ON_LOOKS, ON_REQUESTS
from talksim.scenario.document.mistake import Mistake, Wrong, attempt
from talksim.scenario.script import Command, Expected, Refusal
from talksim.scenario.value import written

__all__ = [
    "answers_of",
    "refusal",
    "rows_left_aside",
    "status_of",
    "unknown_key",
    "unknown_keys",
]

_MOST_GUARDS: Final = 4
_ALLOWED: Final = ("allowed", "allows", "ok", "passes", "succeeds", "success")

_MISPLACED: Final = {
    True: ("stands below a request", 'below a look stand "exactly" or "including"'),
    False: (
        "stands below a look",
        'below a request stand "answers" or "answers exactly", and looks under "then"',
    ),
}


def refusal(raw: Any, command: Command | None) -> Refusal:
    """The refusal under the key `refused`. Raises `Wrong`."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        return Refusal(_status(raw, (), lowest=400))
    if isinstance(raw, str):
        return Refusal(guard=_guard(raw, command, ()))
    if not isinstance(raw, dict) or not raw:
        raise Wrong(Mistake('"refused" says how', "a status such as 403, a guard, or {status, error, guard}"))
    found: list[Mistake] = []
    known = ("status", "error", "guard")
    unknown_keys(found, raw, "", known)
    status = attempt(found, (), _status, raw["status"], ("status",), 400) if "status" in raw else None
    guard = attempt(found, (), _guard, raw["guard"], command, ("guard",)) if "guard" in raw else ""
    error = raw.get("error")
    if error is not None and not isinstance(error, str):
        found.append(Mistake('"error" must be text', "", ("error",)))
    if found:
        raise Wrong(*found)
    return Refusal(status, error, guard)


def _status(raw: Any, path: tuple[str, ...], lowest: int = 200) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or not lowest <= raw <= 599:
        raise Wrong(Mistake(f"{written(raw)} is no status", f"a number from {lowest} to 599", path))
    return raw


def _guard(raw: Any, command: Command | None, path: tuple[str, ...]) -> str:
    """The name of a rule, which must be one the operation can be refused by, as far as that is known."""
    names = {stage.name for stage in RULES.values() if stage.kind in ("guard", "bind")}
    if raw in names:
        return str(raw)
    near = {stage.name for stage in command.operation.stages} & names if command else names
    hint = _guard_meant(str(raw), near) or did_you_mean(str(raw), near)
    if not hint and command is not None:
        hint = _guard_of_others(str(raw), names, near, command.operation.phrase)
    raise Wrong(Mistake(f'unknown guard "{raw}"', hint or _listed(near), path))


def _guard_meant(raw: str, names: Iterable[str]) -> str:
    """The hint for some words of a guard's name: `lobby` for `lobby passed`."""
    words = set(raw.casefold().split())
    found = sorted(name for name in names if words and words <= set(name.casefold().split()))
    choices = " or ".join(f'"{name}"' for name in found)
    return f"Did you mean {choices}?" if 0 < len(found) <= _MOST_GUARDS else ""


def _guard_of_others(raw: str, names: Collection[str], near: Iterable[str], phrase: str) -> str:
    """The hint for a guard that the operation does not ask, with those it asks."""
    begun = [name for name in names if name.casefold().startswith(f"{raw.casefold()} ")]
    meant = _guard_meant(raw, names) or _guard_meant(raw, begun) or did_you_mean(raw, names)
    return f"{meant} {phrase} does not ask that, but: {_listed(near)}" if meant else ""


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def answers_of(raw: Any) -> tuple[int | None, Expected | None]:
    """The status or the body under the key `answers`. Raises `Wrong`."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        return _status(raw, ()), None
    if isinstance(raw, str):
        raise Wrong(Mistake('"answers" is a status or a mapping', "such as 200 or {type: public}"))
    return None, Expected("including", raw, "answers")


def status_of(raw: Any) -> int:
    """The status under the key `status`. Raises `Wrong`."""
    return _status(raw, ())


def rows_left_aside(raw: Any) -> dict[str, Any]:
    """The fields and values under the key `without`. Raises `Wrong`."""
    if not isinstance(raw, dict) or not raw:
        raise Wrong(Mistake('"without" names fields and values', "such as {type: changelog}"))
    return raw


def unknown_keys(found: list[Mistake], raw: dict[str, Any], subject: str, known: tuple[str, ...]) -> None:
    """Note every key that is neither the subject nor known."""
    for key in raw:
        if key != subject and key not in known:
            found.append(unknown_key(key, subject, known))


def unknown_key(key: str, subject: str, known: tuple[str, ...]) -> Mistake:
    """The mistake of a key that a step does not have."""
    if subject and (key in ("wait", "include") or key.endswith((" sees", " received"))):
        return Mistake("a step does one thing", "begin another step with a dash", (key,), "key")
    if key in _ALLOWED:
        hint = 'leave it out: what does not say "refused" must be allowed'
        return Mistake(f'unknown key "{key}"', hint, (key,), "key")
    looks = subject.endswith((" sees", " received"))
    if key in (ON_REQUESTS if looks else ON_LOOKS):
        message, hint = _MISPLACED[looks]
        return Mistake(f'"{key}" {message}', hint, (key,), "key")
    return Mistake(
        f'unknown key "{key}"',
        (did_you_mean(key, known) or one_of(key, known)) if known else "",
        (key,),
        "key",
    )
