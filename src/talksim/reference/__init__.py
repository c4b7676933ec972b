"""The reference pages: what the tables of rules say, written out for reading."""

from __future__ import annotations

from talksim.reference.judges import Judges, confirm
from talksim.reference.pages import pages
from talksim.reference.writing import differing, write

__all__ = ["Judges", "confirm", "differing", "pages", "write"]
