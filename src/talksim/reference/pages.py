"""All pages by their paths, the same for the same rules."""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import talksim.views
from talksim.constants import GROUPS
from talksim.constants.vocabulary import Vocabulary
from talksim.model.settings import MEANINGS, Settings
from talksim.reference.invariants import invariants_page
from talksim.reference.judges import Judges
from talksim.reference.markdown import page, source_of, summary_of, table, text_of
from talksim.reference.operations import answer_of, chapter_pages, chapters, takes
from talksim.reference.remarks import module_doc, remark
from talksim.rules.compile import word_of
from talksim.rules.lifecycle import LIFECYCLES, Lifecycle
from talksim.rules.operation import OPERATIONS
from talksim.rules.stage import RULES, Stage
from talksim.rules.view import VIEWS, View
from talksim.setup import known_settings

__all__ = ["pages"]


def pages(judges: Judges | None = None) -> dict[str, str]:
    """Every page by its path below the folder of the reference, with what judges confirmed."""
    return {
        "README.md": _index(),
        **chapter_pages(judges or Judges()),
        "stages.md": _stages(),
        "lifecycles.md": page("Lifecycles", *map(_lifecycle, _by_name(LIFECYCLES))),
        "invariants.md": invariants_page(),
        "views.md": _views(),
        "settings.md": _settings(),
        "vocabulary.md": page("Vocabulary", *map(_group, GROUPS)),
    }


def _index() -> str:
    words = (
        "What the server's rules are, as talksim has them. Sources are sections of the rule pages. "
        "Where a judge is named, recordings of the real server show this answer, and talksim agrees "
        "with them to their end."
    )
    others = ("stages", "lifecycles", "invariants", "views", "settings", "vocabulary")
    links = "\n".join(f"- [{name}]({name}.md)" for name in others)
    rows = (
        (f"[{name.replace('_', ' ')}](operations/{name}.md)", ", ".join(op.phrase for op in found))
        for name, found in chapters().items()
    )
    return page("Rules", words, links, table(("chapter", "operations"), rows))


def _stages() -> str:
    """What stands before the effects, each with how many operations ask for it."""
    used: dict[str, int] = {}
    for operation in OPERATIONS.values():
        for id in dict.fromkeys(stage.id for stage in operation.stages):
            used[id] = used.get(id, 0) + 1
    head = ("stage", "kind", "answers", "means", "operations", "source")
    rows = (_stage(stage, used.get(stage.id, 0)) for stage in _by_name(RULES))
    words = "A guard may refuse, a bind finds or refuses, a commit stores, a finish answers at once."
    return page("Stages", words, table(head, rows))


def _stage(stage: Stage, used: int) -> tuple[str, ...]:
    return f"`{stage.id}`", stage.kind, answer_of(stage), summary_of(stage.doc), str(used), _source(stage)


def _lifecycle(lifecycle: Lifecycle) -> str:
    words, states = remark(lifecycle), ", ".join(map(word_of, lifecycle.states))
    source = f"Source: {source_of(words)}." if source_of(words) else ""
    begins = f"States: {states}. Begins {word_of(lifecycle.initial)}. {source}".rstrip()
    moves = table(("move", "from", "to", "guards"), _moves(lifecycle))
    return "\n\n".join(filter(None, (f"## {lifecycle.name}", text_of(words), begins, moves)))


def _moves(lifecycle: Lifecycle) -> Iterator[tuple[str, ...]]:
    """A row for the edges that differ in their source alone."""
    rows: dict[tuple[str, str, str], list[str]] = {}
    for edge in lifecycle.moves:
        guards = ", ".join(f"`{guard.id}`" for guard in edge.guards)
        rows.setdefault((edge.trigger, word_of(edge.dest), guards), []).append(word_of(edge.source))
    yield from ((move, ", ".join(sources), dest, guards) for (move, dest, guards), sources in rows.items())


def _views() -> str:
    for module in pkgutil.iter_modules(talksim.views.__path__, "talksim.views."):
        import_module(module.name)
    rows = ((f"`{view.id}`", summary_of(view.doc), _source(view)) for view in _by_name(VIEWS))
    return page(
        "Views", "What answers and expectations are made of.", table(("view", "shows", "source"), rows)
    )


def _settings() -> str:
    words, defaults = "App config keys, and what the server's other apps switch.", Settings()
    rows = (
        (f"`{name}`", takes(setting), f"`{_shown(getattr(defaults, name))}`", MEANINGS[name])
        for name, setting in known_settings().items()
    )
    source = f"Source: {source_of(Settings.__doc__ or '')}."
    return page("Settings", words, source, table(("setting", "takes", "default", "means"), rows))


def _group(group: type[Vocabulary]) -> str:
    rows = (
        (f"`{json.dumps(member.value)}`", member.word, member.meaning + ("" if member.documented else " \\*"))
        for member in dict.fromkeys(group.members())
    )
    note = "" if all(member.documented for member in group.members()) else "\\* The constants page is silent."
    return "\n\n".join(filter(None, (f"## {group.title}", table(("value", "word", "means"), rows), note)))


def _source(rule: Stage | View) -> str:
    """The source a rule names, else the one its module names."""
    function: Callable[..., Any] = rule.show if isinstance(rule, View) else rule.run
    return source_of(rule.doc) or source_of(module_doc(function))


def _by_name(rules: dict[str, Any]) -> Iterator[Any]:
    yield from (rules[name] for name in sorted(rules))


def _shown(value: Any) -> str:
    return json.dumps(getattr(value, "word", value), ensure_ascii=False)
