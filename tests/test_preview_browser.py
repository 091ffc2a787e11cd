"""The preview in a real browser, the system's Chromium: pages change in place, nothing keeps anybody out.

Without the extra `browser` or without Chromium on the path these tests are skipped.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from briefings.documents import OPTIONAL
from briefings.project import Project
from tests.conftest import ROOT
from tests.worlds import SCENARIO, changed, world

pytestmark = pytest.mark.slow

# Six documents are enough.
SMALL = f"{SCENARIO}documents: {{leave_out: [{', '.join(OPTIONAL)}]}}\n"

sync_api = pytest.importorskip("playwright.sync_api", reason="needs the extra 'browser'")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs the extra 'browser', which has axe-core")
CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)

# Counts the frames in which no finished page is to be seen.
COUNT_BLANKS = """() => {
    window.blanks = 0;
    const look = () => {
        if (![...document.querySelectorAll('#leaves img')].some((one) => one.complete && one.naturalWidth)) window.blanks += 1;
        requestAnimationFrame(look);
    };
    look();
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("needs Chromium on the path")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])  # the sandbox asks for what root or a container has not
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Project, str]]:
    """A world and the address at which it is previewed."""
    project = world(tmp_path_factory.mktemp("served") / "river", SMALL)
    command = [sys.executable, "-m", "briefings", "preview", "river", "--no-open", "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=project.root, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield project, process.stdout.readline().split(" ")[0]
        process.kill()


@pytest.fixture
def opened(browser: Any, served: tuple[Project, str]) -> Iterator[Any]:
    """Opens the page on a screen of some kind; what it asked for and what it complained of are looked at in the end."""
    project, url = served
    (project.scenarios / "river.yaml").write_text(SMALL, "utf-8")
    contexts, outside, complaints = [], [], []

    def open_page(**screen: Any) -> Any:
        context = browser.new_context(**screen)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: None if request.url.startswith(url) else outside.append(request.url))
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{url}#/role-brief-upper")
        until(page, "document.querySelector('#leaves img')?.complete && /; all/.test(document.getElementById('time').textContent)", seconds=90)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert (outside, complaints) == ([], [])


def until(page: Any, script: str, given: Any = None, seconds: float = 30) -> None:
    """Waits until a script is true of a page. Playwright's own waiting works by `eval`, which the page forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(script, given):
        assert time.monotonic() < end, (script, page.inner_text("body"))
        page.wait_for_timeout(50)


def said(page: Any, words: str) -> None:
    """Waits until a screen reader was told so."""
    until(page, "words => document.getElementById('said').textContent === words", words)


def pictures(page: Any) -> list[str]:
    return list(page.eval_on_selector_all("#leaves img", "all => all.map((one) => one.srcset)"))


def other_pictures(page: Any, before: list[str]) -> None:
    until(page, "before => document.querySelector('#leaves img').srcset !== before", before[0])


def test_a_saved_word_is_seen_in_place_and_a_broken_file_leaves_the_last_good_pages(opened: Any, served: tuple[Project, str]):
    scenario = served[0].scenarios / "river.yaml"
    page = opened(viewport={"width": 1280, "height": 600}, permissions=["clipboard-read", "clipboard-write"])
    assert page.get_attribute("#leaves img", "alt") == "Role brief: Upper Valley, page 1 of 2"
    link = page.get_by_role("link", name="Common brief")
    page.evaluate("scrollTo(0, 420)")
    link.evaluate("link => link.focus({ preventScroll: true })")
    page.evaluate(COUNT_BLANKS)

    before = pictures(page)
    scenario.write_text(changed(SMALL, "Get a schedule for the Upper Valley", "Get a timetable for the Upper Valley"), "utf-8")
    other_pictures(page, before)
    said(page, "Updated. Nothing found.")
    assert page.evaluate("[scrollY, document.activeElement.textContent, window.blanks]") == [420, "Common brief", 0]

    good = pictures(page)
    scenario.write_text(changed(SMALL, "id: river", "id river"), "utf-8")
    page.wait_for_selector("#trouble:not([hidden])")
    assert page.inner_text("#trouble-what") == "1 error: these are the pages as they were before"
    place = page.get_by_role("button", name="Copy scenarios/river.yaml:2:6")
    place.click()
    said(page, "Copied scenarios/river.yaml:2:6")
    assert page.evaluate("navigator.clipboard.readText()") == "scenarios/river.yaml:2:6"
    assert (pictures(page), page.evaluate("window.blanks")) == (good, 0)

    scenario.write_text(SMALL, "utf-8")
    page.wait_for_selector("#trouble", state="hidden")
    other_pictures(page, good)
    assert pictures(page) == before

    # by keyboard: another paper, and another document
    page.get_by_role("radio", name="A4").focus()
    page.keyboard.press("ArrowRight")
    other_pictures(page, before)
    ratio = page.eval_on_selector("#leaves img", "one => one.naturalHeight / one.naturalWidth")
    assert ratio == pytest.approx(11 / 8.5, abs=0.01)
    link.focus()
    page.keyboard.press("Enter")
    until(page, "document.querySelector('#leaves img')?.alt.startsWith('Common brief, page 1 of')")
    assert page.evaluate("document.activeElement.getAttribute('aria-current')") == "page"
    page.get_by_role("radio", name="A4").click()  # the server says when it is chosen
    assert page.get_by_role("link", name="Open the PDF").get_attribute("href") == "/documents/common-brief.pdf"


SCREENS = {
    "a desk": {"viewport": {"width": 1440, "height": 900}},
    "in the dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "at 200 %": {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
    "a tablet": {"viewport": {"width": 1024, "height": 768}},
    "a phone": {"viewport": {"width": 320, "height": 640}, "device_scale_factor": 2, "has_touch": True},
}


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
def test_nothing_keeps_anybody_out(opened: Any, screen: dict[str, Any], served: tuple[Project, str]):
    scenario = served[0].scenarios / "river.yaml"
    page = opened(reduced_motion="reduce", **screen)
    for text in (SMALL, changed(SMALL, "id: river", "id river")):  # without and with findings
        scenario.write_text(text, "utf-8")
        page.wait_for_selector("#trouble", state="hidden" if text == SMALL else "visible")
        page.eval_on_selector_all("details", "all => all.forEach((one) => { one.open = true })")
        violations = axe.Axe().run(page).response["violations"]
        assert [(one["id"], one["impact"], [node["target"] for node in one["nodes"]]) for one in violations] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert sorted(page.eval_on_selector_all("header, nav, main, aside", "all => all.map((one) => one.localName)")) == ["aside", "header", "main", "nav"]
    scenario.write_text(SMALL, "utf-8")
