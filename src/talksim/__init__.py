"""An executable model of a Nextcloud Talk server's rules::

    from talksim import Talk

    talk = Talk()
    alice = talk.user("alice")
    standup = alice.create_room("standup", type="public")
    print(alice.join_call(standup, flags=["audio"]))

What is named here is loaded at first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from talksim.actor import Actor
    from talksim.can import Permits, can
    from talksim.compare.difference import diff
    from talksim.errors import BoundReached, TalksimError, UsageError
    from talksim.explore.explore import explore
    from talksim.explore.universe.load import load as load_universe
    from talksim.handle import RoomHandle
    from talksim.matrix import matrix
    from talksim.model.difference import Change, difference_text
    from talksim.outcome import Outcome, Refusal
    from talksim.permit import Permit
    from talksim.policies import load_policy
    from talksim.rules.operation import OPERATIONS, Operation
    from talksim.rules.policy import Policy
    from talksim.scenario.load import load as load_scenarios
    from talksim.scenario.run import run
    from talksim.talk import Talk
    from talksim.version import __version__

__all__ = [
    "OPERATIONS",
    "Actor",
    "BoundReached",
    "Change",
    "Operation",
    "Outcome",
    "Permit",
    "Permits",
    "Policy",
    "Refusal",
    "RoomHandle",
    "Talk",
    "TalksimError",
    "UsageError",
    "__version__",
    "can",
    "diff",
    "difference_text",
    "explore",
    "load_policy",
    "load_scenarios",
    "load_universe",
    "matrix",
    "run",
]

_HOMES: Final = {
    "OPERATIONS": "talksim.rules.operation",
    "Actor": "talksim.actor",
    "BoundReached": "talksim.errors",
    "Change": "talksim.model.difference",
    "Operation": "talksim.rules.operation",
    "Outcome": "talksim.outcome",
    "Permit": "talksim.permit",
    "Permits": "talksim.can",
    "Policy": "talksim.rules.policy",
    "Refusal": "talksim.outcome",
    "RoomHandle": "talksim.handle",
    "Talk": "talksim.talk",
    "TalksimError": "talksim.errors",
    "UsageError": "talksim.errors",
    "__version__": "talksim.version",
    "diff": "talksim.compare.difference",
    "difference_text": "talksim.model.difference",
    "load_policy": "talksim.policies",
    "load_scenarios": "talksim.scenario.load:load",
    "load_universe": "talksim.explore.universe.load:load",
    "run": "talksim.scenario.run",
}
_MODULES: Final = ("can", "explore", "matrix")
"""Modules that are called as the functions of these names (`talksim.called`)."""

_ELSEWHERE: Final = {
    "LIFECYCLES": "talksim.rules.lifecycle",
    "Scenario": "talksim.scenario.script",
    "Universe": "talksim.explore.universe.universe",
    "load_text": "talksim.scenario.load",
    "stepper": "talksim.notebook.stepper",
}
"""What people look for here, and where it is."""


if not TYPE_CHECKING:  # a checker would take every name for one of ours

    def __getattr__(name: str) -> Any:
        if name in _MODULES:
            return import_module(f"{__name__}.{name}")
        home, _, called = _HOMES.get(name, "").partition(":")
        if not home:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}{_hint(name)}")
        if name == "OPERATIONS":
            import_module("talksim.operations")
        value = globals()[name] = getattr(import_module(home), called or name)
        return value


def _hint(name: str) -> str:
    """Where a name of another module is, or which of ours may be meant; nothing for a private one."""
    if name.startswith("_"):
        return ""
    from talksim.near import kin  # noqa: PLC0415  only a mistake pays for it

    return f"; it is in {_ELSEWHERE[name]}" if name in _ELSEWHERE else f".{kin(name, __all__)}".rstrip(".")


def __dir__() -> list[str]:
    return sorted({*(name for name in globals() if name.startswith("__")), *__all__})
