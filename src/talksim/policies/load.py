"""Policy files: YAML to a `Policy`, every entry checked against the rules as those before have left them.

    talksim: 1
    policy: Whoever is in the room may record
    drop: {start recording: [login moderator]}

Where a file extends another, the other's changes come first.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from typing import Any, Final

from talksim.errors import UsageError
from talksim.policies.defaults import defaulted
from talksim.policies.entries import Change
from talksim.policies.guards import added, dropped
from talksim.policies.moves import moved
from talksim.policies.variants import varied
from talksim.rules.policy import Changes, Policy, Swap
from talksim.scenario.document.fault import Faults, did_you_mean, one_of
from talksim.scenario.document.mistake import Mistake, Wrong, attempt, locate
from talksim.scenario.document.source import Document, read, read_file
from talksim.scenario.reading.given import settings
from talksim.scenario.reading.written import text, version
from talksim.switches import expanded

__all__ = ["SECTIONS", "load_policy", "load_policy_text"]

_Section = Callable[[Any, list[Mistake]], Iterator[Change]]

SECTIONS: Final[Mapping[str, _Section]] = {
    "variants": varied,
    "drop": dropped,
    "add": added,
    "moves": moved,
    "defaults": defaulted,
}
"""What changes rules, in the order in which it does, whatever the order in the file."""

_KEYS: Final = ("talksim", "policy", "extends", "settings", *SECTIONS)


def load_policy(path: str | os.PathLike[str]) -> Policy:
    """The policy in a file. Raises `Faults`, and nothing else, with all that is wrong and where."""
    return _Loader(read_file(path)).policy()


def load_policy_text(text: str, path: str = "policy.yaml") -> Policy:
    """The policy in a text; `path` is where files are looked for from. Raises `Faults`."""
    return _Loader(read(text, path)).policy()


class _Loader:
    """Loads one document and what it extends; `above` are the files that extend it."""

    def __init__(self, document: Document, above: tuple[str, ...] = ()) -> None:
        self.document = document
        self.above = (*above, document.path)
        self.found: list[Mistake] = []

    def policy(self) -> Policy:
        """The policy of the document. Raises `Faults`."""
        value = self.document.value
        if not isinstance(value, dict) or "policy" not in value:
            self.found.append(Mistake("this is no policy", "it begins with talksim: 1 and policy: its name"))
            raise self.faults()
        self.check_keys(value)
        base = self.base(value)
        name = attempt(self.found, ("policy",), text, value["policy"])
        given = attempt(self.found, ("settings",), settings, value.get("settings", {}))
        changes = list(self.changes(value, base))
        if self.found:
            raise self.faults()
        begun = {**base.settings, **expanded(given)}
        return Policy(name, partial(_in_turn, (base.changes, *changes)), begun, self.document.path)

    def check_keys(self, value: Mapping[str, Any]) -> None:
        """Note keys that no policy has, and a version that is none."""
        for key in value:
            if key not in _KEYS:
                self.found.append(Mistake(f'unknown key "{key}"', one_of(key, _KEYS), (key,), "key"))
        if "talksim" in value:
            attempt(self.found, ("talksim",), version, value["talksim"])
        else:
            self.found.append(Mistake('"talksim" is missing', "begin with talksim: 1"))

    def base(self, value: Mapping[str, Any]) -> Policy:
        """The policy that is extended; Talk as it is where there is none."""
        name = attempt(self.found, ("extends",), text, value["extends"]) if "extends" in value else None
        if name is None:
            return Policy("Talk")
        file = os.path.join(os.path.dirname(self.document.path), name)
        if not os.path.isfile(file):
            self.found.append(Mistake(f'there is no file "{name}"', _near_file(file), ("extends",)))
        elif any(os.path.samefile(file, other) for other in self.above if os.path.exists(other)):
            self.found.append(Mistake(f'"{name}" extends itself', "", ("extends",)))
        else:
            return self.extended(file)
        raise self.faults()

    def extended(self, file: str) -> Policy:
        """The policy in a file that this one extends. Raises `Faults` that say so."""
        try:
            return _Loader(read_file(file), self.above).policy()
        except Faults as faults:
            place = f"{self.document.path}:{self.document.position(('extends',)).line}"
            raise faults.included_from(place) from None

    def changes(self, value: Mapping[str, Any], base: Policy) -> Iterator[Changes]:
        """What the sections change, made one after the other while the rest is checked."""
        with ExitStack() as stack:
            stack.enter_context(base.in_force())
            for section, read_section in SECTIONS.items():
                mistakes: list[Mistake] = []
                for change in read_section(value[section], mistakes) if section in value else ():
                    attempt(mistakes, change.path, _make, stack, change.make)
                    yield change.make
                self.found += [mistake.under(section) for mistake in mistakes]

    def faults(self) -> Faults:
        """What was noted, to be raised."""
        return Faults(locate(self.document, self.found), self.document.text)


def _make(stack: ExitStack, changes: Changes) -> None:
    """Make a change until all is checked. Raises `Wrong` where an earlier one has left nothing to change."""
    try:
        for swap in changes():
            stack.enter_context(swap)
    except UsageError as error:
        raise Wrong(Mistake(str(error), "an earlier change took it away")) from None


def _in_turn(changes: tuple[Changes, ...]) -> Iterator[Swap]:
    for make in changes:
        yield from make()


def _near_file(file: str) -> str:
    folder = os.path.dirname(file) or "."
    return did_you_mean(os.path.basename(file), os.listdir(folder)) if os.path.isdir(folder) else ""
