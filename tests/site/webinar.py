"""A site about three scenarios: one holds, one fails, one is in a lobby full of words HTML has a use for.

Two policies are compared in them, and judges of our own are heard.
"""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from talksim.cli import main

__all__ = ["CONSENT", "CROWD", "HOLDS", "ROOT", "report", "report_all", "write_scenarios"]

ROOT = Path(__file__).parents[2]

HOLDS = """\
talksim: 1
name: A webinar with a lobby
tags: [webinar]
given:
  users: [alice, bob]
  guests: [gina]
  rooms:
    webinar: {type: public, owner: alice, users: [bob]}
steps:
  - alice: set lobby webinar "non moderators" timer="6 h"
  - bob: join room webinar
  - bob: join call webinar
    refused: 412
  - wait: 7 h
  - bob: join room webinar
  - bob: join call webinar
  - gina: join room webinar
  - alice: start recording webinar video
    refused: 400
"""
FAILS = """\
talksim: 1
name: Bob cannot get in
given:
  users: [alice, bob]
  rooms:
    webinar: {type: public, owner: alice, users: [bob]}
steps:
  - alice: set lobby webinar "non moderators"
  - bob: join room webinar
  - bob: join call webinar
  - bob: leave call webinar
"""
SHARP = """\
talksim: 1
name: Words <b>like</b> </script><!-- these
given:
  users: [alice]
  rooms:
    "</script><i>": {owner: alice}
steps:
  - alice: send message "</script><i>" "<img src=x onerror=alert(1)>"
"""
CONSENT = """\
talksim: 1
name: A lobby, and behind it consent
given:
  users: [prof, student]
  settings: {recording backend: true, recording_consent: optional}
  rooms:
    lecture: {type: public, owner: prof, users: [student], lobby: non moderators, recording consent: required}
steps:
  - student: join room lecture
"""
_CROWD = ["alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi"]
_LONG = "a room with a name that is far too long for the names of lanes"
CROWD = f"""\
talksim: 1
name: A crowd in two rooms
given:
  users: [{", ".join(_CROWD)}]
  guests: [gina]
  rooms:
    {_LONG}: {{owner: alice, users: [{", ".join(_CROWD[1:])}]}}
    side: {{owner: bob, users: [carol]}}
steps:
  - bob: create poll side "Lunch?" "Yes,No"
  - carol: vote side
    with: {{poll: {{poll: "Lunch?"}}, options: [0]}}
  - carol sees: polls side
    exactly: ["Lunch?"]
  - carol: set lobby side "non moderators"
    refused: 403
{"".join(f'  - {name}: join room "{_LONG}"{chr(10)}' for name in _CROWD)}\
{"".join(f'  - {name}: join call "{_LONG}"{chr(10)}' for name in _CROWD)}\
"""


def write_scenarios(folder: Path) -> Path:
    """A folder with the three of them."""
    made = folder / "stories"
    made.mkdir()
    for name, text in (("holds", HOLDS), ("fails", FAILS), ("sharp", SHARP)):
        (made / f"{name}.yaml").write_text(text)
    return made


def report(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["report", *arguments])


def report_all(folder: Path) -> tuple[Path, Result]:
    """The site in a folder with every kind of page, and what the command said."""
    told = ["--diff", "talk", str(ROOT / "policies/moderators-start-calls.yaml")]
    for judge in ("notebooks/our-own.feature", "tests/conformance/small.jsonl"):
        told += ["--conformance", str(ROOT / judge)]
    site = folder / "out"
    return site, report(str(write_scenarios(folder)), "-o", str(site), "--jobs", "1", *told)
