"""`python -m talksim` is `talksim`."""

from __future__ import annotations

from talksim.cli import main

if __name__ == "__main__":
    main()
