from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from webinar import CROWD, HOLDS, ROOT, report, report_all, write_scenarios

from talksim.cover.observe import observing
from talksim.cover.sources import plays
from talksim.cover.tally import Tally
from talksim.draw.extract import of_lifecycle
from talksim.report.results import Results
from talksim.rules.lifecycle import LIFECYCLES
from talksim.rules.operation import OPERATIONS
from talksim.scenario.load import load, load_text
from talksim.scenario.player import Player
from talksim.scenario.run import run
from talksim.site import overview
from talksim.site.next_steps import asked_about, next_steps
from talksim.site.remedies import Remedies
from talksim.site.row import Row
from talksim.site.tape import Tape, record

ASSETS = ROOT / "src/talksim/site/assets"


class Links(HTMLParser):
    """The places a page leads to, and the ids it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.links += [value for name in ("href", "src") if (value := given.get(name))]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made, result = report_all(tmp_path_factory.mktemp("site"))
    assert result.exit_code == 1, result.output
    assert "2 passed, 1 failed" in result.output
    return made


def embedded(page: str, id: str) -> Any:
    found = re.search(rf'<script type="application/json" id="{id}">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def tape_of(text: str) -> Tape:
    (scenario,) = load_text(text)
    return record(scenario)


def test_failures_come_first(site: Path) -> None:
    index = (site / "index.html").read_text()
    assert index.index("What failed") < index.index("All scenarios")
    failed = index[index.index("What failed") : index.index("All scenarios")]
    assert "Bob cannot get in" in failed
    assert "A webinar with a lobby" not in failed
    for words in ("bob: join call webinar", "lobby_passed", "since line", "promote webinar bob"):
        assert words in failed


def test_every_link_leads_to_a_file_of_the_site(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) == 8 + len(list((site / "differences").iterdir())) + 1
    for page in pages:
        for link in Links(page.read_text()).links:
            place = link.partition("#")[0]
            if place and not place.startswith("data:"):
                assert (page.parent / place).is_file(), (page, link)


def test_every_page_leads_to_all_kinds_of_pages(site: Path) -> None:
    kinds = {"index.html", "coverage.html", "statecharts.html", "rules.html", "can.html", "conformance.html"}
    for page in site.rglob("*.html"):
        found = {(page.parent / link).resolve() for link in Links(page.read_text()).links}
        assert {(site / kind).resolve() for kind in [*kinds, "differences/1.html"]} <= found


def test_moves_are_counted_as_elsewhere(tmp_path: Path) -> None:
    """What proves that a scenario shows a bug is no part of what the scenario takes."""
    path = str(ROOT / "scenarios/known-bugs")
    assert report(path, "-o", str(tmp_path), "--jobs", "1").exit_code == 0
    with observing() as tally:
        for play in plays([path]):
            play.run()
    graph = of_lifecycle(LIFECYCLES["breakout status"], tally)
    told = re.search(
        r'id="breakout-status".*?</section>', (tmp_path / "statecharts.html").read_text(), re.DOTALL
    )
    assert told
    assert graph.reached
    for edge in graph.edges:
        assert f">{edge.label}</text>" in told[0]


def test_words_of_a_scenario_are_no_markup(site: Path) -> None:
    page = (site / "scenarios/stories-sharp.html").read_text()
    assert "<img src=x" not in page
    assert "<b>like" not in page
    assert embedded(page, "tape")["rooms"][0]["name"] == "</script><i>"


def test_a_tape_has_the_rooms_after_each_step() -> None:
    tape = tape_of(HOLDS)
    places = [
        {person["name"]: person["at"] for person in tape.rooms[tape.scenes[frame.scene][0]]["people"]}
        for frame in tape.frames
    ]
    assert [at.get("bob") for at in places[:7]] == [
        "member",
        "member",
        "lobby",
        "lobby",
        "member",
        "room",
        "call",
    ]
    lobby = [dict(tape.rooms[tape.scenes[frame.scene][0]]["status"]) for frame in tape.frames[3:5]]
    assert [status["lobby"] for status in lobby] == ["non moderators", "no lobby"]
    assert [status.get("lobby opens in") for status in lobby] == ["6 h", None]
    assert [at.get("gina") for at in places[6:8]] == [None, "room"]
    assert [frame.status for frame in tape.frames[:5]] == [None, 200, 200, 412, None]
    assert tape.frames[3].guard == "lobby passed"
    assert tape.frames[4].now - tape.frames[3].now == 7 * 3600


def test_a_tape_ends_with_the_step_that_is_not_as_expected() -> None:
    tape = tape_of(HOLDS.replace("    refused: 412\n", ""))
    assert [frame.failed for frame in tape.frames] == [False, False, False, True]


def test_steps_have_their_numbers_and_say_where_they_stand(site: Path) -> None:
    page = (site / "scenarios/stories-holds.html").read_text()
    found = re.findall(r'<span class="number">(\d*)</span>.*?<span class="line">(.*?)</span>', page)
    assert found == [("", "")] + [
        (str(number), f"line {line}") for number, line in enumerate((10, 11, 12, 14, 15, 16, 17, 18), 1)
    ]


def test_a_step_of_a_fragment_names_its_file(tmp_path: Path) -> None:
    (tmp_path / "fragments").mkdir()
    (tmp_path / "fragments/call.yaml").write_text(
        "talksim: 1\nfragment: a call\nsteps:\n  - alice: join room standup\n"
    )
    path = tmp_path / "story.yaml"
    path.write_text(
        "talksim: 1\nname: A call\ngiven: {users: [alice], rooms: {standup: {owner: alice}}}\n"
        "steps:\n  - include: fragments/call.yaml\n  - alice: leave room standup\n"
    )
    (scenario,) = load(path)
    assert [frame.where.rpartition("/")[2] for frame in record(scenario).frames] == [
        "",
        "call.yaml:4",
        "line 6",
    ]


def test_what_is_written_below_a_step_is_told() -> None:
    frames = tape_of(CROWD).frames
    assert frames[2].below == ('with: {poll: {poll: "Lunch?"}, options: [0]}',)
    assert frames[3].below == ('exactly: ["Lunch?"]',)
    assert frames[4].below == ()


def test_a_look_that_is_refused_says_so_below() -> None:
    frames = tape_of(HOLDS + "  - gina sees: bans webinar\n    refused: 403\n").frames
    assert frames[-1].below == ("refused: 403",)


def test_rules_that_were_asked_for_come_first(site: Path) -> None:
    rules = (site / "rules.html").read_text()
    chapters = re.findall(r'<summary><span>(.*?)</span> <span class="quiet">(\d+) of (\d+)</span>', rules)
    assert {name: asked for name, asked, _ in chapters}["lobby"] == "1"
    asked = [int(asked) > 0 for _, asked, _ in chapters]
    assert asked == sorted(asked, reverse=True)
    unasked = re.search(r"<h3>close poll</h3>.*?</section>", rules, re.DOTALL)
    assert unasked
    assert 'class="never"' not in unasked[0]


def test_what_time_changes_is_told_with_the_wait_and_by_the_clock() -> None:
    frames = tape_of(HOLDS).frames
    assert "rooms.webinar.lobby_timer: 0 → 15:00:00" in frames[1].changes
    assert "now: 09:00:00 → 16:00:00" in frames[4].changes
    assert "rooms.webinar.lobby: non moderators → no lobby" in frames[4].changes
    assert not any("lobby" in change for change in frames[5].changes)


def test_what_was_not_played_after_a_failure_is_said(site: Path) -> None:
    assert "1 step after the failure was not played." in (site / "scenarios/stories-fails.html").read_text()
    assert "was not played" not in (site / "scenarios/stories-holds.html").read_text()


def overview_of(tally: Tally) -> dict[str, str]:
    """The pages about all scenarios, of which there is one, by what was counted."""
    row = Row(run(load_text(HOLDS)[0]), "scenarios/holds.html", "stories", (), ())
    return dict(overview.pages([row], Results([row.report]), tally, [], []))


def test_a_few_scenarios_say_what_they_exercise(site: Path) -> None:
    few = (site / "index.html").read_text()
    assert " %" not in few
    for words in ("set lobby <b>×2</b>", "lobby passed <b>×2</b>", "no lobby → non moderators <b>×2</b>"):
        assert words in few


@pytest.mark.parametrize("share", [0.4, 0.6])
def test_how_much_of_the_rules_that_is_is_said_where_most_operations_succeed(share: float) -> None:
    names = [operation.id for operation in OPERATIONS.values()]
    asked = {(name, "200"): 1 for name in names[: int(share * len(names))]}
    index = overview_of(Tally(statuses=Counter(asked)))["index.html"]
    assert ("</b> guards, both ways" in index) == (share > 0.5)
    assert ("operations asked for" in index) == (share < 0.5)


def test_a_share_is_not_rounded_to_nothing() -> None:
    pair = ("calls.join_call", "gate.lobby_passed")
    page = overview_of(Tally(passed=Counter([pair]), refused=Counter([pair])))["coverage.html"]
    shares = re.findall(r"<td>(\d+)</td><td>\d+</td><td>([^<]*)</td>", page)
    assert shares[0] == ("1", "&lt; 0.1")
    assert shares[1] == ("0", "0.0")


def test_one_folder_has_no_heading_and_several_have_their_names(site: Path, tmp_path: Path) -> None:
    assert "<details data-group" not in (site / "index.html").read_text()
    folder = tmp_path / "team"
    for name in ("", "sub"):
        (folder / name).mkdir()
        (folder / name / "one.yaml").write_text(HOLDS)
    command = [sys.executable, "-m", "talksim", "report", ".", "-o", str(tmp_path / "out")]
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    index = (tmp_path / "out/index.html").read_text()
    assert re.findall(r"<summary><span>(.*?)</span>", index) == ["team", "sub"]


def test_what_may_be_done_next_is_what_the_server_answers() -> None:
    """Each cell is asked again, in a world that is played anew."""
    (scenario,) = load_text(HOLDS)
    tape = record(scenario)
    phrases = {operation.phrase: operation for operation in OPERATIONS.values()}
    asked = refused = 0
    for number, frame in enumerate(tape.frames):
        player = Player(scenario)
        for _, step in list(scenario.walk())[:number]:
            player.play(step)
        for grid in tape.nexts[frame.nexts]:
            for phrase, *cells in grid["rows"]:
                for name, cell in zip(grid["people"], cells, strict=True):
                    permits = player.talk.can(name, grid["room"])
                    first = next(p for p in permits if p.operation is phrases[phrase])
                    asked += 1
                    refused += not first.allowed
                    assert cell == 1 if first.allowed else cell[0] == first.outcome.status
    assert asked > refused > 0


@pytest.mark.parametrize(
    ("steps", "guard", "helps"),
    [
        (0, "gate.participant_found", "gina: join room webinar"),
        (0, "calls.session_found", "alice: join room webinar"),
        (2, "gate.lobby_passed", "wait: 6 h 1 s"),
    ],
)
def test_what_would_help(steps: int, guard: str, helps: str) -> None:
    (scenario,) = load_text(HOLDS)
    player = Player(scenario)
    for _, step in list(scenario.walk())[:steps]:
        player.play(step)
    (grid,) = next_steps(player, asked_about(scenario), Remedies())
    cells = [cell for row in grid["rows"] for cell in row[1:] if isinstance(cell, list)]
    assert (helps, "") in {(said, then) for _, _, rule, _, said, then in cells if rule == guard}


def test_the_pages_do_not_depend_on_the_number_of_processes(tmp_path: Path) -> None:
    written = []
    for jobs in ("1", "2"):
        target = tmp_path / jobs
        command = [sys.executable, "-m", "talksim", "report", "scenarios/lobby", "scenarios/calls"]
        command += ["-o", str(target), "--jobs", jobs]
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        written.append({p.relative_to(target): p.read_bytes() for p in target.rglob("*") if p.is_file()})
    assert len(written[0]) > 30
    assert written[0] == written[1]


def test_a_bad_file_is_told_and_the_others_are_shown(tmp_path: Path) -> None:
    stories = write_scenarios(tmp_path)
    (stories / "bad.yaml").write_text("talksim: 1\nname: Bad\nsteps: [{alice: dance}]\n")
    result = report(str(stories), "-o", str(tmp_path / "out"), "--jobs", "1")
    assert result.exit_code == 2
    index = (tmp_path / "out/index.html").read_text()
    assert "bad.yaml:3" in index
    assert "<b>1</b> file that cannot be read" in index


def test_without_a_folder_one_is_made_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stories = write_scenarios(tmp_path)
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        result = report(str(stories / "holds.yaml"), "--jobs", "1")
        assert result.exit_code == 0
        assert "talksim-report/index.html: 1 passed, 0 failed" in result.output
    assert (tmp_path / "talksim-report/index.html").is_file()


def test_a_folder_with_something_else_is_left_alone_unless_forced(tmp_path: Path) -> None:
    stories, out = write_scenarios(tmp_path), tmp_path / "out"
    out.mkdir()
    (out / "index.html").write_text("mine")
    result = report(str(stories / "holds.yaml"), "-o", str(out))
    assert result.exit_code == 2
    assert "holds something else than a report; name another folder, or --force" in result.output
    assert [path.name for path in out.iterdir()] == ["index.html"]
    assert (out / "index.html").read_text() == "mine"
    assert report(str(stories / "holds.yaml"), "-o", str(out), "--force").exit_code == 0
    assert "A webinar with a lobby" in (out / "index.html").read_text()


def test_nothing_played_is_nothing_collected(tmp_path: Path) -> None:
    stories = write_scenarios(tmp_path)
    result = report(str(stories), "-o", str(tmp_path / "out"), "-k", "nowhere")
    assert result.exit_code == 5
    index = (tmp_path / "out/index.html").read_text()
    assert "Nothing was played" in index
    assert "none that matches <code>-k</code>" in index
    assert "All scenarios" not in index


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("type: public, ", "type: group, password: hush-hush-hush, "), "what is given cannot be set up"),
        (("tags: [webinar]", "xfail: polls are missing"), "its file says that it fails: polls are missing"),
    ],
)
def test_a_page_says_why_there_is_little_to_see(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    (tmp_path / "story.yaml").write_text(HOLDS.replace(*change))
    assert report(str(tmp_path / "story.yaml"), "-o", str(tmp_path / "out")).exit_code == 1
    (page,) = (tmp_path / "out/scenarios").iterdir()
    assert said in page.read_text()


def test_the_bundle_is_built_of_the_sources() -> None:
    """`npm install && npm run build` in web/ mends it."""
    sources = [ROOT / "web/package.json", *sorted((ROOT / "web/src").iterdir())]
    told = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    assert told in (ASSETS / "report.js").read_text(encoding="utf-8")[:200]


def test_the_licences_of_what_is_bundled_are_listed() -> None:
    packages = json.loads((ROOT / "web/package.json").read_text()).get("dependencies", {})
    listed = (ASSETS / "LICENSES.txt").read_text()
    assert "talksim (Apache-2.0)" in listed
    for name, version in packages.items():
        assert f"{name} {version} (MIT)" in listed
