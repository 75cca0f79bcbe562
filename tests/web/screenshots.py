"""`make screenshots`: pictures of every page, light and dark, wide and on a phone, in `screenshots/`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bundled import WORLDS
from web.running import FLAGS, Running, chromium, running

FOLDER = Path(__file__).parents[2] / "screenshots"
STORY = "nightfall.stage"
STORIES = {"18-injects": "blackout.stage"}
"""Pictures of another story than that."""
SIZES = {"wide": (1280, 860), "phone": (390, 844)}


def _begin(page: Page) -> None:
    page.get_by_role("button", name="I consent").click()
    page.locator("[data-phase=living][data-settled=true]").wait_for()


def _enter(page: Page, line: str) -> None:
    page.get_by_label("What do you do?").fill(line)
    page.get_by_role("button", name="Do it").click()
    page.locator("[data-settled=true]").wait_for()


def _asking(page: Page) -> None:
    page.get_by_role("button", name="Veil captivity").click()
    page.get_by_role("button", name="Allow captivity").wait_for()


def _living(page: Page) -> None:
    _begin(page)
    _enter(page, "question Crake")
    _enter(page, "go to the Fish Market")


def _knowing(page: Page) -> None:
    _living(page)
    _enter(page, "wait 1 hour")
    page.get_by_text("The people you know").click()
    page.locator("details.mind > summary").first.click()
    page.get_by_text("Your journal").click()
    page.locator("details.mind").first.scroll_into_view_if_needed()


def _map(page: Page) -> None:
    _living(page)
    page.locator(".places").evaluate("places => places.scrollIntoView({block: 'end'})")


def _choices(page: Page) -> None:
    _living(page)
    page.locator(".pace").scroll_into_view_if_needed()


def _hours(page: Page) -> None:
    _living(page)
    _enter(page, "wait 3 hours")


def _branched(page: Page) -> None:
    _living(page)
    _enter(page, "undo")
    _enter(page, "wait 10 minutes")
    _enter(page, "wait 1 hour")
    _enter(page, "undo")
    _enter(page, "go to the School")


def _exercised(page: Page) -> None:
    _begin(page)
    _enter(page, "wait 2 hours")


def _paused(page: Page) -> None:
    _living(page)
    _enter(page, "pause")


def _over(page: Page) -> None:
    _living(page)
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_text("You are back").wait_for()


PAGES: dict[str, Callable[[Page], None]] = {
    "1-before": lambda page: None,
    "2-limits": _asking,
    "3-living": _living,
    "4-choices": _choices,
    "5-map": _map,
    "6-knowing": _knowing,
    "7-paused": _paused,
    "8-after": _over,
    "9-helmet": _hours,
    "10-helmet-forecast": _hours,
    "11-helmet-minds": _hours,
    "12-helmet-what-if": _hours,
    "13-helmet-hands": _hours,
    "14-branches": _branched,
    "15-runs": _branched,
    "16-run": _hours,
    "17-runs-compared": _branched,
    "18-injects": _exercised,
}


def _forecast(page: Page) -> None:
    page.get_by_role("button", name="Bring about").click()
    page.get_by_role("button", name="Do it").wait_for()


def _minds(page: Page) -> None:
    page.get_by_text("Two minds side by side").click()
    page.get_by_role("button", name="Compare").click()
    page.locator("#minds table").wait_for()
    page.get_by_text("What somebody would do now, and why").click()
    page.locator("#who").select_option("Crake")
    page.get_by_role("button", name="Ask").click()
    page.locator("#wants ol").first.wait_for()
    page.locator("[data-key=minds]").evaluate("it => it.scrollIntoView()")


def _what_if(page: Page) -> None:
    _forecast(page)
    page.get_by_role("button", name="Try it in a what-if").click()
    page.get_by_role("button", name="60 minutes on").click()
    page.get_by_role("dialog").get_by_text("60 minutes pass.", exact=True).wait_for()


def _hands(page: Page) -> None:
    page.locator("#step").select_option("Crake")
    page.get_by_role("button", name="Step in").click()
    page.get_by_role("button", name="Do it").click()
    page.locator("#act-Crake").wait_for()
    page.locator("[data-settled=true]").wait_for()
    page.locator(".hands").evaluate("it => it.scrollIntoView()")


def _tree(page: Page) -> None:
    _what_if(page)
    page.get_by_role("button", name="Close").click()
    page.locator("#branches [data-kind=what-if]").wait_for()
    page.locator("[data-key=branches]").evaluate("it => it.scrollIntoView()")


def _runs(page: Page) -> None:
    page.get_by_role("link", name="All runs").click()
    page.get_by_role("heading", name="Runs").wait_for()


def _run(page: Page) -> None:
    _runs(page)
    page.get_by_role("link", name="Open", exact=False).first.click()
    page.get_by_role("heading", name="What happened").wait_for()


def _compared(page: Page) -> None:
    _runs(page)
    page.locator("#other option").last.evaluate("option => { option.selected = true; }")
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("heading", name="What is otherwise where they end").wait_for()


def _injects(page: Page) -> None:
    page.locator("[data-key=injects]").evaluate("it => it.scrollIntoView()")


HELMET: dict[str, Callable[[Page], None]] = {
    "9-helmet": lambda page: None,
    "10-helmet-forecast": _forecast,
    "11-helmet-minds": _minds,
    "12-helmet-what-if": _what_if,
    "13-helmet-hands": _hands,
    "14-branches": _tree,
    "15-runs": _runs,
    "16-run": _run,
    "17-runs-compared": _compared,
    "18-injects": _injects,
}
"""What is done on the operator's page before its picture is taken."""


def take(server: Running, browser: Browser, wanted: list[str]) -> None:
    """Take all pictures whose names hold one of the words wanted."""
    for name, prepare in PAGES.items():
        for theme in ("light", "dark"):
            for size, (width, height) in SIZES.items():
                picture = f"{name}-{theme}-{size}"
                if wanted and not any(word in picture for word in wanted):
                    continue
                context = browser.new_context(
                    viewport={"width": width, "height": height}, color_scheme=theme, device_scale_factor=1.5,
                    reduced_motion="reduce",
                )  # fmt: skip
                page = context.new_page()
                room = server.story(WORLDS / STORIES.get(name, STORY), new=True)
                page.goto(server.invitation(room))
                prepare(page)
                if name in HELMET:
                    page.goto(server.invitation(room, "operator"))
                    page.locator("[data-settled=true]").wait_for()
                    HELMET[name](page)
                page.wait_for_timeout(300)
                page.screenshot(path=FOLDER / f"{picture}.png")
                context.close()
                print(f"screenshots/{picture}.png", flush=True)


def main() -> None:
    """Take the pictures whose names hold one of the arguments; without any, all."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "c.db") as server, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=FLAGS)
        take(server, browser, sys.argv[1:])
        browser.close()


if __name__ == "__main__":
    main()
