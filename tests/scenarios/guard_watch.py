"""Which guards the scenarios take which way: `talksim cover`, with everything that is missing.

python tests/scenarios/guard_watch.py [PATH…]
"""

from __future__ import annotations

import sys
from pathlib import Path

from talksim.cli import main

ROOT = Path(__file__).parents[2]

if __name__ == "__main__":
    main(["cover", "-v", *(sys.argv[1:] or [str(ROOT / "scenarios")])])
