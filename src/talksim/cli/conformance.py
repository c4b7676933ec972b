"""`talksim conformance`: what feature files and recorded traffic of the real server say about the model."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

import click

from talksim.cli.policy import policy_option, under_policy
from talksim.cli.progress import counted
from talksim.cli.terminal import tell

if TYPE_CHECKING:
    from talksim.gherkin.judge import Judged
    from talksim.report.conformance import Conformance
    from talksim.report.known_differences import KnownDifferences
    from talksim.scenario.document.fault import Faults
    from talksim.traffic.play import Depth
    from talksim.traffic.recording import Recording
    from talksim.traffic.verdict import Verdict

__all__ = ["Judge", "conformance"]

_FEATURE: Final = ".feature"
_SUFFIXES: Final = (".jsonl", _FEATURE)
_MOST: Final = 10


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option("-k", "expression", default="", metavar="EXPR", help="Only what matches: 'conv or part'.")
@click.option(
    "-x", "first", is_flag=True, help="Stop at the first scenario that fails or recording that diverges."
)
@click.option(
    "--fail-under", type=click.FloatRange(0, 100), metavar="PCT", help="Succeed from this percentage on."
)
@click.option(
    "--fields",
    "depth",
    type=click.Choice(["status", "fields"]),
    default="fields",
    show_default=True,
    help="Compare the status alone, or the fields of the answers as well.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "junit", "github"]),
    default="text",
    help="How results are shown.",
)
@click.option(
    "--known", "file", type=click.Path(), metavar="FILE", help="Differences that are known and meant."
)
@policy_option
@click.option("-v", "--verbose", is_flag=True, help="Show every cause and every recording that diverges.")
def conformance(policy: str | None, **options: Any) -> int:
    """Judge the model by feature files and recorded traffic of the real server, in files and folders.

    Results go to the standard output, everything else to the standard error.
    """
    with under_policy(policy):
        return Judge(**options).status()


class Judge:
    """One judgement: what was asked for, and what could not be read on the way."""

    def __init__(
        self,
        *,
        paths: tuple[str, ...],
        expression: str = "",
        first: bool = False,
        fail_under: float | None = None,
        depth: Depth = "fields",
        style: str = "text",
        file: str | None = None,
        verbose: bool = False,
    ) -> None:
        self.paths, self.expression, self.first, self.fail_under = paths, expression, first, fail_under
        self.depth, self.style, self.file, self.verbose = depth, style, file, verbose
        self.errors: list[Faults] = []

    def status(self) -> int:
        """Do all of it; the exit status."""
        from talksim.scenario.document.fault import Faults  # noqa: PLC0415

        try:
            found = self.found(self.known())
        except Faults as faults:
            tell(str(faults), err=True)
            return 2
        self._show(found)
        tell(f"in {found.results.seconds:.2f} s", err=True)
        return self._status(found)

    def found(self, known: KnownDifferences) -> Conformance:
        """What the judges found; files that cannot be read are told and kept."""
        from talksim.report.conformance import judged  # noqa: PLC0415

        start = perf_counter()
        chosen = _collected(self.paths)
        features = list(self._scenarios(known, [path for path in chosen if path.suffix == _FEATURE]))
        stopped = self.first and any(not _is_fine(scenario, known) for scenario in features)
        recordings = [] if stopped else [path for path in chosen if path.suffix != _FEATURE]
        verdicts = list(self._verdicts(known, recordings))
        everything = self.depth == "fields" and not self.first and not self.expression
        seconds = perf_counter() - start
        return judged(verdicts, known, self.errors, seconds, everything=everything, features=features)

    def known(self) -> KnownDifferences:
        """The differences that are known. Raises `Faults`."""
        from talksim.report.known_differences import KnownDifferences  # noqa: PLC0415

        return KnownDifferences.read(self.file) if self.file else KnownDifferences()

    def _scenarios(self, known: KnownDifferences, paths: list[Path]) -> Iterator[Judged]:
        from talksim.cli.keyword import keyword  # noqa: PLC0415
        from talksim.gherkin.convert import converted  # noqa: PLC0415
        from talksim.gherkin.judge import judge  # noqa: PLC0415
        from talksim.gherkin.parse import read_feature  # noqa: PLC0415
        from talksim.scenario.document.fault import Faults  # noqa: PLC0415

        matches = keyword(self.expression)
        for path in counted(paths, "judging"):
            try:
                cases = converted(read_feature(path))
            except Faults as faults:
                self.errors.append(faults)
                tell(str(faults), err=True)
                continue
            for case in cases:
                if not matches(" ".join([str(path), case.case.name, *case.case.tags])):
                    continue
                scenario = judge(case)
                yield scenario
                if self.first and not _is_fine(scenario, known):
                    return

    def _verdicts(self, known: KnownDifferences, paths: list[Path]) -> Iterator[Verdict]:
        from talksim.cli.keyword import keyword  # noqa: PLC0415
        from talksim.traffic.play import judge  # noqa: PLC0415

        matches = keyword(self.expression)
        chosen = [path for path in paths if matches(str(path))]
        for recording in self._read(counted(chosen, "judging")):
            verdict = judge(recording, self.depth)
            yield verdict
            if self.first and not all(known.excuse(recording.name, d.cause) for d in verdict.divergences):
                return

    def _read(self, paths: Iterable[Path]) -> Iterator[Recording]:
        """The recordings that can be read; the faults of the others are kept."""
        from talksim.scenario.document.fault import Faults  # noqa: PLC0415
        from talksim.traffic.recording import read  # noqa: PLC0415

        for path in paths:
            try:
                yield read(path)
            except Faults as faults:
                self.errors.append(faults)
                tell(str(faults), err=True)

    def _show(self, found: Conformance) -> None:
        if self.style == "text":
            from talksim.report.conformance_text import render  # noqa: PLC0415

            tell(*render(found, most=sys.maxsize if self.verbose else _MOST), apart=True)
        else:
            click.echo(self._rendered(found), nl=False)

    def _rendered(self, found: Conformance) -> str:
        if self.style == "json":
            from talksim.report.conformance import as_json  # noqa: PLC0415

            return as_json(found)
        from talksim.report import github, junit  # noqa: PLC0415

        return junit.render(found.results) if self.style == "junit" else github.render(found.results)

    def _status(self, found: Conformance) -> int:
        if self.errors:
            return 2
        if not found.verdicts and not found.features:
            return 5
        if self.fail_under is not None:
            return int(found.percent < self.fail_under or bool(found.gone))
        return int(found.results.failed > 0)


def _is_fine(scenario: Judged, known: KnownDifferences) -> bool:
    return scenario.status == "passed" or known.excuse(scenario.name, scenario.cause)


def _collected(paths: Iterable[str]) -> list[Path]:
    """The files named, and the recordings in the folders named; the same for any order of names."""
    found = set()
    for path in map(Path, paths):
        inside = (
            [file for suffix in _SUFFIXES for file in path.rglob(f"*{suffix}")] if path.is_dir() else [path]
        )
        found.update(inside)
    return sorted(found)
