"""How long it takes to read a scenario file, against PyYAML's C loader, which gives no positions.

500 files of 60 lines are made in memory, always the same. `CSafeLoader` is `yaml.load` of each text, and
`positions` is ours: plain values, duplicate keys refused, and line and column of everything. `structured`
goes on to scenarios: commands parsed, every word, name and parameter checked.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Sequence

import yaml
from harness import Bound, Row, main

from talksim.scenario.document.source import read
from talksim.scenario.load import load_text

BOUNDS = (
    Bound("positions", over="CSafeLoader", most=0.55),
    Bound("structured", over="CSafeLoader", most=0.9),
)
FILES, LINES = 500, 60
USERS = ("alice", "bob", "carol", "dave")
ROOMS = ("webinar", "standup", "all-hands")


def scenario(number: int) -> str:
    """The text of one scenario of 60 lines."""
    draw = random.Random(number)
    lines = ["talksim: 1", f"name: Webinar {number}", "given:", f"  users: [{', '.join(USERS)}]"]
    lines += ["  settings:", "    start_calls: moderators", "  rooms:"]
    lines += [f"    {room}: {{type: public, owner: alice}}" for room in ROOMS]
    lines += ["steps:"]
    while len(lines) < LINES:
        lines += step(draw)
    return "\n".join(lines[:LINES]) + "\n"


def step(draw: random.Random) -> list[str]:
    """The lines of one step; it may be cut after any of them."""
    user, room = draw.choice(USERS), draw.choice(ROOMS)
    return draw.choice(
        [
            [f"  - {user}: create room {room}", "    with: {type: public, object_type: ''}"],
            [f"  - {user}: join call {room}", "    refused: 412"],
            [f'  - {user}: set lobby {room} "non moderators"', "    with: {timer: 6 h}"],
            [f"  - {user}: start recording {room} {draw.randint(1, 2)}", "    answers: 200"],
            [f"  - {user}: send message {room} 'hello, all'", "    with: {silent: true}"],
            [f"  - wait: {draw.randint(1, 9)} h"],
        ]
    )


def over(texts: Sequence[str], load: Callable[[str], object]) -> Callable[[int], None]:
    """Load every text, so many times."""

    def run(cycles: int) -> None:
        for _ in range(cycles):
            for text in texts:
                load(text)

    return run


def rows() -> Sequence[Row]:
    texts = [scenario(number) for number in range(FILES)]
    return [
        Row("CSafeLoader", over(texts, lambda text: yaml.load(text, Loader=yaml.CSafeLoader)), FILES),
        Row("structured", over(texts, lambda text: load_text(text, "webinar.yaml")), FILES),
        Row("positions", over(texts, lambda text: read(text, "webinar.yaml")), FILES),
    ]


if __name__ == "__main__":
    sys.exit(main("load", rows, bounds=BOUNDS))
