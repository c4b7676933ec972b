"""`talksim conformance` on features, and pytest's collecting them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from talksim.cli import main

SMALL = Path(__file__).with_name("small.feature")
TRACE = Path(__file__).with_name("small.jsonl")
TEXT = SMALL.read_text(encoding="utf-8")
WRONG = TEXT.replace("with 412", "with 403")
UNDEFINED = TEXT.replace('joins call "harbour" with 412', 'storms call "harbour" with 412')


def talksim(*words: object) -> Result:
    return CliRunner().invoke(main, ["conformance", *map(str, words)])


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.feature").write_text(text, encoding="utf-8")
    return folder


def test_passed_failed_undefined(tmp_path: Path) -> None:
    written(tmp_path, good=TEXT, undefined=UNDEFINED, wrong=WRONG)
    result = talksim(tmp_path)
    assert result.exit_code == 1
    assert "10 passed, 2 failed" in result.stdout
    assert f'FAILED {tmp_path / "wrong.feature"}:17:5  user "bob" joins call' in result.stdout
    assert "steps without a pattern: 1" in result.stdout
    assert 'guard "lobby passed"' in result.stdout


def test_json(tmp_path: Path) -> None:
    written(tmp_path, undefined=UNDEFINED, wrong=WRONG)
    found = json.loads(talksim(tmp_path, TRACE, "--format", "json").stdout)
    assert found["scenarios"] == {"total": 8, "passed": 6, "failed": 1, "undefined": 1}
    assert found["traces"]["agree"] == 1
    assert [file["path"].rpartition("/")[2] for file in found["files"]] == [
        "undefined.feature",
        "wrong.feature",
        "small.jsonl",
    ]
    first = found["files"][1]["scenarios"][0]
    assert (first["name"], first["line"], first["status"]) == ("The door is shut and opened", 10, "failed")
    assert first["failure"]["line"] == 17
    assert found["files"][0]["scenarios"][0]["status"] == "undefined"
    assert found["undefined"][0]["count"] == 1


def test_choosing_stopping_and_bounds(tmp_path: Path) -> None:
    written(tmp_path, a=WRONG, b=WRONG)
    envelope = json.loads(talksim(tmp_path, "-x", "--format", "json").stdout)
    assert envelope["scenarios"]["total"] == 1
    envelope = json.loads(talksim(tmp_path, "-k", "who and b.feature", "--format", "json").stdout)
    assert envelope["scenarios"] == {"total": 2, "passed": 2, "failed": 0, "undefined": 0}
    assert talksim(tmp_path, "--fail-under", "75").exit_code == 0
    assert talksim(tmp_path, "--fail-under", "76").exit_code == 1
    assert talksim(tmp_path, "-k", "nobody").exit_code == 5


def test_known_differences(tmp_path: Path) -> None:
    written(tmp_path, wrong=WRONG)
    known = tmp_path / "known.yaml"
    entry = '- where: "The door is *"\n  what: "join call: *"\n  reason: a test\n  link: none\n'
    known.write_text(entry, encoding="utf-8")
    assert talksim(tmp_path / "wrong.feature", "--known", known).exit_code == 0
    result = talksim(SMALL, "--known", known)
    assert result.exit_code == 1
    assert "no longer differs" in result.stdout


def test_a_broken_file_is_named_and_the_others_are_judged(tmp_path: Path) -> None:
    broken = TEXT.replace("| bob     | USER ", "| bob | more | USER ")
    columns = TEXT.replace("| inCall |", "| shoe   |")
    written(tmp_path, broken=broken, columns=columns, good=TEXT)
    result = talksim(tmp_path)
    assert result.exit_code == 2
    assert "broken.feature:" in result.stderr
    assert "columns.feature:22:5  the table has an unknown column" in result.stderr
    assert "4 passed, 0 failed" in result.stdout


def test_the_order_of_names_does_not_matter() -> None:
    one = talksim(SMALL, TRACE, "--format", "json").stdout
    assert one == talksim(TRACE, SMALL, "--format", "json").stdout


def test_pytest_collects_features_behind_a_switch(pytester: pytest.Pytester) -> None:
    pytester.path.joinpath("wrong.feature").write_text(WRONG, encoding="utf-8")
    assert pytester.runpytest().ret == pytest.ExitCode.NO_TESTS_COLLECTED
    pytester.makeini("[pytest]\ntalksim_features = true\n")
    result = pytester.runpytest()
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(['*wrong.feature:17:5  user "bob" joins call*'])
    assert "Traceback" not in result.stdout.str()
