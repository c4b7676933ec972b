"""What all tests share: pytester, and Hypothesis without a clock and without chance."""

from __future__ import annotations

import os

from hypothesis import settings

pytest_plugins = ["pytester"]

settings.register_profile("same", deadline=None, derandomize=True, database=None)
settings.register_profile("other", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
