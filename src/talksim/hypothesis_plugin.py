"""Makes Hypothesis know talksim's types, so that `st.from_type(Talk)` is a world and `@given` can infer it.

Hypothesis calls `register` when it is imported, by the entry point `hypothesis`; neither is made slower by
the other. A type is registered when its module is there: at once if it was imported before, else while it is
being imported.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any, Final

__all__ = ["TYPES", "register"]

TYPES: Final[Mapping[str, Mapping[str, str]]] = {
    "talksim.talk": {"Talk": "worlds"},
    "talksim.rules.operation": {"Operation": "operations"},
    "talksim.outcome": {"Outcome": "outcomes"},
    "talksim.model.server": {"Server": "servers"},
    "talksim.model.room": {"Room": "rooms"},
    "talksim.model.attendee": {"Attendee": "attendees"},
    "talksim.model.message": {"Message": "messages"},
    "talksim.model.user": {"User": "users", "Browser": "browsers"},
    "talksim.scenario.script": {"Scenario": "scenarios"},
    "talksim.chance.requests": {"Request": "requests"},
    "talksim.chance.worlds": {"World": "givens"},
}
"""The strategies of types, by module and name. Words of a vocabulary Hypothesis draws without our help."""


def register() -> None:
    """Register the types whose modules are there, and see to the others."""
    for name in TYPES.keys() & sys.modules.keys():
        _register(sys.modules[name])
    if TYPES.keys() - sys.modules.keys():
        sys.meta_path.insert(0, _Watcher())


def _register(module: ModuleType) -> None:
    from hypothesis import strategies as st  # noqa: PLC0415  it calls us while it is being imported

    for name, strategy in TYPES[module.__name__].items():
        st.register_type_strategy(getattr(module, name), _resolver(strategy))


def _resolver(name: str) -> Any:
    def resolve(_: type) -> Any:
        from talksim import strategies  # noqa: PLC0415  few who import Hypothesis draw a world

        return getattr(strategies, name)()

    return resolve


class _Watcher:
    """Finds no module itself, and lets those that hold types register them once they are loaded."""

    def __init__(self) -> None:
        self.looking = False

    def find_spec(
        self, name: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec that the other finders have, loading which registers the types as well."""
        if name not in TYPES or self.looking:
            return None
        self.looking = True
        try:
            spec = find_spec(name)
        finally:
            self.looking = False
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader)
        return spec


class _Loader(Loader):
    """Loads a module as another loader does, which then has its place again, and registers the types."""

    def __init__(self, other: Any) -> None:
        self.other = other

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        made: ModuleType | None = self.other.create_module(spec)
        return made

    def exec_module(self, module: ModuleType) -> None:
        module.__loader__ = self.other
        if module.__spec__ is not None:
            module.__spec__.loader = self.other
        self.other.exec_module(module)
        _register(module)
