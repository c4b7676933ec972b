"""`talksim conformance` from the outside: exit status, formats, faults."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from talksim.cli import main

SMALL = Path(__file__).with_name("small.jsonl")
TEXT = SMALL.read_text(encoding="utf-8")
WRONG = TEXT.replace('"state":1},"status":403', '"state":1},"status":200')
KNOWN = """\
- where: {where}
  what: "set lobby: *"
  reason: a test
  link: none
"""


def talksim(*words: object) -> Result:
    return CliRunner().invoke(main, ["conformance", *map(str, words)])


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    file = tmp_path / "wrong.jsonl"
    file.write_text(WRONG, encoding="utf-8")
    return file


def test_agreement(wrong: Path) -> None:
    assert WRONG != TEXT
    result = talksim(SMALL)
    assert result.exit_code == 0
    assert "1 passed, 0 failed" in result.stdout
    assert talksim(wrong).exit_code == 1


def test_a_divergence_is_shown_with_both_answers_and_the_guard(wrong: Path) -> None:
    out = talksim(wrong).stdout
    assert f"FAILED {wrong}:5:1  bob: PUT /apps/spreed/api/v4/room/sma77abc/webinar/lobby" in out
    assert "200, as the real server answered" in out
    assert "got        403, guard" in out
    assert "1  set lobby: 200, ours 403" in out


def test_json(wrong: Path) -> None:
    envelope = json.loads(talksim(SMALL, wrong, "--format", "json").stdout)
    assert envelope["kind"] == "conformance"
    assert envelope["scenarios"] == {"total": 0, "passed": 0, "failed": 0, "undefined": 0}
    traces = envelope["traces"]
    assert (traces["total"], traces["agree"], traces["requests"], traces["requests_agree"]) == (2, 1, 26, 25)
    assert traces["fields"] >= traces["fields_agree"] > 0
    files = {Path(file["path"]).name: file for file in envelope["files"]}
    assert (files["small.jsonl"]["passed"], files["wrong.jsonl"]["failed"]) == (1, 1)
    (case,) = files["wrong.jsonl"]["scenarios"]
    assert (case["name"], case["line"], case["status"]) == ("wrong", 5, "failed")
    assert case["failure"]["step"].startswith("bob: PUT")


def test_junit_and_github(wrong: Path) -> None:
    root = ET.fromstring(talksim(SMALL, wrong, "--format", "junit").stdout)
    assert (root.get("tests"), root.get("failures")) == ("2", "1")
    assert f"::error file={wrong},line=5" in talksim(wrong, "--format", "github").stdout


def test_fail_under(wrong: Path) -> None:
    assert talksim(wrong, "--fail-under", "90").exit_code == 0
    assert talksim(wrong, "--fail-under", "99").exit_code == 1


def test_the_depth() -> None:
    assert talksim(SMALL, "--fields", "status").exit_code == 0
    assert talksim(SMALL, "--fields", "everything").exit_code == 2


def test_known_differences_excuse_and_expire(wrong: Path, tmp_path: Path) -> None:
    file = tmp_path / "known.yaml"
    file.write_text(KNOWN.format(where="wrong"), encoding="utf-8")
    assert talksim(wrong, "--known", file).exit_code == 0
    file.write_text(KNOWN.format(where="small"), encoding="utf-8")
    result = talksim(SMALL, "--known", file)
    assert result.exit_code == 1
    assert "no longer differs" in result.stdout


def test_a_broken_file_is_named_and_the_others_are_judged(tmp_path: Path) -> None:
    (tmp_path / "cut.jsonl").write_text(TEXT[:900], encoding="utf-8")
    (tmp_path / "good.jsonl").write_text(TEXT, encoding="utf-8")
    result = talksim(tmp_path)
    assert result.exit_code == 2
    assert "cut.jsonl:" in result.stderr
    assert "cut off" in result.stderr
    assert "1 passed, 0 failed" in result.stdout


@pytest.mark.usefixtures("wrong")
def test_choosing_and_stopping(tmp_path: Path) -> None:
    (tmp_path / "zzz.jsonl").write_text(WRONG, encoding="utf-8")
    assert json.loads(talksim(tmp_path, "-x", "--format", "json").stdout)["traces"]["total"] == 1
    assert json.loads(talksim(tmp_path, "-k", "zzz", "--format", "json").stdout)["traces"]["total"] == 1
    assert talksim(tmp_path, "-k", "nothing").exit_code == 5
    assert talksim(tmp_path / "missing").exit_code == 2


def test_the_order_of_names_does_not_matter(wrong: Path) -> None:
    assert (
        talksim(SMALL, wrong, "--format", "json").stdout == talksim(wrong, SMALL, "--format", "json").stdout
    )
