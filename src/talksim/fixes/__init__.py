"""Named fixes of the modelled server's faults; the invariants they restore are in `talksim.invariants`."""

from __future__ import annotations

from talksim.fixes import of_accounts, of_breakout_rooms, of_calls
from talksim.fixes.fix import FIXES, Change, Fix, fix

__all__ = ["FIXES", "Change", "Fix", "fix", "of_accounts", "of_breakout_rooms", "of_calls"]
