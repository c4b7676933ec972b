"""`talksim cover`: which rules scenarios, features and recorded traffic exercise."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from talksim.cli.policy import policy_option, under_policy
from talksim.cli.progress import far
from talksim.cli.terminal import show, tell

if TYPE_CHECKING:
    from talksim.cover.figures import Figures
    from talksim.cover.mutate import Mutation
    from talksim.cover.tally import Tally
    from talksim.scenario.document.fault import Faults

__all__ = ["cover"]


@click.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", help="How it is shown."
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PCT",
    help="Fail when constants, moves or guards, or the mutants killed, are below this percentage.",
)
@click.option(
    "--save", "target", type=click.Path(), metavar="FILE", help="Keep the counts for a later --merge."
)
@click.option(
    "--merge", type=click.Path(), multiple=True, metavar="FILE", help="Add kept counts; can be repeated."
)
@click.option("--mutate", is_flag=True, help="Change each rule in turn and list the changes nobody notices.")
@click.option("--jobs", type=click.IntRange(1), default=1, metavar="N", help="Processes for --mutate.")
@policy_option
@click.option("-v", "--verbose", is_flag=True, help="List what is missing.")
def cover(policy: str | None, **options: Any) -> int:
    """Say which rules the scenarios, features and recordings in files and folders exercise.

    Results go to the standard output, everything else to the standard error.
    """
    if not options["paths"] and not options["merge"]:
        raise click.UsageError("nothing to play and nothing to merge")
    with under_policy(policy):
        return _Cover(**options).status()


class _Cover:
    """One report: what was asked for, and what could not be read on the way."""

    def __init__(
        self,
        *,
        paths: tuple[str, ...],
        style: str,
        fail_under: float | None,
        target: str | None,
        merge: tuple[str, ...],
        mutate: bool,
        jobs: int,
        verbose: bool,
    ) -> None:
        self.paths, self.style, self.fail_under, self.verbose = paths, style, fail_under, verbose
        self.target, self.merge, self.mutate, self.jobs = target, merge, mutate, jobs
        self.played = self.faults = 0

    def status(self) -> int:
        """Do all of it; the exit status."""
        if self.mutate:
            return self._mutated()
        from talksim.cover.figures import figures  # noqa: PLC0415
        from talksim.cover.tally import save  # noqa: PLC0415

        tally = self._tally()
        if self.target:
            save(tally, self.target)
        if self.faults and not self.played and not self.merge:
            return 2
        found = figures(tally)
        self._show(found)
        return self._status(found.percent)

    def _tally(self) -> Tally:
        """What was played and what was kept, together."""
        from talksim.cover.observe import observing  # noqa: PLC0415
        from talksim.cover.sources import plays  # noqa: PLC0415
        from talksim.cover.tally import Tally, load  # noqa: PLC0415

        tally = Tally()
        for path in self.merge:
            tally.add(load(path))
        with far("playing") as told:
            for play in plays(self.paths, self._fault):
                self.played += 1
                if told is not None:
                    told(self.played, None, f"{self.played} played")
                with observing(tally):
                    play.run()
        return tally

    def _fault(self, faults: Faults) -> None:
        self.faults += 1
        tell(str(faults), err=True)

    def _show(self, found: Figures) -> None:
        if self.style == "json":
            click.echo(json.dumps(found.to_dict(), ensure_ascii=False))
            return
        from talksim.cover.table import missing_text, table  # noqa: PLC0415

        tell(table(found), missing_text(found) if self.verbose else "", apart=True)

    def _mutated(self) -> int:
        from talksim.cover.mutate import mutate  # noqa: PLC0415
        from talksim.cover.sources import plays  # noqa: PLC0415
        from talksim.scenario.document.fault import Faults  # noqa: PLC0415

        try:
            self.played = sum(1 for _ in plays(self.paths))
            with far("changing rules") as told:
                found = mutate(self.paths, jobs=self.jobs, told=told)
        except Faults as faults:
            self._fault(faults)
            return 2
        show(self._survivors(found), self.style)
        return self._status(found.percent)

    def _survivors(self, found: Mutation) -> str:
        from talksim.cover.table import mutation_dict, mutation_text  # noqa: PLC0415

        if self.style == "json":
            return json.dumps(mutation_dict(found), ensure_ascii=False) + "\n"
        return mutation_text(found)

    def _status(self, percent: float) -> int:
        if self.faults:
            return 2
        if not self.played and not self.merge:
            return 5
        return int(self.fail_under is not None and percent < self.fail_under)
