"""The pictures in the documentation are those that the command makes now."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from talksim.cli import main

ROOT = Path(__file__).parents[2]
PICTURES = {"webinar.svg": "scenarios/lobby/webinar.yaml"}


def test_every_picture_is_known() -> None:
    assert sorted(path.name for path in (ROOT / "docs" / "pictures").iterdir()) == sorted(PICTURES)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_in_step(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    drawn = tmp_path / name
    result = CliRunner().invoke(main, ["draw", PICTURES[name], "-o", str(drawn)])
    assert result.exit_code == 0, result.output
    committed = ROOT / "docs" / "pictures" / name
    assert committed.read_text(encoding="utf-8") == drawn.read_text(encoding="utf-8"), (
        f"talksim draw {PICTURES[name]}"
    )
