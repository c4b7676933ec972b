"""`talksim run`: play scenarios and say which hold."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

import click

from talksim.cli.fix import under_fix
from talksim.cli.policy import policy_option, under_policy
from talksim.cli.progress import counted
from talksim.cli.settings import set_option, settings_of, words_known
from talksim.cli.terminal import show, tell

if TYPE_CHECKING:
    from talksim.report.results import Results
    from talksim.scenario.document.fault import Faults
    from talksim.scenario.report import Report
    from talksim.scenario.script import Scenario

__all__ = ["Run", "playing", "run"]

_FORMATS: Final = {"text": "text", "json": "as_json", "junit": "junit", "github": "github"}


_PLAYING: Final = (
    click.option(
        "-k", "expression", default="", metavar="EXPR", help="Only what matches: 'lobby and not guest'."
    ),
    click.option("-x", "first", is_flag=True, help="Stop at the first failure."),
    set_option,
    click.option(
        "--settings",
        "file",
        type=click.Path(),
        metavar="FILE",
        help="Settings: YAML, or what `occ config:list` prints.",
    ),
    click.option("--fix", default="", metavar="NAME", help="Play under a named fix of the modelled server."),
    policy_option,
    click.option(
        "-v", "--verbose", is_flag=True, help="Show each step, what came of it and what it changed."
    ),
)


def playing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command take what says which scenarios are played, and under what."""
    for option in reversed(_PLAYING):
        command = option(command)
    return command


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option(
    "--format", "style", type=click.Choice(list(_FORMATS)), default="text", help="How results are shown."
)
@playing
@click.option("--accept", is_flag=True, help="Write what was seen into the files as what is expected.")
def run(policy: str | None, **options: Any) -> int:
    """Play the scenarios in files and folders.

    Results go to the standard output, everything else to the standard error.
    """
    with under_policy(policy):
        return Run(**options).status()


class Run:
    """One run: what was asked for, and what was found on the way."""

    def __init__(
        self,
        *,
        paths: tuple[str, ...],
        expression: str,
        first: bool,
        words: tuple[str, ...],
        file: str | None,
        fix: str,
        verbose: bool,
        style: str = "text",
        accept: bool = False,
    ) -> None:
        self.paths, self.style, self.first, self.accept, self.verbose = paths, style, first, accept, verbose
        self.expression, self.words, self.file, self.fix = expression, words, file, fix
        self.errors: list[Faults] = []
        self.bound = self.broken = False

    def status(self) -> int:
        """Do all of it; the exit status."""
        from talksim.cli.keyword import keyword  # noqa: PLC0415
        from talksim.report.results import Results  # noqa: PLC0415
        from talksim.scenario.document.fault import Faults  # noqa: PLC0415

        start = perf_counter()
        matches = keyword(self.expression)
        try:
            self.settings = self._settings()
        except Faults as faults:
            tell(str(faults), err=True)
            return 2
        loaded = list(self._loaded())
        chosen = [scenario for scenario in loaded if matches(_searched(scenario))]
        if not chosen and not self.errors:
            tell(f"talksim: {self._nothing(len(loaded))}", err=True)
        with under_fix(self.fix):
            results = Results(list(self._played(chosen)), self.errors, perf_counter() - start)
        self._show(results)
        return self._status(results)

    def _nothing(self, loaded: int) -> str:
        """Why there is nothing to play."""
        if loaded:
            return f"none of {loaded} scenarios matches -k {self.expression!r}"
        where = ", ".join(self.paths)
        return f'{where}: there is no scenario, a .yaml file with a line that begins with "talksim:"'

    def _settings(self) -> dict[str, Any]:
        if not self.file and not self.words:
            return {}
        from talksim.scenario.reading.overrides import from_file  # noqa: PLC0415

        with words_known(self.file or ""):
            found = from_file(self.file) if self.file else {}
        return {**found, **settings_of(self.words)}

    def _loaded(self) -> Iterator[Scenario]:
        """The scenarios of every file that can be read; the faults of the others are kept."""
        from talksim.errors import BoundReached, UsageError  # noqa: PLC0415
        from talksim.scenario.document.fault import Faults  # noqa: PLC0415
        from talksim.scenario.load import collect, load  # noqa: PLC0415

        for path in collect(self.paths):
            try:
                if self.accept:
                    self._rewrite(path)
                yield from load(path)
            except Faults as faults:
                self.errors.append(faults)
                tell(str(faults), err=True)
            except BoundReached as bound:
                self._hit(bound)
            except (UsageError, OSError):
                raise
            except Exception as error:
                self._broke(error, path)

    def _rewrite(self, path: str) -> None:
        from talksim.scenario.accept import accept  # noqa: PLC0415

        count = accept(path, self.settings, partial(tell, err=True))
        if count:
            tell(f"{path}: {count} rewritten", err=True)

    def _played(self, scenarios: list[Scenario]) -> Iterator[Report]:
        from talksim.errors import BoundReached, UsageError  # noqa: PLC0415
        from talksim.report.results import held  # noqa: PLC0415
        from talksim.scenario.run import run  # noqa: PLC0415

        for scenario in counted(scenarios, "playing"):
            try:
                report = run(scenario, self.settings, trace=self.verbose)
            except BoundReached as bound:
                self._hit(bound)
                continue
            except UsageError as mistake:
                self._refused(scenario, mistake)
                continue
            except Exception as error:
                self._broke(
                    error, scenario.path, scenario.place.line if scenario.place else 1, scenario.title
                )
                if self.first:
                    return
                continue
            yield report
            if self.first and not held(report):
                return

    def _hit(self, bound: Exception) -> None:
        self.bound = True
        tell(f"talksim: {bound}", err=True)

    def _broke(self, error: Exception, path: str, line: int = 1, name: str = "") -> None:
        """Tell of an error of talksim itself; the other scenarios are played all the same."""
        from talksim.cli import explain  # noqa: PLC0415  nothing to explain in most runs
        from talksim.scenario.document.fault import Fault, Faults  # noqa: PLC0415

        place = f'{path}:{line} "{name}"' if name else path
        explain(error, traceback=click.get_current_context().find_root().params["traceback"], place=place)
        said = " ".join(f"{type(error).__name__}: {error}".split())
        message = f'internal error in "{name}", {said}' if name else f"internal error, {said}"
        self.errors.append(Faults([Fault(path, line, 1, message)]))
        self.broken = True

    def _refused(self, scenario: Scenario, mistake: Exception) -> None:
        """Tell of a scenario that cannot be played; the others are."""
        from talksim.scenario.document.fault import Fault, Faults  # noqa: PLC0415

        line = scenario.place.line if scenario.place else 1
        faults = Faults([Fault(scenario.path, line, 1, f"{scenario.title}: {mistake}")])
        self.errors.append(faults)
        tell(str(faults), err=True)

    def _show(self, results: Results) -> None:
        if self.verbose and self.style == "text":
            from talksim.report.text import steps_text  # noqa: PLC0415

            for report in results.reports:
                tell(steps_text(report) + "\n\n")
        text: str = import_module(f"talksim.report.{_FORMATS[self.style]}").render(results)
        show(text, self.style)
        if self.style == "github":
            _summarise(results)
        tell(f"in {results.seconds:.2f} s", err=True)

    def _status(self, results: Results) -> int:
        if self.broken:
            return 3
        if self.errors:
            return 2
        if self.bound:
            return 4
        if results.failed:
            return 1
        return 0 if results.reports else 5


def _searched(scenario: Scenario) -> str:
    """What `-k` looks at."""
    return " ".join([scenario.path, scenario.title, *scenario.tags])


def _summarise(results: Results) -> None:
    """Add a table to the page of a GitHub job."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if path:
        from talksim.report.github import summary  # noqa: PLC0415

        with open(path, "a", encoding="utf-8") as file:
            file.write(summary(results))
