"""Every bad file here is refused with exactly the faults written beside it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from talksim.scenario.document.fault import Faults
from talksim.scenario.load import load

HERE = Path(__file__).parent
FILES = sorted(path.name for path in HERE.glob("*.yaml"))


@pytest.mark.parametrize("name", FILES)
def test_faults_are_said_where_they_are(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)
    with pytest.raises(Faults) as caught:
        load(name)
    assert str(caught.value) + "\n" == Path(name).with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_every_fault_says_where_it_is(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)
    with pytest.raises(Faults) as caught:
        load(name)
    for fault in caught.value.faults:
        lines = Path(fault.path).read_text(encoding="utf-8", errors="replace").split("\n")
        assert 1 <= fault.line <= len(lines)
        assert 1 <= fault.column <= len(lines[fault.line - 1]) + 1
        assert fault.message


def test_there_are_many() -> None:
    assert len(FILES) >= 45
    assert {path.stem for path in HERE.glob("*.txt")} == {name.removesuffix(".yaml") for name in FILES}


def test_a_missing_file_is_a_fault() -> None:
    with pytest.raises(Faults, match=r"^nowhere\.yaml: no such file$"):
        load("nowhere.yaml")


def test_the_command_line_ends_with_2() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "talksim", "run", *FILES],
        cwd=HERE,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert ran.returncode == 2
    assert [name for name in FILES if f"{name}:" not in ran.stderr and name != "include-loop.yaml"] == []
