"""`save` in the repl: the scenario with what was typed, and whether it holds as it is written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from talksim.cli.scenarios import failing
from talksim.cli.terminal import tell
from talksim.errors import UsageError

if TYPE_CHECKING:
    from talksim.scenario.session.session import Session

__all__ = ["saved"]


def saved(session: Session, path: str, options: str = "") -> None:
    """Write a new file, and tell with which `options` it is to be played.

    Raises `UsageError` for what no file can hold, and OSError.
    """
    from talksim.scenario.load import load_text  # noqa: PLC0415
    from talksim.scenario.run import find  # noqa: PLC0415

    if os.path.exists(path):
        raise UsageError(f"{path}: is there already")
    folder = os.path.dirname(path)
    if folder and not os.path.isdir(folder):
        raise UsageError(f"{path}: there is no such folder")
    text = session.text(path)
    with open(path, "x", encoding="utf-8", newline="") as file:
        file.write(text)
    tell(f"saved: {path}", f"play it as it was played: talksim run {path}{options}" if options else "")
    for said in session.unkept:
        tell(said)
    mismatch = find(load_text(text, path)[0], session.settings).mismatch
    if mismatch is not None:
        tell(failing(mismatch))
