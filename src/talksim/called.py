"""Modules that can be called: `from talksim import explore` finds the package and means the function."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

__all__ = ["Called", "called"]


class Called(ModuleType):
    """A module that is called as what has its name in it."""

    def __call__(self, *values: Any, **given: Any) -> Any:
        """Call the function of this name, which a package has in its module of this name."""
        name = self.__name__.rpartition(".")[2]
        inner: Any = getattr(self, name, None) or import_module(f"{self.__name__}.{name}")
        return inner(*values, **given)


def called(name: str) -> None:
    """Let the module of this name be called."""
    sys.modules[name].__class__ = Called
