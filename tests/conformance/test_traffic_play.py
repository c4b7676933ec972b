"""Playing a recording: agreement, and every kind of divergence is noticed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

from talksim.errors import UsageError
from talksim.talk import Talk
from talksim.traffic.play import judge
from talksim.traffic.recording import Exchange, Recording, read
from talksim.traffic.verdict import by_cause, by_profile, total

SMALL = read(Path(__file__).with_name("small.jsonl"))


def with_changed(change: Callable[[Exchange], dict[str, Any]]) -> Recording:
    exchanges = tuple(attrs.evolve(exchange, **change(exchange)) for exchange in SMALL.exchanges)
    return attrs.evolve(SMALL, exchanges=exchanges)


def test_the_small_recording_agrees() -> None:
    verdict = judge(SMALL)
    assert verdict.divergences == ()
    counts = verdict.counts
    assert (counts.requests, counts.modelled, counts.agreeing, counts.clean) == (13, 13, 13, 1)
    assert counts.fields == counts.fields_agreeing > 100


def test_no_flipped_status_is_overlooked() -> None:
    flipped = with_changed(lambda e: {"status": 418 if e.kind == "action" else e.status})
    verdict = judge(flipped)
    assert (verdict.counts.agreeing, verdict.counts.clean) == (0, 0)
    assert sum(d.kind == "status" and d.exchange.kind == "action" for d in verdict.divergences) == 13


def test_ids_are_adopted_when_both_succeed_otherwise() -> None:
    verdict = judge(with_changed(lambda e: {"status": 200} if e.n == 1 else {}))
    assert [d.kind for d in verdict.divergences] == ["status"]


def test_the_guard_that_spoke_is_in_the_divergence() -> None:
    verdict = judge(with_changed(lambda e: {"status": 200} if e.n == 4 else {}))
    (divergence,) = verdict.divergences
    assert 'guard "' in divergence.cause
    assert (divergence.operation, divergence.theirs) == ("set lobby", "200")
    assert divergence.because
    assert divergence.request == "bob: PUT /apps/spreed/api/v4/room/sma77abc/webinar/lobby {'state': 1}"


def test_a_field_that_differs() -> None:
    other = with_changed(lambda e: {"data": {**e.data, "name": "Large"}} if e.n == 1 else {})
    (divergence,) = judge(other).divergences
    assert (divergence.kind, divergence.cause, divergence.theirs) == ("field", "create room: name", "'Large'")
    assert judge(other, "status").divergences == ()
    assert judge(other).counts.clean == 1


def test_what_nobody_models_is_counted_and_the_rest_goes_on() -> None:
    other = with_changed(lambda e: {"path": e.path.replace("webinar/lobby", "teleport")})
    verdict = judge(other)
    ((cause, times, first, _),) = by_cause([verdict], "not modelled")
    assert (cause, times, first.kind) == ("PUT /apps/spreed/api/v4/room/{token}/teleport", 1, "not modelled")
    assert (verdict.counts.modelled, verdict.counts.agreeing, verdict.counts.clean) == (12, 12, 0)


def test_a_crash_of_the_model_is_a_divergence(monkeypatch: pytest.MonkeyPatch) -> None:
    perform = Talk.perform

    def failing(self: Talk, browser: Any, operation: Any, token: str = "", **given: Any) -> Any:
        if operation.name == "set_lobby":
            raise ZeroDivisionError("oh")
        return perform(self, browser, operation, token, **given)

    monkeypatch.setattr(Talk, "perform", failing)
    (divergence,) = judge(SMALL).divergences
    assert (divergence.kind, divergence.ours) == ("crash", "ZeroDivisionError: oh")


def test_a_world_that_cannot_be_set_up() -> None:
    header = attrs.evolve(SMALL.header, config={"start_calls": "seventeen"})
    with pytest.raises(UsageError, match="cannot be set up"):
        judge(attrs.evolve(SMALL, header=header))


def test_a_verdict_is_the_same_every_time() -> None:
    first, second = judge(SMALL), judge(SMALL)
    assert (first.counts, first.divergences) == (second.counts, second.divergences)


def test_sums() -> None:
    verdicts = [judge(SMALL), judge(with_changed(lambda e: {"status": 200} if e.n == 4 else {}))]
    assert total(verdicts).requests == 26
    assert by_profile(verdicts)["small"].clean == 1
    assert total([]).percent == 100.0
