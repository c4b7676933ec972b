"""Every bad universe here is refused with exactly the faults written beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from talksim.explore.universe.load import load
from talksim.explore.universe.made import made
from talksim.scenario.document.fault import Faults

HERE = Path(__file__).parent / "universes"
FILES = sorted(path.name for path in HERE.glob("*.yaml"))


@pytest.mark.parametrize("name", FILES)
def test_faults_are_said_where_they_are(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)
    with pytest.raises(Faults) as caught:
        made(load(name))
    assert str(caught.value) + "\n" == Path(name).with_suffix(".txt").read_text(encoding="utf-8")


def test_there_are_many() -> None:
    assert len(FILES) >= 24
    assert {path.stem for path in HERE.glob("*.txt")} == {name.removesuffix(".yaml") for name in FILES}
