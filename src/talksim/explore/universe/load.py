"""Files to universes, with every mistake said where it stands, as in scenarios."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, Final

from talksim.explore.model import Kind
from talksim.explore.search import Bounds
from talksim.explore.universe.claims import claim, ready
from talksim.explore.universe.condition import condition
from talksim.explore.universe.plays import default_plays, plays
from talksim.explore.universe.universe import Claim, Universe
from talksim.fixes import FIXES
from talksim.rules.stage import RULES, Guard
from talksim.scenario.document.fault import Faults, did_you_mean, one_of
from talksim.scenario.document.mistake import Mistake, Wrong, attempt, locate
from talksim.scenario.document.source import Document, read, read_file
from talksim.scenario.load import load as load_scenarios
from talksim.scenario.reading.given import names
from talksim.scenario.reading.known import check
from talksim.scenario.reading.structure import structure_given
from talksim.scenario.reading.written import mapped, text, truth, version
from talksim.scenario.script import Given, Scenario
from talksim.scenario.value import listed, seconds

__all__ = ["GIVEN", "load", "load_text"]

GIVEN: Final[dict[str, Any]] = {
    "users": ["alice", "bob"],
    "guests": ["gina"],
    "rooms": {"standup": {"type": "public", "owner": "alice", "users": ["bob"]}},
}
"""The world of a universe that says nothing of its own."""


def load(path: str | os.PathLike[str]) -> Universe:
    """The universe in a file. Raises `Faults`, and nothing else."""
    return _Loader(read_file(path)).universe()


def load_text(source: str, path: str = "universe.yaml") -> Universe:
    """The universe in a text; `path` is where a scenario to start from is looked for. Raises `Faults`."""
    return _Loader(read(source, path)).universe()


class _Loader:
    """Reads one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.mistakes: list[Mistake] = []

    def universe(self) -> Universe:
        """The universe. Raises `Faults`."""
        value = self.document.value
        if not isinstance(value, dict):
            self._fail(Mistake("a universe is a mapping", "it begins with talksim: 1"))
        if "steps" in value and "universe" not in value:
            hint = f"a universe begins where it ends: start: {os.path.basename(self.document.path)}"
            self._fail(Mistake("this is a scenario", hint))
        made = self._made(value)
        if self.mistakes:
            self._fail(*self.mistakes)
        return made

    def _made(self, value: dict[str, Any]) -> Universe:
        self._check_keys(value)
        get = self._getter(value)
        version_of, name = get("talksim", version), get("universe", text)
        del version_of
        start = get("start", self._start)
        declared = start.given if start else get("given", structure_given, GIVEN)
        self.mistakes += check(declared or Given(), {}) if start is None else []
        claims = (
            *(get("always", _claims("always"), ()) or ()),
            *(get("sometimes", _claims("sometimes"), ()) or ()),
        )
        refused = get("refused", _refused)
        if not claims and refused is None:
            claims = ready()
        return Universe(
            name=name or "",
            plays=get("operations", lambda raw: plays(raw, declared or Given()), None) or default_plays(),
            given=value.get("given", GIVEN) if start is None else {},
            start=start,
            declared=declared or Given(),
            wait=bool(get("wait", truth, False)),
            bounds=get("bounds", _bounds, {}) or Bounds(),
            claims=claims,
            refused=refused,
            symmetry=get("symmetry", lambda raw: _symmetry(raw, declared or Given()), []) or (),
            fix=get("fix", _fix, "") or "",
            document=self.document,
        )

    def _getter(self, value: dict[str, Any]) -> Callable[..., Any]:
        """How a key is read: what it holds, or what stands for it; mistakes are noted under it."""

        def get(key: str, read: Callable[[Any], Any], default: Any = None) -> Any:
            if key not in value:
                return read(default) if isinstance(default, dict) else default
            return attempt(self.mistakes, (key,), read, value[key])

        return get

    def _check_keys(self, value: dict[str, Any]) -> None:
        for key in value:
            if key not in _KEYS:
                self.mistakes.append(Mistake(f'unknown key "{key}"', one_of(str(key), _KEYS), (key,), "key"))
        for key, hint in (("talksim", "begin with talksim: 1"), ("universe", "universe: what it shows")):
            if key not in value:
                self.mistakes.append(Mistake(f'"{key}" is missing', hint))
        if "start" in value and "given" in value:
            self.mistakes.append(
                Mistake("a universe has one beginning", "given, or start", ("start",), "key")
            )

    def _start(self, raw: Any) -> Scenario:
        """The scenario to begin after. Raises `Wrong`."""
        file = os.path.join(os.path.dirname(self.document.path), text(raw))
        if not os.path.isfile(file):
            raise Wrong(Mistake(f'there is no file "{raw}"', "a scenario, from where this file is"))
        try:
            found = load_scenarios(file)
        except Faults as faults:
            first = faults.faults[0]
            raise Wrong(Mistake(f'"{raw}" is no scenario', f"line {first.line}: {first.message}")) from None
        if len(found) != 1:
            raise Wrong(Mistake(f'"{raw}" has {len(found)} cases', "a universe starts from one scenario"))
        return found[0]

    def _fail(self, *mistakes: Mistake) -> None:
        raise Faults(list(locate(self.document, mistakes)), self.document.text)


_KEYS: Final = (
    "talksim",
    "universe",
    "given",
    "start",
    "operations",
    "wait",
    "bounds",
    "always",
    "sometimes",
    "refused",
    "symmetry",
    "fix",
)


def _claims(kind: Kind) -> Callable[[Any], tuple[Claim, ...]]:
    """How what holds `always`, or `sometimes`, is read: one, or a list."""

    def read_all(raw: Any) -> tuple[Claim, ...]:
        items = raw if isinstance(raw, list) else [raw]
        found: list[Mistake] = []
        made = []
        for number, item in enumerate(items):
            path = (kind, number) if isinstance(raw, list) else (kind,)
            made.append(attempt(found, path[1:], _claim, kind, item, path))
        if found:
            raise Wrong(*found)
        return tuple(made)

    return read_all


def _claim(kind: Kind, raw: Any, path: tuple[str | int, ...]) -> Claim:
    """An invariant by its name, a condition, or a condition with a name. Raises `Wrong`."""
    if isinstance(raw, dict) and len(raw) == 1:
        ((name, said),) = raw.items()
        found: list[Mistake] = []
        says = attempt(found, (name,), condition, text(said))
        if found:
            raise Wrong(*found)
        return Claim(str(name), kind, says, (*path, name))
    return claim(kind, text(raw), path)


def _refused(raw: Any) -> dict[str, tuple[str, ...]]:
    """Which guards may refuse which operation. Raises `Wrong`."""
    from talksim.scenario.reading.command import phrases  # noqa: PLC0415

    found: list[Mistake] = []
    made = {}
    for phrase, guards in mapped(raw).items():
        if phrase != "all" and phrase not in phrases():
            hint = did_you_mean(str(phrase), [*phrases(), "all"])
            found.append(Mistake(f'there is no operation "{phrase}"', hint, (phrase,), "key"))
        made[str(phrase)] = attempt(found, (phrase,), _guards, guards)
    if found:
        raise Wrong(*found)
    return made


def _guards(raw: Any) -> tuple[str, ...]:
    known = {rule.name for rule in RULES.values() if isinstance(rule, Guard)}
    chosen = [str(item) for item in raw] if isinstance(raw, list) else [text(raw)]
    found = [
        Mistake(
            f'there is no guard "{name}"',
            did_you_mean(name, known),
            (number,) if isinstance(raw, list) else (),
        )
        for number, name in enumerate(chosen)
        if name not in known and not name.isdigit()
    ]
    if found:
        raise Wrong(*found)
    return tuple(chosen)


def _bounds(raw: Any) -> Bounds:
    """How far to look. Raises `Wrong`."""
    found: list[Mistake] = []
    made: dict[str, Any] = {}
    for key, value in mapped(raw).items():
        if key not in ("depth", "states", "seconds"):
            hint = one_of(str(key), ("depth", "states", "seconds"))
            found.append(Mistake(f'unknown bound "{key}"', hint, (key,), "key"))
            continue
        number = seconds(value) if key == "seconds" else value
        whole = key == "seconds" or (isinstance(number, int) and not isinstance(number, bool))
        if number is None or not whole or number <= 0:
            found.append(Mistake(f'"{key}" must be a number above 0', "", (key,)))
        made[key] = number
    if found:
        raise Wrong(*found)
    return Bounds(**made)


def _symmetry(raw: Any, declared: Given) -> tuple[tuple[str, ...], ...]:
    """Sets of people who are alike. Raises `Wrong`."""
    if not isinstance(raw, list):
        raise Wrong(Mistake("symmetry is a list of people who are alike", "such as [bob, carol]"))
    sets = raw if any(isinstance(item, list) for item in raw) else [raw] if raw else []
    found: list[Mistake] = []
    for number, one in enumerate(sets):
        place = (number,) if sets is raw else ()
        for nth, name in enumerate(attempt(found, place, names, one) or ()):
            if name not in declared.users and name not in declared.guests:
                hint = did_you_mean(name, [*declared.users, *declared.guests]) or "declare them under given"
                found.append(Mistake(f'nobody is called "{name}"', hint, (*place, nth)))
    if found:
        raise Wrong(*found)
    return tuple(tuple(one) for one in sets)


def _fix(raw: Any) -> str:
    if text(raw) not in FIXES:
        raise Wrong(Mistake(f'there is no fix "{raw}"', listed(FIXES, str(raw))))
    return str(raw)
