"""The player's page in a real browser: played by clicking and by keyboard, cut off and taken up again, and stopped."""

import os
import re
from pathlib import Path

import pytest

from web.running import FLAGS, Running, chromium, running
from web.served import WORLDS

playwright = pytest.importorskip("playwright.sync_api")

if chromium() is None and not os.environ.get("CI"):
    pytest.skip("no Chromium is installed here (Debian: apt install chromium)", allow_module_level=True)

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def server(tmp_path):
    with running(tmp_path / "c.db") as server:
        yield server


@pytest.fixture
def open_page(browser, server):
    """Opens a page in a browser of its own; it must ask nobody else for anything, and its console must stay empty."""
    contexts, problems = [], []

    def opened(address, **how):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **how})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: problems.append(message.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda r: problems.append(r.url) if not r.url.startswith(server.base) else None)
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    offline = re.compile("ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED")
    assert [problem for problem in problems if not offline.search(problem)] == []


def invited(server, name="inn.stage"):
    return server.invitation(server.story(WORLDS / name, new=True))


def consent(page):
    page.get_by_role("button", name="I consent").click()
    settled(page)


def settled(page):
    page.locator("[data-phase=living][data-settled=true]").wait_for()


def enter(page, line):
    page.get_by_label("What do you do?").fill(line)
    page.keyboard.press("Enter")
    settled(page)


def story(page):
    return page.locator("#log").inner_text()


def test_a_life(open_page, server):
    """Limits, consent, clicking, typing, the map, undo, and `stop`, which brings back to the room."""
    page = open_page(invited(server))
    page.get_by_role("button", name="Rule out gift").click()
    page.get_by_role("button", name="Allow gift").wait_for()
    consent(page)
    assert "You are the only guest." in story(page)
    assert page.get_by_role("button", name="give", exact=False).count() == 0
    page.get_by_role("button", name="go to the Yard").click()
    page.get_by_role("button", name="go to the Hall").wait_for()
    assert "You go to the Yard." in story(page)
    assert page.locator(".where .place").inner_text() == "The Yard"
    assert page.locator(".drawn canvas").count() > 0
    enter(page, "undo")
    assert page.locator(".where .place").inner_text() == "The Hall"
    page.get_by_role("button", name="pause").click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="go to the Yard").wait_for()
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_role("heading", name="You are back").wait_for()
    assert "in front of this screen" in page.locator("main").inner_text()


def test_by_keyboard_alone(open_page, server):
    """Everything is reached by Tab, in the order of the page; after a choice the focus is not lost."""
    page = open_page(invited(server))
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "I consent":
            break
    page.keyboard.press("Enter")
    settled(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # "To the line where you act"
    page.keyboard.type("go to the yard")
    page.keyboard.press("Enter")
    settled(page)
    assert page.evaluate("document.activeElement.id") == "line"
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "go to the Hall":
            break
    page.keyboard.press("Enter")
    page.get_by_role("button", name="go to the Yard").wait_for()
    settled(page)
    assert page.evaluate("document.activeElement !== document.body")
    page.get_by_label("What do you do?").focus()
    page.keyboard.press("ArrowUp")
    assert page.get_by_label("What do you do?").input_value() == "go to the yard"


def test_a_lost_connection_resumes(open_page, tmp_path, server):
    """The network goes, another device plays on, the network is back: all is told once, and what was typed is done."""
    address = invited(server)
    page, other = open_page(address), open_page(address)
    consent(page)
    other.locator("[data-phase=living]").wait_for()
    page.context.set_offline(True)
    server.do(drop(server))
    page.get_by_text("The connection is lost").wait_for()
    page.get_by_label("What do you do?").fill("look")
    page.keyboard.press("Enter")
    settled(other)
    enter(other, "go to the yard")
    page.context.set_offline(False)
    for each in (page, other):
        each.locator(".typed", has_text="look").wait_for()
        settled(each)
    assert story(page) == story(other)
    assert story(page).count("You go to the Yard.") == 1


async def drop(server):
    """Let go of all connections, as when the network goes."""
    for protocol in list(server.server.server_state.connections):
        protocol.transport.abort()


def test_the_server_comes_back(open_page, tmp_path, browser):
    """The server is stopped and started again on the same port: the page goes on by itself."""
    first = Running(tmp_path / "again.db")
    address = invited(first)
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    consent(page)
    enter(page, "go to the yard")
    first.stop()
    page.get_by_text("The connection is lost").wait_for()
    second = Running(tmp_path / "again.db", port=int(first.base.rpartition(":")[2]))
    page.wait_for_function("() => !document.getElementById('status').textContent")
    enter(page, "go to the hall")
    assert story(page).count("You go to the Yard.") == story(page).count("You go to the Hall.") == 1
    context.close()
    second.stop()


def test_the_helmet_follows(open_page, server):
    """An operator's page shows what the subject reads, and where everybody truly is, as it happens."""
    room = server.story(WORLDS / "inn.stage")
    page, helm = open_page(server.invitation(room)), open_page(server.invitation(room, "operator"))
    helm.get_by_text("Nobody is in it yet").wait_for()
    consent(page)
    helm.locator("[data-phase=living][data-settled=true]").wait_for()
    assert "It is so" in helm.locator("main").inner_text()
    assert helm.locator(".drawn canvas").count() > 0 and helm.locator(".curve canvas").count() > 0
    enter(page, "go to the yard")
    helm.locator("[data-place=Yard] .quiet", has_text="The guest").wait_for()
    assert story(helm) == story(page)
    page.get_by_role("button", name="Stop", exact=True).click()
    helm.get_by_text("The subject stopped it.").wait_for()


def test_without_scripts(open_page, server):
    """The same page is played by its forms."""
    page = open_page(invited(server), java_script_enabled=False)
    page.get_by_role("button", name="I consent").click()
    page.get_by_role("button", name="go to the Yard").click()
    page.locator("#log").get_by_text("You go to the Yard.").wait_for()
    page.get_by_label("What do you do?").fill("go to the hall")
    page.get_by_role("button", name="Do it").click()
    page.locator("#log").get_by_text("You go to the Hall.").wait_for()
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_role("heading", name="You are back").wait_for()


def test_hostile_names_run_nothing(open_page, server):
    """Names and texts that try to be scripts are shown; the console, which the fixture reads, stays empty."""
    page = open_page(invited(server, "hostile.world"))
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    consent(page)
    enter(page, "go to <script>alert('typed')</script>")
    enter(page, "wait until something happens")
    for summary in page.locator("aside summary").all():
        summary.click()
    page.wait_for_timeout(100)
    assert "<img src=x onerror=alert('text')>" in story(page)


def test_a_window_made_narrow_shows_all_of_it(open_page, server):
    """What was drawn for a wide window does not keep the page wide: nobody has to scroll sideways on a phone."""
    page = open_page(invited(server))
    consent(page)
    enter(page, "look")
    settled(page)
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_timeout(500)  # the map is drawn again
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_theme_is_kept(open_page, server):
    """As the system has it, until it is chosen."""
    page = open_page(invited(server), color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.get_by_role("button", name="Light").click()
    assert page.evaluate(ground) != dark
    page.reload()
    assert page.evaluate(ground) != dark


@pytest.mark.skipif(not AXE.exists() and not os.environ.get("CI"), reason="axe-core is not there: `npm ci`")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(browser, server, theme):
    """No problem of accessibility on any page, in either theme; also not the minor ones."""
    context = browser.new_context(color_scheme=theme, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    found = {}

    def look(name, page=page):
        page.add_script_tag(path=AXE)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found.update({f"{name}: {v['id']}": [n["html"] for n in v["nodes"]][:3] for v in result["violations"]})

    page.goto(server.base)
    look("front")
    page.goto(f"{server.base}/play/{'x' * 32}")
    look("unknown")
    room = server.story(WORLDS / "inn.stage")
    page.goto(server.invitation(room))
    look("asking")
    consent(page)
    enter(page, "wait 1 hour")
    for summary in page.locator("aside details > summary").all():
        if summary.is_visible() and not summary.evaluate("s => s.parentElement.open"):
            summary.click()
    look("living")
    enter(page, "slower")
    enter(page, "wait 1 hour")
    look("held")
    helm = context.new_page()
    helm.goto(server.invitation(room, "operator"))
    helm.locator("[data-settled=true]").wait_for()
    helm.get_by_text("Invitations").click()
    look("helm", helm)
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_role("heading", name="You are back").wait_for()
    page.get_by_text("What you were told", exact=True).click()
    look("over")
    context.close()
    assert found == {}, found
