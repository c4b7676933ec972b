"""The command line: `talksim COMMAND`. Importing this module imports click and nothing heavier."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from io import StringIO
from typing import Any, Final

import click

from talksim.cli.help import Context
from talksim.cli.terminal import tell
from talksim.errors import BoundReached, UsageError
from talksim.version import TALK_VERSION, __version__

__all__ = ["explain", "main"]

_COMMANDS: Final[Mapping[str, str]] = {
    "can": "talksim.cli.can:can",
    "conformance": "talksim.cli.conformance:conformance",
    "convert": "talksim.cli.convert:convert",
    "cover": "talksim.cli.cover:cover",
    "diff": "talksim.cli.diff:diff",
    "draw": "talksim.cli.draw:draw",
    "explore": "talksim.cli.explore:explore",
    "new": "talksim.cli.new:new",
    "reference": "talksim.cli.reference:reference",
    "repl": "talksim.cli.repl.command:repl",
    "report": "talksim.cli.report:report",
    "run": "talksim.cli.run:run",
    "schema": "talksim.cli.schema:schema",
    "watch": "talksim.cli.watch:watch",
    "why": "talksim.cli.why:why",
}
"""Where each command lives; it is imported when somebody asks for it."""

_EPILOG: Final = """\b
Exit status:
  0    everything held
  1    an expectation failed, or what is marked as xfail passed
  2    bad usage or bad input
  3    an internal error
  4    a bound was hit before the work was done
  5    nothing was collected
  130  interrupted
  141  nobody reads the output any more
"""


_TRACEBACK: Final = "traceback"
_WHOLE: Final = 1000
"""More characters than a command's first sentence has: none is cut off."""


def _traceback(**options: Any) -> click.Option:
    help = "Show the Python traceback of an internal error."
    return click.Option([f"--{_TRACEBACK}"], is_flag=True, help=help, **options)


def _wanted(ctx: click.Context, _option: click.Parameter, value: bool) -> None:
    """Take the option behind a command as if it stood before."""
    if value:
        ctx.find_root().params[_TRACEBACK] = True


class _Commands(click.Group):
    """A group that imports a command when it is called, and turns every end into an exit status."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module, _, attribute = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        if not any(parameter.name == _TRACEBACK for parameter in command.params):
            command.params.append(_traceback(expose_value=False, callback=_wanted))
        command.context_class = Context
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        found = {name: self.get_command(ctx, name) for name in self.list_commands(ctx)}
        rows = [(name, command.get_short_help_str(_WHOLE)) for name, command in found.items() if command]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args[0] not in _COMMANDS and not args[0].startswith("-"):
            from talksim.scenario.document.fault import did_you_mean  # noqa: PLC0415  only a mistake pays for it

            ctx.fail(f'there is no command "{args[0]}". {did_you_mean(args[0], _COMMANDS)}'.rstrip())
        return super().resolve_command(ctx, args)

    def make_context(self, *args: Any, **options: Any) -> click.Context:
        try:
            return super().make_context(*args, **options)
        except BrokenPipeError:
            raise _unread() from None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            status = super().invoke(ctx)
            sys.stdout.flush()
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            raise _unread() from None
        except Exception as error:
            raise click.exceptions.Exit(explain(error, traceback=ctx.params[_TRACEBACK])) from None
        return status

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run; leaves by SystemExit unless `standalone_mode` is off."""
        _spare_the_collector()
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        try:
            status = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.ClickException as error:
            tell(_shown(error), err=True)
            status = error.exit_code
        except (click.Abort, KeyboardInterrupt):
            tell("interrupted", err=True)
            status = 130
        sys.exit(status or 0)


def _shown(error: click.ClickException) -> str:
    text = StringIO()
    error.show(text)
    return text.getvalue()


def _spare_the_collector() -> None:
    """Search less for cyclic garbage: loading modules leaves none, and at the end all goes anyway.

    By default these searches take a sixth of the time of a short run.
    """
    gc.set_threshold(100_000, 20, 20)
    atexit.register(gc.freeze)


def _unread() -> click.exceptions.Exit:
    """The end of a program whose output is closed; nothing more can be said, not even at exit."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  it lives until the end
    return click.exceptions.Exit(141)


def explain(error: Exception, *, traceback: bool, place: str = "") -> int:
    """Say in one line what ended the work, or that at a place; the exit status for it."""
    if traceback:
        import traceback as tracebacks  # noqa: PLC0415

        tracebacks.print_exception(error)
    if isinstance(error, (UsageError, BoundReached, OSError)):
        tell(f"talksim: {error}", err=True)
        return 4 if isinstance(error, BoundReached) else 2
    where = f" in {place}" if place else ""
    said = " ".join(f"{type(error).__name__}: {error}".split())
    hint = "" if traceback else "; please report it with what --traceback shows"
    tell(f"talksim: internal error{where}, {said}{hint}", err=True)
    return 3


@click.group(cls=_Commands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    __version__, prog_name="talksim", message=f"%(prog)s %(version)s (Nextcloud Talk {TALK_VERSION})"
)
def main(traceback: bool) -> None:
    """An executable model of a Nextcloud Talk server's rules."""


main.context_class = Context
main.params.append(_traceback(envvar="TALKSIM_TRACEBACK"))
