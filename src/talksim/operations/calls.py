"""Calls (spec: participant 4)."""
from __future__ import annotations
