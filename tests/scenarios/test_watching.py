"""`talksim watch`: what is played again when, and what does not end it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from talksim.cli import main
from talksim.errors import BoundReached

SMALL = "talksim: 1\nname: A room\ngiven: {users: [alice, bob]}\nsteps:\n  - alice: create room standup\n"
FAILS = SMALL + "  - bob: join call standup\n"
FAULTY = SMALL + "  - bob: jion\n"
INCLUDES = SMALL + "  - include: fragments/more.yaml\n    with: {who: alice}\n"
FRAGMENT = "talksim: 1\nfragment: More\nparameters: [who]\nsteps:\n  - ${who}: join room standup\n"


def talksim(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


class Watched:
    """A watch that goes on, and the next line that it writes, to either output."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def until(self, said: str) -> str:
        """What is written up to the line that has these words."""
        assert self.process.stdout is not None
        text = ""
        while said not in text:
            line = self.process.stdout.readline()
            assert line, f"{said!r} was not said: {text}"
            text += line
        return text


@contextmanager
def watching(*words: str) -> Iterator[Watched]:
    command = [sys.executable, "-m", "talksim", "watch", *words, "--every", "0.05"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as process:
        try:
            yield Watched(process)
        finally:
            process.kill()


def test_a_folder_without_scenarios_is_said_to_be_one(tmp_path: Path) -> None:
    with watching(str(tmp_path)) as watched:
        watched.until(f"{tmp_path}: there is no scenario yet; it is played once there is one")
        (tmp_path / "first.yaml").write_text(SMALL, encoding="utf-8")
        watched.until("1 passed, 0 failed")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "one.yaml"
    file.write_text(SMALL, encoding="utf-8")
    return file


@pytest.mark.parametrize(("text", "status"), [(SMALL, 0), (FAILS, 1), (FAULTY, 2)])
def test_it_says_what_run_would(file: Path, text: str, status: int) -> None:
    file.write_text(text, encoding="utf-8")
    watched, ran = talksim("watch", str(file), "--rounds", "1"), talksim("run", str(file))
    assert watched.exit_code == ran.exit_code == status
    assert watched.stdout == ran.stdout


def test_it_is_played_as_run_would(file: Path, tmp_path: Path) -> None:
    (tmp_path / "policy.yml").write_text(
        "talksim: 1\npolicy: Nobody\nsettings: {start_calls: nobody}\n", encoding="utf-8"
    )
    file.write_text(SMALL + "  - alice: join room standup\n  - alice: join call standup\n", encoding="utf-8")
    for words in (["--set", "start_calls=nobody"], ["--policy", str(tmp_path / "policy.yml")]):
        assert talksim("watch", str(file), "--rounds", "1", *words).exit_code == 1
    assert talksim("watch", str(file), "--rounds", "1", "-k", "nothing").exit_code == 5
    assert "create room standup" in talksim("watch", str(file), "--rounds", "1", "-v").stdout
    for words in (["--set", "start_calls=nbody"], ["--fix", "nothing"]):
        assert talksim("watch", str(file), *words).exit_code == 2


def test_only_what_changed_is_played_again(file: Path, tmp_path: Path) -> None:
    (tmp_path / "two.yaml").write_text(SMALL, encoding="utf-8")
    with watching(str(tmp_path)) as watched:
        watched.until("2 passed, 0 failed")
        (tmp_path / "two.yaml").write_text(FAULTY, encoding="utf-8")
        watched.until("jion")
        (tmp_path / "two.yaml").write_text(SMALL + "# mended\n", encoding="utf-8")
        watched.until("1 passed, 0 failed")
        (tmp_path / "three.yaml").write_text(FAILS, encoding="utf-8")
        assert "three.yaml" in watched.until("0 passed, 1 failed")
        file.unlink()
        watched.until(f"gone: {file}")
        file.write_text(SMALL, encoding="utf-8")
        watched.until("1 passed, 0 failed")


def test_a_fragment_that_is_written_or_mended_is_seen(file: Path, tmp_path: Path) -> None:
    file.write_text(INCLUDES, encoding="utf-8")
    with watching(str(tmp_path)) as watched:
        watched.until("more.yaml")
        fragment = tmp_path / "fragments" / "more.yaml"
        fragment.parent.mkdir()
        fragment.write_text(FRAGMENT.replace("join room", "jion room"), encoding="utf-8")
        watched.until("jion room")
        fragment.write_text(FRAGMENT, encoding="utf-8")
        watched.until("1 passed, 0 failed")


def test_a_policy_is_part_of_every_scenario(file: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.yml"
    policy.write_text("talksim: 1\npolicy: Nobody\nsettings: {start_calls: nbody}\n", encoding="utf-8")
    with watching(str(file), "--policy", str(policy)) as watched:
        watched.until("nbody")
        policy.write_text("talksim: 1\npolicy: Nobody\nsettings: {start_calls: nobody}\n", encoding="utf-8")
        watched.until("1 passed, 0 failed")


@pytest.mark.parametrize("place", ["talksim.scenario.run.run", "talksim.report.text.render"])
@pytest.mark.parametrize("error", [RuntimeError("oh"), BoundReached("too much")])
def test_an_error_or_a_bound_does_not_end_it(
    file: Path, monkeypatch: pytest.MonkeyPatch, place: str, error: Exception
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        file.write_text(SMALL + "# later\n", encoding="utf-8")
        monkeypatch.undo()
        raise error

    monkeypatch.setattr(place, broken)
    found = talksim("watch", str(file), "--every", "0.01", "--rounds", "2")
    assert found.exit_code == 0
    assert str(error) in found.stderr
    assert "Traceback" not in found.output
    assert found.stdout.endswith("1 passed, 0 failed\n")


def test_ctrl_c_ends_it_well(file: Path) -> None:
    with watching(str(file)) as watched:
        watched.until("in 0")
        time.sleep(0.1)
        watched.process.send_signal(signal.SIGINT)
        assert watched.process.wait(20) == 0
        assert watched.process.stdout is not None
        assert watched.process.stdout.read() == ""
