from __future__ import annotations

import sys
from xml.etree import ElementTree as ET

import pytest
import yaml.cyaml  # noqa: F401  pytester forgets what is imported within, but the half in C would stay

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
FAILS = HOLDS.replace("refused: 412", "refused: 403")
BAD = HOLDS.replace("non moderators", "moderators only")


@pytest.fixture(autouse=True)
def _strict(pytester: pytest.Pytester) -> None:
    pytester.makeini(
        "[pytest]\naddopts = --strict-markers --strict-config -p no:cacheprovider\nfilterwarnings = error\n"
    )


def scenarios(pytester: pytest.Pytester, **files: str) -> None:
    for name, text in files.items():
        pytester.makefile(".yaml", **{name: text})


def test_a_scenario_is_a_test(pytester: pytest.Pytester) -> None:
    scenarios(pytester, one=HOLDS)
    result = pytester.runpytest("-v")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["one.yaml::A lobby keeps a user out PASSED*"])


def test_a_failure_is_short(pytester: pytest.Pytester) -> None:
    scenarios(pytester, one=FAILS)
    result = pytester.runpytest()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["FAILED one.yaml:12:14  bob: join call standup", "  expected   *", "  got        412*"]
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*pytest_plugin.py*")


def test_a_bad_file_is_an_error_with_its_faults(pytester: pytest.Pytester) -> None:
    scenarios(pytester, bad=BAD, one=HOLDS)
    result = pytester.runpytest("--continue-on-collection-errors")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["bad.yaml:9:*moderators only*"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_other_files_are_left_alone(pytester: pytest.Pytester) -> None:
    scenarios(pytester, compose="services:\n  talksim: x\n", broken="{ [", notes="# talksim: 1\n")
    scenarios(pytester, part="talksim: 1\nfragment: true\nsteps: []\n")
    (pytester.path / "binary.yml").write_bytes(b"\xff\xfe\x00")
    assert pytester.runpytest().ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_nothing_is_imported_for_others(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        "import sys\ndef test_it():\n    assert not {'attrs', 'yaml', 'talksim.talk'} & set(sys.modules)\n"
    )
    scenarios(pytester, compose="services: {}\n")
    result = pytester.runpytest_subprocess("-p", "no:hypothesispytest")
    result.assert_outcomes(passed=1)


def test_xfail_is_pytests_and_strict(pytester: pytest.Pytester) -> None:
    scenarios(pytester, marked=FAILS + "xfail: not yet\n", better=HOLDS + "xfail: not yet\n")
    result = pytester.runpytest("-rx")
    result.assert_outcomes(xfailed=1, failed=1)
    result.stdout.fnmatch_lines(["*XPASS(strict)*not yet*", "XFAIL marked.yaml::* not yet"])


def test_run_as_if_not_marked(pytester: pytest.Pytester) -> None:
    scenarios(pytester, marked=FAILS + "xfail: not yet\n")
    pytester.runpytest("--runxfail").assert_outcomes(failed=1)


def test_tags_and_names_select(pytester: pytest.Pytester) -> None:
    scenarios(pytester, one=HOLDS, two=HOLDS.replace("[lobby]", "[call, two-words]"))
    pytester.runpytest("-m", "lobby").assert_outcomes(passed=1, deselected=1)
    pytester.runpytest("-m", "two_words").assert_outcomes(passed=1, deselected=1)
    pytester.runpytest("-k", "one and keeps").assert_outcomes(passed=1, deselected=1)


def test_settings(pytester: pytest.Pytester) -> None:
    scenarios(pytester, one=HOLDS)
    pytester.runpytest("--talksim-set", "allowed_groups=staff").assert_outcomes(failed=1)
    result = pytester.runpytest("--talksim-set", "allowd_groups=staff")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--talksim-set: unknown setting*allowd_groups*"])


def test_the_fixture_is_a_fresh_server(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import talksim.talk

        def test_one(talk):
            assert isinstance(talk, talksim.talk.Talk)
            talk.wait(5)

        def test_two(talk):
            assert not talk.journal
        """
    )
    pytester.runpytest().assert_outcomes(passed=2)


def test_under_xdist(pytester: pytest.Pytester) -> None:
    pytest.importorskip("xdist")
    scenarios(pytester, one=HOLDS, two=FAILS, three=HOLDS)
    pytester.runpytest_subprocess("-n", "2").assert_outcomes(passed=2, failed=1)


def test_junit(pytester: pytest.Pytester) -> None:
    scenarios(pytester, one=FAILS)
    pytester.runpytest("--junitxml=out.xml")
    root = ET.parse(pytester.path / "out.xml").getroot()
    case = next(root.iter("testcase"))
    assert case.get("name") == "A lobby keeps a user out"
    assert (case.findtext("failure") or "").startswith("FAILED one.yaml:12:14")


def test_a_folder_can_be_left_out_by_pytests_own_means(pytester: pytest.Pytester) -> None:
    pytester.makeconftest("collect_ignore_glob = ['*.yaml']")
    scenarios(pytester, bad=BAD)
    assert pytester.runpytest().ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_python_can_be_asked_where_a_scenario_begins(pytester: pytest.Pytester) -> None:
    scenarios(pytester, one=HOLDS)
    items, _ = pytester.inline_genitems()
    path, line, name = items[0].reportinfo()
    assert (str(path), line, name) == (str(pytester.path / "one.yaml"), 0, "A lobby keeps a user out")
    assert sys.modules["talksim.pytest_plugin"].ScenarioItem is type(items[0])


def figures(result: pytest.RunResult) -> list[str]:
    begin = result.outlines.index(next(line for line in result.outlines if line.startswith("exercised")))
    return result.outlines[begin : begin + 8]


def test_rules_exercised(pytester: pytest.Pytester) -> None:
    scenarios(pytester, one=HOLDS)
    result = pytester.runpytest("--talksim-cover")
    result.stdout.fnmatch_lines(["*rules exercised*", "exercised  *", "moves  *"])
    result.stdout.no_fnmatch_line("missing moves")
    pytester.runpytest("--talksim-cover", "-v").stdout.fnmatch_lines(["missing moves", "  recording.*"])
    pytester.runpytest().stdout.no_fnmatch_line("*rules exercised*")


def test_rules_are_exercised_by_tests_with_the_fixture(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_one(talk):\n    talk.user('alice').create_room(type='group', name='x')\n")
    result = pytester.runpytest("--talksim-cover")
    result.assert_outcomes(passed=1)
    operations = next(line for line in figures(result) if line.startswith("operations"))
    assert operations.split()[1] == "1"


def test_no_rules_exercised(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_one():\n    pass\n")
    lines = figures(pytester.runpytest("--talksim-cover"))[1:]
    assert all(" 0.0" in line for line in lines if line)


def test_rules_exercised_in_several_processes(pytester: pytest.Pytester) -> None:
    pytest.importorskip("xdist")
    scenarios(pytester, one=HOLDS, two=HOLDS.replace("412", "{guard: lobby passed}"), three=FAILS)
    alone = pytester.runpytest("--talksim-cover")
    together = pytester.runpytest_subprocess("--talksim-cover", "-n", "2")
    assert figures(alone) == figures(together)


ASKED = """
import pytest

def ask(talk):
    talk.user("alice").create_room("standup", type="group")
    talk.actor("alice").add_participant("standup", talk.user("bob"))
    return talk.actor("bob").rename_room("standup", "other")

def test_it(talk):
    outcome = ask(talk)
    assert {what}
"""
SAID = [
    "*talksim*",
    'bob: rename room was refused: 403, guard "moderator" (rule gate.moderator)',
    "  because    bob is user in standup",
    "  would help alice: promote standup bob",
]


ELSEWHERE = """
def test_it(talk):
    alice, bob = talk.user("alice"), talk.user("bob")
    alice.create_room("standup")
    bob.join_room("standup")
    {more}
    assert "bob" in [member.actor_id for member in talk.room("standup").attendees]
"""


def test_a_test_that_fails_elsewhere_says_what_was_refused_before(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(ELSEWHERE.format(more="bob.list_participants('standup')"))
    result = pytester.runpytest()
    result.assert_outcomes(failed=1)
    lines = [
        "*talksim*",
        "refused before:",
        '  bob: join room standup  404, guard "room found" (rule gate.room_found)',
        "  bob: list participants standup  404*",
    ]
    result.stdout.fnmatch_lines(lines)


def test_a_test_that_fails_without_a_refusal_says_nothing_of_any(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        ELSEWHERE.format(more="assert 0, alice.add_participant('standup', bob)").replace(
            '    bob.join_room("standup")\n', ""
        )
    )
    result = pytester.runpytest()
    result.assert_outcomes(failed=1)
    result.stdout.no_fnmatch_line("refused before:*")


@pytest.mark.parametrize(
    "what", ["outcome", "outcome.ok", "outcome.status == 200", "200 == outcome.status", "ask(talk).ok"]
)
def test_a_test_that_fails_at_a_refusal_says_why(pytester: pytest.Pytester, what: str) -> None:
    pytester.makepyfile(ASKED.format(what=what))
    result = pytester.runpytest()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(SAID)


@pytest.mark.parametrize("what", ["1 == 2", "not talk.actor('alice').rename_room('standup', 'other')"])
def test_a_test_that_fails_at_something_else_does_not(pytester: pytest.Pytester, what: str) -> None:
    pytester.makepyfile(ASKED.format(what=what))
    result = pytester.runpytest()
    result.assert_outcomes(failed=1)
    result.stdout.no_fnmatch_line("*because *")


def test_a_refusal_whose_world_is_gone_has_no_help(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(ASKED.format(what="(talk.undo(), outcome)[1].ok"))
    result = pytester.runpytest()
    result.stdout.fnmatch_lines(SAID[:-1])
    result.stdout.no_fnmatch_line("*INTERNALERROR*")


def test_a_guard_compared_with_a_text_is_told(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(ASKED.format(what="outcome.refusal.guard == 'moderator'"))
    result = pytester.runpytest()
    result.stdout.fnmatch_lines(["*a guard is no text: compare refusal.name*"])
