"""A named fix of the modelled server, for the commands that play something."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

__all__ = ["under_fix"]


def under_fix(name: str) -> AbstractContextManager[None]:
    """The rules under a named fix, or as they are. Raises `UsageError`."""
    if not name:
        return nullcontext()
    from talksim.errors import UsageError  # noqa: PLC0415
    from talksim.fixes import FIXES  # noqa: PLC0415
    from talksim.scenario.document.fault import one_of  # noqa: PLC0415

    if name not in FIXES:
        raise UsageError(f'there is no fix "{name}"; {one_of(name, sorted(FIXES))}')
    return FIXES[name].apply()
