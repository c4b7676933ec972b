"""The pages in Chromium. Not part of `pytest`, which needs no browser; `.ci/run` names this file.

A missing browser fails. Screenshots of the main pages are kept in `$ARTIFACTS`, or in pytest's own folder.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from webinar import CONSENT, CROWD, report, report_all

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
KINDS = [
    "index.html",
    "scenarios/stories-holds.html",
    "scenarios/stories-fails.html",
    "scenarios/stories-sharp.html",
    "coverage.html",
    "statecharts.html",
    "rules.html",
    "can.html",
    "differences/1.html",
    "differences/1-01.html",
    "conformance.html",
]
LOOKS = {
    "light": ("light", 1280, "screen"),
    "dark": ("dark", 1280, "screen"),
    "phone": ("light", 360, "screen"),
    "dark-phone": ("dark", 360, "screen"),
    "print": ("light", 794, "print"),
}
"""Colour scheme, width in pixels (print: of a sheet of A4), and medium."""
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return report_all(tmp_path_factory.mktemp("site"))[0]


@pytest.fixture(scope="session")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site about one scenario alone, with many people and steps, and two rooms."""
    folder = tmp_path_factory.mktemp("crowd")
    (folder / "crowd.yaml").write_text(CROWD)
    result = report(str(folder / "crowd.yaml"), "-o", str(folder / "out"))
    assert result.exit_code == 0, result.output
    (page,) = (folder / "out/scenarios").iterdir()
    return page


@pytest.fixture(scope="session")
def artifacts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(os.environ.get("ARTIFACTS") or tmp_path_factory.mktemp("screenshots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path, "chromium is not installed"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=LOOKS)
def look(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page that takes nothing from the network, and fails the test that leaves an error on its console."""
    named = request.getfixturevalue("look") if "look" in request.fixturenames else "light"
    scheme, width, medium = LOOKS[named]
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})  # type: ignore[arg-type]
    page = context.new_page()
    page.emulate_media(media=medium)  # type: ignore[arg-type]
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "request",
        lambda asked: errors.append(asked.url) if not asked.url.startswith(("file:", "data:")) else None,
    )
    yield page
    context.close()
    assert errors == []


def go(page: Page, site: Path, name: str = "") -> None:
    path, _, place = name.partition("#")
    page.goto(f"{(site / path).as_uri()}#{place}")


def violations(page: Page, within: str = "html") -> list[str]:
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("within => axe.run(within, {preload: false})", within)
    assert len(found["passes"]) > 10
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found["violations"]]


@pytest.mark.parametrize("name", KINDS)
def test_a_page_loads_fits_and_is_accessible(
    page: Page, site: Path, look: str, name: str, artifacts: Path
) -> None:
    go(page, site, name)
    page.screenshot(path=artifacts / f"{name.removesuffix('.html').replace('/', '-')}-{look}.png")
    assert page.evaluate("document.documentElement.scrollWidth") <= LOOKS[look][1]
    assert violations(page) == []


def test_axe_sees_what_is_wrong(page: Page, site: Path) -> None:
    go(page, site, "index.html")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<button></button>')")
    assert any(one.startswith("button-name") for one in violations(page))


def current(page: Page) -> str:
    return page.locator("button[aria-current=step] .text").inner_text()


def test_the_stepper_by_clicks(page: Page, site: Path) -> None:
    go(page, site, "scenarios/stories-holds.html")
    assert current(page) == "what is given"
    assert page.locator("#back").is_disabled()
    page.click("#on")
    assert current(page) == 'alice: set lobby webinar "non moderators" timer="6 h"'
    assert "no lobby → non moderators" in page.locator("#panel .chips").inner_text().replace("\n", " ")
    page.click("text=bob: join call webinar >> nth=0")
    assert "After step 3 of 8" in page.locator("#panel h2").inner_text()
    assert "lobby of webinar is" in page.locator("button[aria-current] + .more").inner_text()
    assert "in the lobby" in page.locator("#panel .people").inner_text()
    page.locator(".timeline .hit").nth(6).click()
    assert "in the call" in page.locator("#panel .people").inner_text()
    assert page.url.endswith("#step-6")
    page.reload()
    assert "After step 6" in page.locator("#panel h2").inner_text()


def test_the_stepper_by_keys(page: Page, site: Path) -> None:
    go(page, site, "scenarios/stories-holds.html")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert current(page) == "bob: join call webinar"
    assert "412 lobby passed" in page.locator("#said").inner_text()
    page.keyboard.press("End")
    assert current(page) == "alice: start recording webinar video"
    assert page.locator("#on").is_disabled()
    page.keyboard.press("ArrowLeft")
    assert current(page) == "gina: join room webinar"
    page.keyboard.press("Home")
    assert current(page) == "what is given"
    page.locator("button.step").nth(2).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("j")
    said = page.evaluate("document.activeElement.innerText")
    assert " ".join(said.split()) == "3 bob: join call webinar 412 lobby passed line 12"


def test_a_refusal_says_why_and_what_would_help(page: Page, site: Path) -> None:
    go(page, site, "scenarios/stories-holds.html#step-2")
    cell = page.locator(".next tr", has_text="send message").locator("td").nth(1).locator("button")
    assert cell.inner_text() == "412 lobby passed"
    cell.focus()
    page.keyboard.press("Enter")
    said = page.locator(".next .why").inner_text()
    assert "bob: send message is refused with 412" in said
    assert 'bob is a user without "ignore lobby"' in said
    assert "would help\nwait: 6 h 1 s" in said.replace("\t", "\n")
    assert "lobby passed gate.lobby_passed" in said


def test_a_step_that_only_leads_to_the_next_guard_is_not_said_to_help(page: Page, tmp_path: Path) -> None:
    (tmp_path / "consent.yaml").write_text(CONSENT)
    report(str(tmp_path / "consent.yaml"), "-o", str(tmp_path / "out"))
    (path,) = (tmp_path / "out/scenarios").iterdir()
    go(page, path, "#step-1")
    page.locator(".next tr", has_text="join call").locator("td").nth(1).locator("button").click()
    said = page.locator(".next .why").inner_text()
    assert 'prof: set lobby lecture "no lobby", then refused: 400 consent given' in said
    assert "leads further" in said
    assert "would help" not in said


def test_what_explains_at_length_is_of_the_step_that_is_shown(page: Page, site: Path) -> None:
    go(page, site, "scenarios/stories-holds.html")
    command = page.locator("p:has(> code > #why-line)")
    path = command.inner_text().partition("talksim why ")[2]
    assert path.endswith("holds.yaml")
    for step, line in ((3, ":12"), (4, ""), (6, ":16"), (0, "")):
        page.locator("button.step").nth(step).click()
        assert command.inner_text().endswith(f"talksim why {path}{line}")


def test_a_failed_scenario_opens_at_its_failure(page: Page, site: Path) -> None:
    go(page, site, "index.html")
    page.click(".failed a")
    assert current(page) == "bob: join call webinar"
    assert page.locator("button[aria-current] .answer").all_inner_texts() == [
        "not as expected",
        "412 lobby passed",
    ]


def test_the_list_is_narrowed_down(page: Page, site: Path) -> None:
    go(page, site, "index.html")
    page.fill("input[type=search]", "lobby webinar")
    assert page.locator("li.scenario:visible").all_inner_texts() == [
        "A webinar with a lobby passed 8 steps · webinar"
    ]
    assert page.locator("#count").inner_text() == "1 of 3"


def test_a_statechart_shows_what_was_taken(page: Page, site: Path) -> None:
    go(page, site, "statecharts.html")
    chart = page.locator("#lobby")
    assert chart.locator(".way.taken").count() >= 2
    assert chart.locator("text=timer over ×1").count() == 1
    assert page.locator("#SIP .way").count() > 2
    assert page.locator("#SIP .way.taken").count() == 0


def test_who_may_what_says_why(page: Page, site: Path) -> None:
    go(page, site, "can.html")
    page.locator("table.can tr", has_text="rename room").first.locator("td").nth(2).locator("button").click()
    assert "user: rename room is refused with 403 moderator" in page.locator("#why").inner_text()


def test_a_timeline_is_told_in_words(page: Page, site: Path) -> None:
    go(page, site, "scenarios/stories-holds.html")
    told = page.locator(".timeline ul.sr li").all_inner_texts()
    assert "lobby: non moderators from step 1, ends from step 4" in told
    (bob,) = (line for line in told if line.startswith("bob: "))
    places = "not there at first, lobby from step 2, not there from step 4, room from step 5"
    assert bob == f"bob: {places}, call audio video from step 6; refused at step 3"


APART = """() => {
    const box = (one) => one.getBoundingClientRect();
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const words = [...document.querySelectorAll(".timeline .word")];
    const crosses = [...document.querySelectorAll(".timeline .cross")];
    const covered = words.filter((word) => crosses.some((cross) => meet(box(word), box(cross))));
    return [words.length, crosses.length, covered.length];
}"""


@pytest.mark.usefixtures("look")
def test_crosses_leave_the_words_of_lanes(page: Page, site: Path) -> None:
    go(page, site, "scenarios/stories-holds.html")
    words, crosses, covered = page.evaluate(APART)
    assert words > 1
    assert crosses == 2
    assert covered == 0


def test_names_stay_in_sight_when_a_long_story_is_scrolled(page: Page, crowd: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    go(page, crowd)
    names = page.locator(".timeline .name")
    before = names.nth(1).bounding_box()
    page.keyboard.press("End")
    page.wait_for_function("document.querySelector('.timeline').scrollLeft > 100")
    assert names.nth(1).bounding_box() == before
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_lanes_stand_under_their_room_and_marks_in_it(page: Page, crowd: Path) -> None:
    go(page, crowd)
    rooms = page.locator(".timeline .name.room")
    assert rooms.count() == 2
    assert (rooms.nth(1).text_content() or "").startswith("side")
    cross, side = page.locator(".timeline .cross").bounding_box(), rooms.nth(1).bounding_box()
    assert cross
    assert side
    assert cross["y"] > side["y"]
    told = page.locator(".timeline ul.sr li").all_inner_texts()
    assert "carol in side: not there at first; refused at step 4" in told


def test_a_page_says_whom_it_leaves_out(page: Page, crowd: Path) -> None:
    go(page, crowd)
    assert "The first 6 of 9 people are asked." in page.locator(".next").first.inner_text()


@pytest.mark.usefixtures("look")
def test_the_legend_keeps_each_key_with_its_words(page: Page, site: Path) -> None:
    go(page, site, "scenarios/stories-holds.html")
    heights = page.locator(".legend li").evaluate_all("all => all.map(one => one.offsetHeight)")
    assert len(heights) == 7
    assert max(heights) < 30


def test_what_is_written_below_a_step_is_shown(page: Page, crowd: Path) -> None:
    go(page, crowd)
    below = page.locator("button[aria-current] .below")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert below.inner_text() == 'with: {poll: {poll: "Lunch?"}, options: [0]}'
    page.keyboard.press("ArrowRight")
    assert below.inner_text() == 'exactly: ["Lunch?"]'


def test_two_policies_are_walked_through_at_once(page: Page, site: Path) -> None:
    go(page, site, "differences/1.html")
    page.locator("tr", has_text="guest").get_by_role("link").click()
    assert page.locator(".side .answer").all_inner_texts() == ["200 allowed", "403 call startable"]
    assert current(page).startswith("gina: join call")
    places = [page.locator(f"#panel-{side} tr", has_text="gina").first.inner_text() for side in "ab"]
    assert ["in the call" in place for place in places] == [True, False]
    differing = page.locator("#panel-b .next td.changed")
    assert differing.count() > 0
    assert differing.count() == page.locator("#panel-a .next td.changed").count()
    page.keyboard.press("Home")
    assert current(page) == "what is given"
    assert page.locator(".clock").all_inner_texts() == ["before the first step, 09:00:00"] * 2
    page.locator(".timeline").nth(1).locator(".hit").nth(1).click()
    assert current(page).startswith("gina: join room")


def test_print_has_every_step_with_its_changes(page: Page, site: Path) -> None:
    go(page, site, "scenarios/stories-holds.html")
    page.emulate_media(media="print")
    assert page.locator(".more:visible").count() == page.locator(".more").count() > 3
    assert page.locator("#on").is_hidden()
