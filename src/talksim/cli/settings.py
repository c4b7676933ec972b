"""Settings of the server as the command line says them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

__all__ = ["set_option", "settings_of", "words_known"]


def set_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command take `--set KEY=VALUE`, as `words`."""
    help = "A setting of the server; can be repeated."
    return click.option("--set", "words", multiple=True, metavar="KEY=VALUE", help=help)(command)


def settings_of(words: Sequence[str]) -> dict[str, Any]:
    """The settings that `--set KEY=VALUE` changes. Raises `UsageError`."""
    if not words:
        return {}
    from talksim.scenario.reading.overrides import from_words  # noqa: PLC0415

    with words_known("--set"):
        return from_words(words)


@contextmanager
def words_known(where: str) -> Iterator[None]:
    """Tell of a word no setting knows by its key. Raises `UsageError`."""
    from talksim.constants import UnknownWord  # noqa: PLC0415

    try:
        yield
    except UnknownWord as unknown:
        from talksim.errors import UsageError  # noqa: PLC0415
        from talksim.setup import known_settings  # noqa: PLC0415

        titles = {name: getattr(known.vocabulary, "title", "") for name, known in known_settings().items()}
        key = next((name for name, title in titles.items() if title == unknown.title), "a setting")
        raise UsageError(f"{where}: {key}: {unknown}") from unknown
