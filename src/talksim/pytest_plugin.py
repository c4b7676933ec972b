"""The pytest plugin: a scenario file is a test file, each of its scenarios and cases a test.

A YAML file is taken for a scenario file if a line of it begins with `talksim:` and none with `fragment:`;
every other YAML file is left alone. Nothing else of talksim is imported before there is such a file, or a
test that asks for the fixture `talk`. What must not be collected is named in the ways pytest has for it,
such as `collect_ignore_glob`. `--talksim-cover` tells at the end which rules scenarios and tests with the
fixture exercised, in all processes together.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from talksim.scenario.document.sniff import is_scenario_file

if TYPE_CHECKING:
    from talksim.cover.tally import Tally
    from talksim.rules.policy import Policy
    from talksim.scenario.report import Report
    from talksim.scenario.script import Scenario
    from talksim.talk import Talk

__all__ = ["ScenarioFailed", "ScenarioFile", "ScenarioItem", "talk"]

_SETTINGS = pytest.StashKey[Mapping[str, Any]]()
_POLICY: pytest.StashKey[Policy | None] = pytest.StashKey()
_TALLY: pytest.StashKey[Tally] = pytest.StashKey()
_SENT = "talksim_cover"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--talksim-set`, `--talksim-policy` and `--talksim-cover`."""
    group = parser.getgroup("talksim")
    group.addoption(
        "--talksim-set",
        action="append",
        default=[],
        metavar="key=value",
        help="a setting of the server in every scenario, such as start_calls=moderators; can be repeated",
    )
    group.addoption(
        "--talksim-policy",
        metavar="FILE",
        help="play every scenario, and begin every fixture talk, under the policy in a file",
    )
    group.addoption(
        "--talksim-cover",
        action="store_true",
        help="tell which rules were exercised, as talksim cover does",
    )
    help = "take feature files of Talk's integration suite for tests"
    parser.addini("talksim_features", help, "bool", False)


def pytest_configure(config: pytest.Config) -> None:
    """Understand the settings, once, if there are any."""
    given = config.getoption("--talksim-set")
    config.stash[_SETTINGS] = _settings(given) if given else {}
    config.stash[_POLICY] = _policy(config.getoption("--talksim-policy"))
    if config.getoption("--talksim-cover"):
        from talksim.cover.tally import Tally  # noqa: PLC0415  only what is covered pays for it

        config.stash[_TALLY] = Tally()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand what a worker of pytest-xdist counted to the process that reports."""
    sent = getattr(session.config, "workeroutput", None)
    if sent is not None and _TALLY in session.config.stash:
        sent[_SENT] = session.config.stash[_TALLY].to_dict()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Add what a worker of pytest-xdist counted."""
    counted = getattr(node, "workeroutput", {}).get(_SENT)
    if counted is not None:
        node.config.stash[_TALLY].add(type(node.config.stash[_TALLY]).from_dict(counted))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Tell which rules were exercised, and with `-v` which were not."""
    tally = config.stash.get(_TALLY, None)
    if tally is None:
        return
    from talksim.cover.figures import figures  # noqa: PLC0415
    from talksim.cover.table import missing_text, table  # noqa: PLC0415

    found = figures(tally)
    terminalreporter.section("rules exercised")
    terminalreporter.write(f"{table(found)}\n")
    if config.get_verbosity() > 0:
        terminalreporter.write(f"\n{missing_text(found)}")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take the scenario files among the YAML files."""
    if file_path.suffix in (".yaml", ".yml") and is_scenario_file(file_path):
        return ScenarioFile.from_parent(parent, path=file_path)
    if file_path.suffix == ".feature" and parent.config.getini("talksim_features"):
        from talksim.pytest_features import FeatureFile  # noqa: PLC0415  gherkin-official is an extra

        return FeatureFile.from_parent(parent, path=file_path)
    return None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    call: pytest.CallInfo[None],
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where a test fails at what the server answered, say why it was refused and what would help."""
    report = yield
    if call.excinfo is not None and call.excinfo.errisinstance(AssertionError) and _is_in_play():
        from talksim.pytest_refusals import refusals  # noqa: PLC0415  only a failed test pays for it

        report.sections += [("talksim", text) for text in refusals(call.excinfo)]
    return report


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """A guard compared with its name is a mistake that would go unseen."""
    if not _is_in_play():
        return None
    from talksim.rules.stage import Guard  # noqa: PLC0415

    for guard, text in ((left, right), (right, left)):
        if isinstance(guard, Guard) and isinstance(text, str):
            return [f"the guard {guard.id} {op} {text!r}", "a guard is no text: compare refusal.name"]
    return None


def _is_in_play() -> bool:
    """Whether anything was asked of a server here."""
    return "talksim.outcome" in sys.modules


@pytest.fixture
def talk(request: pytest.FixtureRequest) -> Iterator[Talk]:
    """A fresh server: a `talksim.Talk` with the shipped settings."""
    from talksim.talk import Talk  # noqa: PLC0415  most tests of the world do without

    with _ruled(request.config), _observing(request.config):
        yield Talk()


class ScenarioFailed(AssertionError):  # noqa: N818  it is no error of anybody's program
    """A scenario did not hold; the message is the whole explanation."""


class ScenarioFile(pytest.File):
    """A file of scenarios."""

    def collect(self) -> Iterable[ScenarioItem]:
        """An item for each scenario and case; a bad file is an error with its faults, and no traceback."""
        from talksim.errors import TalksimError  # noqa: PLC0415
        from talksim.scenario.document.fault import Faults  # noqa: PLC0415
        from talksim.scenario.load import load  # noqa: PLC0415

        try:
            scenarios = load(os.path.relpath(self.path))
        except (Faults, TalksimError) as error:
            raise self.CollectError(str(error)) from None
        for scenario in scenarios:
            yield ScenarioItem.from_parent(self, name=scenario.title, scenario=scenario)


class ScenarioItem(pytest.Item):
    """One scenario: its tags are markers, and its xfail is pytest's, always strict."""

    def __init__(self, *, scenario: Scenario, **options: Any) -> None:
        super().__init__(**options)
        self.scenario = scenario
        for tag in scenario.tags:
            self._mark(tag)
        if scenario.xfail:
            self.add_marker(pytest.mark.xfail(reason=scenario.xfail, strict=True, raises=ScenarioFailed))

    def runtest(self) -> None:
        """Play the scenario; what a diagnosis tries is not counted as exercised."""
        from talksim.scenario.run import find, run  # noqa: PLC0415

        settings = self.config.stash[_SETTINGS]
        with _ruled(self.config):
            if _TALLY in self.config.stash:
                with _observing(self.config):
                    find(self.scenario, settings)
            report = run(self.scenario, settings)
        if report.failure is not None:
            raise ScenarioFailed(_text(report))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *args: Any, **options: Any) -> Any:
        """The explanation of the step that failed; a traceback only if talksim itself is at fault."""
        from talksim.errors import TalksimError  # noqa: PLC0415

        if isinstance(excinfo.value, (ScenarioFailed, TalksimError)):
            return str(excinfo.value)
        return super().repr_failure(excinfo, *args, **options)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the scenario begins."""
        place = self.scenario.place
        return self.path, place.line - 1 if place else 0, self.name

    def _mark(self, tag: str) -> None:
        name = re.sub(r"\W", "_", tag).lstrip("_") or "tag"
        self.config.addinivalue_line("markers", f"{name}: scenarios with the tag {tag!r}")
        self.add_marker(name)


def _ruled(config: pytest.Config) -> AbstractContextManager[None]:
    policy = config.stash[_POLICY]
    return nullcontext() if policy is None else policy.in_force()


def _observing(config: pytest.Config) -> AbstractContextManager[object]:
    tally = config.stash.get(_TALLY, None)
    if tally is None:
        return nullcontext()
    from talksim.cover.observe import observing  # noqa: PLC0415

    return observing(tally)


def _policy(file: str | None) -> Policy | None:
    if not file:
        return None
    from talksim.policies import load_policy  # noqa: PLC0415
    from talksim.scenario.document.fault import Faults  # noqa: PLC0415

    try:
        return load_policy(file)
    except Faults as faults:
        raise pytest.UsageError(f"--talksim-policy: {faults}") from None


def _settings(given: Iterable[str]) -> Mapping[str, Any]:
    from talksim.constants import UnknownWord  # noqa: PLC0415
    from talksim.errors import UsageError  # noqa: PLC0415
    from talksim.scenario.reading.overrides import from_words  # noqa: PLC0415

    try:
        return from_words(given)
    except (UsageError, UnknownWord) as error:
        raise pytest.UsageError(f"--talksim-set: {error}") from None


def _text(report: Report) -> str:
    from talksim.report.text import failure_text  # noqa: PLC0415

    return failure_text(report.failure) if report.failure else report.name
