"""A world of the kernel as the packed model: its actions say yes or no, and a search wants a `Result`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

from room.direct import KernelAction, KernelWorld
from talksim.explore.packed.footprint import Result
from talksim.explore.packed.layout import Layout
from talksim.explore.packed.mirror import Mirror
from talksim.explore.packed.model import PackedModel
from talksim.model.codec import freeze, thaw

__all__ = ["packed"]


@attrs.frozen
class _Doing:
    """An action as the packed model takes it."""

    action: KernelAction

    @property
    def label(self) -> str:
        return self.action.label

    @property
    def effect(self) -> Any:
        return self.action.effect

    def run(self, root: Any, reached: Callable[[Any], None]) -> Result:
        return Result(self.action.run(root, reached))


def packed(world: KernelWorld[Any]) -> PackedModel[Any, str]:
    """The model; the world itself is left as it was."""
    root = thaw(type(world.root), freeze(world.root))
    return PackedModel(Mirror(root, Layout()), [_Doing(action) for action in world.actions])
