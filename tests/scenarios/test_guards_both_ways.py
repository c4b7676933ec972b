"""The project's own scenarios take every guard both ways."""

from __future__ import annotations

from guard_watch import ROOT, run_all


def test_every_guard_passes_and_refuses_somewhere() -> None:
    assert run_all([ROOT / "scenarios"]).missing() == []


def test_without_scenarios_everything_is_missing() -> None:
    assert len(run_all([ROOT / "docs"]).missing()) > 50
