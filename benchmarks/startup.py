"""What it takes until `talksim` answers, as whole processes, next to a bare `import click`.

python benchmarks/startup.py [--rounds N] [--json] [--check]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from harness import Bound, Row, main

BOUNDS = [Bound("--version", "import click", most=2), Bound("run", "import click", most=3.5)]

SCENARIO = """\
talksim: 1
name: A lobby keeps a user out
given:
  users: [alice, bob]
  rooms:
    standup: {owner: alice, users: [bob]}
steps:
  - alice: set lobby standup "non moderators"
  - bob: join call standup
    refused: 412
"""


def process(folder: str, *arguments: str) -> Callable[[int], None]:
    """Start Python with the arguments, so many times; each must end well. Bytecode is kept, as installed."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": folder, "PYTHONDONTWRITEBYTECODE": ""}

    def run(cycles: int) -> None:
        for _ in range(cycles):
            subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=environment)

    run(1)
    return run


def rows(folder: str) -> Sequence[Row]:
    scenario = Path(folder, "lobby.yaml")
    scenario.write_text(SCENARIO, encoding="utf-8")
    return [
        Row("import click", process(folder, "-c", "import click")),
        Row("--version", process(folder, "-m", "talksim", "--version")),
        Row("run", process(folder, "-m", "talksim", "run", str(scenario))),
    ]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        sys.exit(main("startup", lambda: rows(made), bounds=BOUNDS))
