"""What a short run must not load: each of these costs it some hundredths of its time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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

LATER = [
    "cattrs",
    "rich",
    "transitions",
    "talksim.actor",
    "talksim.can",
    "talksim.model.difference",
    "talksim.scenario.judging.diagnose",
    "talksim.scenario.schema",
    "talksim.scenario.reading.structure",
]

CODE = """\
import sys
from talksim.cli import main
status = main(["run", sys.argv[1]], standalone_mode=False)
from talksim.rules.operation import OPERATIONS
read = [name for name, operation in OPERATIONS.items() if "_hints" in vars(operation)]
print(status, len(read) < 10 < len(OPERATIONS), *({LATER} & set(sys.modules)))
"""


def test_a_short_run_loads_what_it_needs(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    code = CODE.replace("{LATER}", repr(set(LATER)))
    found = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    assert found.stdout.splitlines() == ["1 passed, 0 failed", "0 True"]
