"""The stub says what an actor has, in step with the declared operations."""

from __future__ import annotations

import ast
import inspect

from talksim.actor import Actor
from talksim.rules.operation import OPERATIONS
from talksim.stubs import PATH, stub


def test_the_committed_stub_is_in_step() -> None:
    assert PATH.read_text(encoding="utf-8") == stub(), "run: python -m talksim.stubs"


def test_the_stub_has_every_method_with_its_parameters() -> None:
    classes = [node for node in ast.parse(stub()).body if isinstance(node, ast.ClassDef)]
    functions = {node.name: node for node in classes[0].body if isinstance(node, ast.FunctionDef)}
    assert set(functions) == set(OPERATIONS)
    for name, function in functions.items():
        listed = [argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)]
        assert listed == list(inspect.signature(getattr(Actor, name)).parameters), name


def test_the_stub_is_deterministic() -> None:
    assert stub() == stub()
