"""What is written below a value in a module: the words to a lifecycle, which cannot carry a docstring."""

from __future__ import annotations

import ast
import inspect
import sys
from itertools import pairwise
from typing import Any

__all__ = ["module_doc", "remark"]


def remark(value: Any) -> str:
    """The text below the assignment of a module's value; "" if there is none."""
    for module_name, module in sorted(sys.modules.items()):
        if module_name.startswith("talksim."):
            for name, held in vars(module).items():
                if held is value and (text := _below(module, name)):
                    return text
    return ""


def module_doc(function: Any) -> str:
    """The docstring of the module a function stands in."""
    return inspect.cleandoc(sys.modules[function.__module__].__doc__ or "")


def _below(module: Any, name: str) -> str:
    body = ast.parse(inspect.getsource(module)).body
    for statement, after in pairwise(body):
        match statement, after:
            case ast.Assign(targets=[ast.Name(id=target)]), ast.Expr(value=ast.Constant(value=str(text))):
                if target == name:
                    return inspect.cleandoc(text)
    return ""
