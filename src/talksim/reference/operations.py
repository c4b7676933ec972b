"""The page of each chapter of operations: endpoint, parameters, stages in their order, and the effect."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import talksim.operations  # noqa: F401  declares what is written about
from talksim.reference.judges import Judges
from talksim.reference.markdown import page, source_of, summary_of, table, text_of
from talksim.rules.operation import OPERATIONS, Operation
from talksim.rules.parameter import Parameter
from talksim.rules.stage import Guard, Stage

__all__ = ["answer_of", "chapter_pages", "chapters"]


def chapters() -> dict[str, list[Operation]]:
    """The operations by chapter, both in alphabetical order."""
    found: dict[str, list[Operation]] = {}
    for operation in sorted(OPERATIONS.values(), key=lambda operation: operation.id):
        found.setdefault(operation.chapter, []).append(operation)
    return found


def chapter_pages(judges: Judges) -> dict[str, str]:
    """The pages by their paths."""
    section = partial(_section, judges)
    return {
        f"operations/{chapter}.md": page(chapter.replace("_", " ").capitalize(), *map(section, operations))
        for chapter, operations in chapters().items()
    }


def answer_of(stage: Stage) -> str:
    """What a stage answers when it ends a request: `403`, `400 consent`."""
    if not isinstance(stage, Guard):
        return ""
    return f"{stage.status} `{stage.error}`" if stage.error else str(stage.status)


def _section(judges: Judges, operation: Operation) -> str:
    blocks = [
        f"## {operation.phrase}",
        _facts(judges, operation),
        text_of(operation.doc),
        table(["parameter", "on the wire", "takes", "default"], map(_parameter, operation.parameters)),
        "\n".join(_stages(judges, operation)),
    ]
    return "\n\n".join(filter(None, blocks))


def _facts(judges: Judges, operation: Operation) -> str:
    success = str(operation.success)
    source = source_of(operation.doc)
    facts = [
        f"`{operation.endpoint}`",
        f"answers {success}{_confirmed(judges.answers.get((operation.id, success), ()))}",
        "" if operation.by == "browser" else f"asked by the {operation.by}",
        f"source: {source}" if source else "",
    ]
    return " · ".join(filter(None, facts))


def _stages(judges: Judges, operation: Operation) -> Iterator[str]:
    for number, stage in enumerate(operation.stages, 1):
        kind = f"{stage.kind} {answer_of(stage)}".rstrip()
        confirmed = _confirmed(judges.refusals.get((operation.id, stage.id), ()))
        yield f"{number}. `{stage.id}` ({kind}{confirmed}): {summary_of(stage.doc)}"


def _confirmed(names: tuple[str, ...]) -> str:
    return f", seen in {' and '.join(names)}" if names else ""


def _parameter(parameter: Parameter) -> tuple[str, str, str, str]:
    default = "" if parameter.required else f"`{_shown(parameter.default)}`"
    return f"`{parameter.name}`", f"`{parameter.wire}`", takes(parameter), default


def takes(parameter: Parameter) -> str:
    """What a parameter takes, in words: a group of the vocabulary, the kind of an id, or the plain type."""
    title = getattr(parameter.vocabulary, "title", "")
    plain = title or (f"{parameter.kind} id" if parameter.kind else parameter.python_type.__name__)
    return f"{plain}, or nothing" if parameter.optional else plain


def _shown(value: Any) -> str:
    return json.dumps(getattr(value, "word", value), ensure_ascii=False)
