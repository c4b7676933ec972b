"""The notebook's stepper in a real JupyterLab in Chromium. Not part of `pytest`; `.ci/run` names this file.

A missing browser fails. Screenshots are kept in `$ARTIFACTS`, or in pytest's own folder.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from browser_pages import artifacts, browser, violations  # noqa: F401  fixtures of the other pages
from playwright.sync_api import Browser, Locator, Page

SCENARIO = """
talksim: 1
name: A lobby
given:
  users: [alice, bob]
  rooms:
    standup: {type: public, owner: alice, users: [bob]}
steps:
  - alice: set lobby standup "non moderators"
  - bob: join room standup
  - bob: join call standup
    refused: lobby passed
  - alice: set lobby standup "no lobby"
  - bob: join call standup
"""
CELL = f'''
from talksim.notebook.stepper import stepper
from talksim.scenario.load import load_text

stepper(load_text("""{SCENARIO}""")[0])
'''
READY = "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
"""The notebook is the current one, and its kernel has said that it listens: commands do nothing before."""

KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab of its own, with one notebook in it."""
    folder = tmp_path_factory.mktemp("lab")
    cells = [nbformat.v4.new_code_cell(CELL)]  # type: ignore[no-untyped-call]
    book = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})  # type: ignore[no-untyped-call]
    nbformat.write(book, folder / "stepper.ipynb")  # type: ignore[no-untyped-call]
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    options = ["--no-browser", "--allow-root", "--expose-app-in-browser", f"--port={port}"]
    options += [f"--ServerApp.{name}=" for name in ("token", "password")]
    homes = {f"JUPYTER_{name}_DIR": str(folder / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    with (folder / "lab.log").open("w") as log:
        command = [sys.executable, "-m", "jupyterlab", *options, str(folder)]
        server = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **homes})
    try:
        address = f"http://localhost:{port}"
        _wait_for(f"{address}/api/status", folder / "lab.log")
        yield f"{address}/doc/tree/stepper.ipynb"
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(address: str, log: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(log.read_text(encoding="utf-8")[-2000:])


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(browser: Browser, scheme: str) -> Iterator[Page]:  # noqa: F811
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1200, "height": 1000})  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(20_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def opened(page: Page, lab: str, scheme: str) -> Locator:
    """The stepper, once its notebook has run."""
    page.goto(lab)
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    page.wait_for_function(READY, timeout=60_000)
    for command, words in (
        ("apputils:change-theme", {"theme": f"JupyterLab {scheme.title()}"}),
        ("notebook:run-all-cells", {}),
    ):
        page.evaluate("([name, words]) => { jupyterapp.commands.execute(name, words); }", [command, words])
    page.wait_for_selector(".talksim-stepper", timeout=60_000)
    return page.locator(".talksim-stepper").first


def test_the_stepper_walks_says_why_and_is_accessible(
    page: Page,
    lab: str,
    scheme: str,
    artifacts: Path,  # noqa: F811
) -> None:
    widget = opened(page, lab, scheme)
    now, why = widget.locator(".now"), widget.locator(".why")
    assert now.inner_text() == "Step 0 of 5: what is given."
    assert widget.get_by_text("◀ back").is_disabled()
    widget.get_by_text("next ▶").click()
    now.get_by_text("Step 1 of 5").wait_for()
    widget.locator("ol").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    now.get_by_text('Step 3 of 5: bob: join call standup. 412, guard "lobby passed"').wait_for()
    assert widget.locator("[aria-current]").inner_text() == "bob: join call standup"
    widget.locator("select").select_option("bob")
    widget.get_by_text("What bob may do in standup").click()
    widget.locator("input[type=search]").fill("join call")
    assert widget.locator("tbody tr:visible", has_text="join call").count() > 1
    widget.locator("tr.no button:visible").first.click()
    why.get_by_text('would help alice: set lobby standup "no lobby"').wait_for()
    widget.screenshot(path=artifacts / f"stepper-{scheme}.png")
    assert violations(page, ".talksim-stepper") == []
    widget.locator(".timeline rect[style*=transparent]").last.click()
    now.get_by_text("Step 5 of 5").wait_for()
    assert widget.get_by_text("next ▶").is_disabled()
    assert why.inner_text() == ""
