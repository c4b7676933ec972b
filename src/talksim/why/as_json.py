"""An explanation as plain values, for JSON."""

from __future__ import annotations

from typing import Any

from talksim.rules.source import source_of, summary_of
from talksim.rules.stage import Guard, Stage
from talksim.why.cause import Cause
from talksim.why.chronicle import Told
from talksim.why.reasons import Passed, Read, Why

__all__ = ["as_dict"]


def as_dict(why: Why) -> dict[str, Any]:
    """What a step was answered, and why."""
    outcome = why.outcome
    return {
        "step": _told(why.told),
        "ok": outcome.ok,
        "status": outcome.status,
        "error": outcome.error,
        "guard": _guard(why.refused_by) if why.refused_by else None,
        "because": outcome.refusal.because if outcome.refusal else "",
        "read": [_read(one) for one in why.read],
        "cause": _cause(why.cause) if why.cause else None,
        "instead": why.instead or None,
        "would_help": [list(way) for way in why.help],
        "past": {"steps": list(why.past.steps), "then": str(why.past.then)} if why.past else None,
        "passed": [_passed(one) for one in why.passed],
        "steps": why.steps,
        "tries": why.tries,
        "bounded": why.bounded,
        "seen": why.seen or None,
    }


def _told(told: Told) -> dict[str, Any]:
    return {"place": told.place, "by": told.by, "text": told.text, "time": told.time}


def _guard(stage: Stage) -> dict[str, Any]:
    doc = stage.doc
    answer = {"status": stage.status, "error": stage.error} if isinstance(stage, Guard) else {}
    return {"id": stage.id, "name": stage.name, **answer, "doc": summary_of(doc), "source": source_of(doc)}


def _read(read: Read) -> dict[str, Any]:
    origin = read.origin
    since = {"kind": origin.kind, "step": _told(origin.step) if origin.step else None}
    return {"of": read.of, "field": read.field, "value": read.value, "since": since}


def _cause(cause: Cause) -> dict[str, Any]:
    return {"kind": cause.kind, "steps": [_told(step) for step in cause.steps]}


def _passed(passed: Passed) -> dict[str, Any]:
    read = [_read(one) for one in passed.read]
    return {"guard": _guard(passed.guard), "read": read, "stopped_by": passed.stopped_by or None}
