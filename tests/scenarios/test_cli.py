from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from talksim.cli import main
from talksim.errors import BoundReached, UsageError

HOLDS = """\
talksim: 1
name: A lobby keeps a user out
tags: [lobby]
given:
  users: [alice, bob]
  rooms:
    standup: {owner: alice, users: [bob]}
steps:
  - alice: set lobby standup "non moderators"
  - bob: join room standup
  - bob: join call standup
    refused: 412
"""
FAILS = HOLDS.replace("refused: 412", "refused: 403").replace("A lobby", "No lobby")
REFUSED = HOLDS.replace("    refused: 412\n", "").replace("A lobby", "Nothing")
BAD = HOLDS.replace("non moderators", "moderators only")
XFAIL = FAILS + "xfail: not yet\n"
XPASS = HOLDS + "xfail: not yet\n"

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TALKSIM_TRACEBACK", raising=False)
    return lambda *arguments: CliRunner().invoke(main, arguments)


def write(**files: str) -> None:
    for name, text in files.items():
        Path(f"{name}.yaml").write_text(text, encoding="utf-8")


def totals(result: Result) -> str:
    return result.stdout.splitlines()[-1]


def test_version(run: Run) -> None:
    assert run("--version").stdout == "talksim 0.1.0 (Nextcloud Talk 20.0.0)\n"


def test_help_documents_every_exit_status(run: Run) -> None:
    text = run("--help").stdout
    assert all(f"  {status} " in text for status in (0, 1, 2, 3, 4, 5, 130, 141))
    assert "run" in text


@pytest.mark.parametrize("statement", ["import talksim.cli", "import talksim.pytest_plugin"])
def test_importing_the_front_imports_nothing_heavy(statement: str) -> None:
    heavy = "{'attrs', 'cattrs', 'rich', 'yaml', 'json', 'transitions', 'importlib.metadata', 'talksim.talk'}"
    light = "click" if "cli" in statement else "pytest"
    code = f"import sys, {light}; a = set(sys.modules); {statement}; print(*({heavy} & set(sys.modules) - a))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == ""


def test_everything_held(run: Run) -> None:
    write(one=HOLDS)
    result = run("run", "one.yaml")
    assert (result.exit_code, result.stdout) == (0, "1 passed, 0 failed\n")
    assert result.stderr.startswith("in ")


def test_a_failure_says_where_and_why(run: Run) -> None:
    write(one=REFUSED)
    result = run("run", "one.yaml")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == "FAILED one.yaml:11:5  bob: join call standup"
    assert lines[1] == "  expected   allowed"
    assert lines[2] == '  got        412, guard "lobby passed" (rule gate.lobby_passed)'
    assert lines[3].startswith("  because    lobby of standup is")
    assert any(line.startswith("  would help alice: set lobby standup") for line in lines)
    assert totals(result) == "0 passed, 1 failed"


@pytest.mark.parametrize(("text", "status"), [(XFAIL, 0), (XPASS, 1)])
def test_a_scenario_marked_to_fail(run: Run, text: str, status: int) -> None:
    write(one=text)
    result = run("run", "one.yaml")
    assert result.exit_code == status
    assert totals(result) == ("1 passed, 0 failed" if status == 0 else "0 passed, 1 failed")


def test_a_bad_file_does_not_keep_the_others_from_running(run: Run) -> None:
    write(a_bad=BAD, b=HOLDS, c=FAILS)
    result = run("run", ".")
    assert result.exit_code == 2
    assert "a_bad.yaml:" in result.stderr
    assert "moderators only" in result.stderr
    assert totals(result) == "1 passed, 1 failed"


@pytest.mark.parametrize(
    "arguments",
    [
        ["run"],
        ["run", "one.yaml", "--format", "html"],
        ["run", "one.yaml", "--set", "start_cals=1"],
        ["run", "one.yaml", "--set", "start_calls"],
        ["run", "one.yaml", "--set", "start_calls=somebody"],
        ["run", "one.yaml", "-k", "lobby and"],
        ["run", "one.yaml", "--settings", "missing.yaml"],
        ["run", "missing.yaml"],
        ["dance"],
    ],
)
def test_bad_usage(run: Run, arguments: list[str]) -> None:
    write(one=HOLDS)
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr
    assert "Traceback" not in result.stderr


def test_a_file_that_cannot_be_written_is_bad_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write(one=HOLDS)
    monkeypatch.setattr(
        "talksim.scenario.accept.accept", raising(PermissionError(13, "Permission denied", "one.yaml"))
    )
    result = run("run", "one.yaml", "--accept")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)


def test_nothing_collected(run: Run) -> None:
    Path("empty").mkdir()
    assert run("run", "empty").exit_code == 5
    write(one=HOLDS)
    assert run("run", "one.yaml", "-k", "breakout").exit_code == 5


def raising(error: Exception) -> Callable[..., object]:
    def fail(*_: object, **__: object) -> object:
        raise error

    return fail


def test_a_bound_is_hit(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write(one=HOLDS)
    monkeypatch.setattr("talksim.scenario.run.run", raising(BoundReached("more than 10 steps")))
    result = run("run", "one.yaml")
    assert result.exit_code == 4
    assert "more than 10 steps" in result.stderr


def test_an_internal_error_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write(one=HOLDS)
    monkeypatch.setattr("talksim.scenario.run.run", raising(RuntimeError("two\nlines")))
    result = run("run", "one.yaml")
    assert result.exit_code == 3
    said = [line for line in result.stderr.splitlines() if not line.startswith("in ")]
    assert len(said) == 1
    assert 'one.yaml:1 "A lobby keeps a user out", RuntimeError: two lines' in said[0]
    assert "--traceback" in result.stderr
    assert "Traceback" in run("--traceback", "run", "one.yaml").stderr


def test_traceback_may_stand_behind_the_command(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write(one=HOLDS)
    monkeypatch.setattr("talksim.scenario.run.run", raising(RuntimeError("two")))
    assert "Traceback" in run("run", "--traceback", "one.yaml").stderr
    assert "Traceback" not in run("run", "one.yaml").stderr
    monkeypatch.setenv("TALKSIM_TRACEBACK", "1")
    assert "Traceback" in run("run", "one.yaml").stderr
    assert "--traceback" in run("cover", "--help").stdout


def test_an_internal_error_does_not_hide_the_other_scenarios(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from talksim.scenario import run as playing  # noqa: PLC0415

    played = playing.run

    def broken(scenario: Any, *given: Any, **options: Any) -> Any:
        if scenario.path == "broken.yaml":
            raise KeyError("x")
        if scenario.path == "mistaken.yaml":
            raise UsageError("nobody is called so")
        return played(scenario, *given, **options)

    monkeypatch.setattr("talksim.scenario.run.run", broken)
    write(broken=FAILS, holds=HOLDS, mistaken=HOLDS)
    result = run("run", ".")
    assert result.exit_code == 3
    assert totals(result) == "1 passed, 0 failed"
    assert 'internal error in broken.yaml:1 "No lobby keeps a user out", KeyError' in result.stderr
    assert "mistaken.yaml:1:1  A lobby keeps a user out: nobody is called so" in result.stderr
    errors = json.loads(run("run", ".", "--format", "json").stdout)["errors"]
    assert [(error["path"], error["line"]) for error in errors] == [("broken.yaml", 1), ("mistaken.yaml", 1)]
    assert run("run", "mistaken.yaml", "holds.yaml").exit_code == 2


@pytest.mark.parametrize("text", ['{"apps": {"spreed": {"start_calls": "9"}}}', "start_calls: 9"])
def test_a_setting_no_word_knows_is_named_with_its_file(run: Run, text: str) -> None:
    write(one=HOLDS)
    Path("occ.json").write_text(text)
    result = run("run", "one.yaml", "--settings", "occ.json")
    assert result.exit_code == 2
    assert "occ.json" in result.stderr
    assert "start_calls" in result.stderr
    assert "9" in result.stderr


def test_cover_of_nothing_says_only_why(run: Run) -> None:
    result = run("cover", "nofile.yaml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1


def test_json(run: Run) -> None:
    write(bad=BAD, fails=FAILS, holds=HOLDS, marked=XFAIL)
    found = json.loads(run("run", ".", "--format", "json").stdout)
    assert [found[key] for key in ("talksim", "kind", "passed", "failed")] == ["0.1.0", "run", 2, 1]
    assert list(found) == ["talksim", "kind", "passed", "failed", "scenarios", "errors"]
    fails, holds, marked = found["scenarios"]
    assert list(holds) == ["path", "name", "line", "status", "steps", "seconds", "failure"]
    assert (holds["status"], holds["failure"], holds["steps"]) == ("passed", None, 3)
    assert (fails["failure"]["line"], fails["failure"]["step"]) == (12, "bob: join call standup")
    assert marked["status"] == "xfailed"
    assert found["errors"][0]["path"].endswith("bad.yaml")


def test_junit(run: Run) -> None:
    write(bad=BAD, fails=FAILS.replace("No lobby keeps a user out", '"No\\x07 <lobby>"'), holds=HOLDS)
    root = ET.fromstring(run("run", ".", "--format", "junit").stdout.encode())
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("3", "1", "1")
    cases = {case.get("classname"): case for case in root.iter("testcase")}
    assert len(cases) == 3
    failed = next(case for name, case in cases.items() if name and name.endswith("fails.yaml"))
    assert "FAILED" in (failed.findtext("failure") or "")


def test_github(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(**{f"fails_{number:02}": FAILS for number in range(12)})
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    lines = run("run", ".", "--format", "github").stdout.splitlines()
    assert len(lines) == 11
    assert lines[0].startswith(
        "::error file=fails_00.yaml,line=12,col=14,title=No lobby keeps a user out::FAILED"
    )
    assert "%0A  expected" in lines[0]
    assert lines[9] == "::error title=talksim::and 3 more"
    assert lines[10] == "0 passed, 12 failed"
    assert (tmp_path / "summary.md").read_text(encoding="utf-8").count("| fails") == 12


def test_github_escapes_what_would_end_a_property(run: Run) -> None:
    write(one=FAILS.replace("No lobby keeps a user out", '"50%, or: more"'))
    line = run("run", ".", "--format", "github").stdout.splitlines()[0]
    assert "title=50%25%2C or%3A more" in line


@pytest.mark.parametrize(
    ("expression", "chosen"),
    [
        ("lobby", 2),
        ("A LOBBY", 1),
        ("not a lobby", 1),
        ("one or two", 2),
        ("one and two", 0),
        ("(one or two) and not keeps", 0),
        ("lobby keeps and two", 1),
    ],
)
def test_keywords(run: Run, expression: str, chosen: int) -> None:
    write(one=HOLDS, two=FAILS)
    found = json.loads(run("run", ".", "-k", expression, "--format", "json").stdout)
    assert len(found["scenarios"]) == chosen


def test_stop_at_the_first_failure(run: Run) -> None:
    write(a=HOLDS, b=FAILS, c=FAILS)
    assert totals(run("run", ".", "-x")) == "1 passed, 1 failed"


NOBODY_STARTS = """\
talksim: 1
name: Nobody may start a call
given:
  users: [alice]
  rooms:
    standup: {owner: alice}
steps:
  - alice: join room standup
  - alice: join call standup
    refused: 403
"""


def test_settings_in_words(run: Run) -> None:
    write(one=NOBODY_STARTS)
    assert run("run", "one.yaml").exit_code == 1
    assert run("run", "one.yaml", "--set", "start_calls=nobody").exit_code == 0
    assert run("run", "one.yaml", "--set", "start_calls=3").exit_code == 0
    assert run("run", "one.yaml", "--set", "start_calls=3", "--set", "start_calls=0").exit_code == 1


def test_settings_of_a_file(run: Run) -> None:
    write(one=NOBODY_STARTS, plain="start_calls: nobody\n", wrong="start_cals: 3\nbreakout_rooms: maybe\n")
    assert run("run", "one.yaml", "--settings", "plain.yaml").exit_code == 0
    assert run("run", "one.yaml", "--settings", "plain.yaml", "--set", "start_calls=everyone").exit_code == 1
    wrong = run("run", "one.yaml", "--settings", "wrong.yaml")
    assert wrong.exit_code == 2
    assert 'wrong.yaml:1:1  unknown setting "start_cals"' in wrong.stderr
    assert "wrong.yaml:2:17" in wrong.stderr


def test_settings_of_a_server(run: Run) -> None:
    write(one=NOBODY_STARTS)
    servers = '{"servers":[{"server":"https:\\/\\/recorder","verify":true}],"secret":"x"}'
    talk = {"start_calls": "3", "call_recording": "yes", "recording_servers": servers, "types": "logging"}
    listed = {"system": {"version": "30"}, "apps": {"core": {}, "spreed": talk, "circles": {"enabled": "no"}}}
    Path("server.json").write_text(json.dumps(listed, indent=4), encoding="utf-8")
    assert run("run", "one.yaml", "--settings", "server.json").exit_code == 0


def test_settings_of_other_apps_of_a_server(run: Run) -> None:
    write(
        one=(
            "talksim: 1\nname: two\ngiven: {users: [alice, ben]}\nsteps:\n"
            "  - alice: create room type=one-to-one invite=ben\n"
        )
    )
    keys = ("shareapi_allow_share_dialog_user_enumeration", "shareapi_restrict_user_enumeration_full_match")
    for values, code in ((("no", "no"), 1), (("no", "yes"), 0), (("yes", "no"), 0)):
        apps = {"core": dict(zip(keys, values, strict=True)), "call_summary_bot": {"min-length": "-1"}}
        Path("server.json").write_text(json.dumps({"apps": apps}), encoding="utf-8")
        assert run("run", "one.yaml", "--settings", "server.json").exit_code == code, values
    Path("server.json").write_text('{"apps": {"call_summary_bot": {"min-length": "soon"}}}', encoding="utf-8")
    wrong = run("run", "one.yaml", "--settings", "server.json")
    assert (wrong.exit_code, '"summary_min_length" must be a whole number' in wrong.stderr) == (2, True)


def test_accept_writes_what_was_seen(run: Run) -> None:
    write(one=FAILS)
    assert run("run", "one.yaml").exit_code == 1
    run("run", "one.yaml", "--accept")
    assert run("run", "one.yaml").exit_code == 0
    assert "412" in Path("one.yaml").read_text(encoding="utf-8")


def test_verbose_shows_steps_and_changes(run: Run) -> None:
    write(one=HOLDS)
    text = run("run", "one.yaml", "-v").stdout
    assert 'alice: set lobby standup "non moderators"  → 200' in text
    assert "→ non moderators" in text
    assert 'bob: join call standup  → 412, guard "lobby passed"' in text


def test_schema(run: Run) -> None:
    assert "scenario" in json.loads(run("schema").stdout)["$defs"]


@pytest.mark.usefixtures("run")
def test_nobody_reads() -> None:
    write(one=FAILS)
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "talksim", "run", "one.yaml"]
    with subprocess.Popen(command, stdout=writer, stderr=subprocess.PIPE, text=True) as process:
        os.close(writer)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 141
    assert "Error" not in said


@pytest.mark.usefixtures("run")
def test_interrupted() -> None:
    write(**{f"one_{number}": HOLDS for number in range(4000)})
    # a shell that ran the tests in the background has them, and what they start, ignore interruptions
    default = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)"
    start = f"{default}; from talksim.cli import main; main(['run', '.'])"
    command = [sys.executable, "-c", start]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in said


def test_shell_completion() -> None:
    result = CliRunner().invoke(
        main,
        prog_name="talksim",
        env={"_TALKSIM_COMPLETE": "bash_complete", "COMP_WORDS": "talksim ru", "COMP_CWORD": "1"},
    )
    assert result.stdout == "plain,run\n"
