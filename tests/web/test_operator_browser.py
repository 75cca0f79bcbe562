"""The helmet in real browsers: a player and two operators live through a night; and the page by itself."""

import os

import pytest

from bundled import WORLDS as BUNDLED
from dreamwright.web.pages import can_draw
from web.served import WORLDS
from web.test_browser import AXE, browser, consent, drop, enter, open_page, server, story  # noqa: F401  (fixtures)

in_place = pytest.mark.skipif(
    not can_draw() and not os.environ.get("CI"), reason="what the pages are made with is not there: `make pictures`"
)


def helm(open_page, server, room, name, role="operator", **how):  # noqa: F811
    page = open_page(f"{server.base}/helm/{server.do(server.house.invite(room, role, name))}", **how)
    page.locator("[data-settled=true]").wait_for()
    return page


def confirm(page):
    """Read the forecast, and have it done; gives the forecast."""
    dialog = page.get_by_role("dialog")
    said = dialog.inner_text()
    dialog.get_by_role("button", name="Do it").click()
    dialog.wait_for(state="hidden")
    return said


def ordered(page, text):
    """Wait until a page shows an order."""
    page.locator("[data-panel=given]").get_by_text(text).first.wait_for()


def test_a_night_with_two_operators(open_page, server):  # noqa: F811
    """Stepping in, forecasts, a fork, a lost connection, waking the subject, and `stop`: each is seen."""
    room = server.story(BUNDLED / "nightfall.stage", new=True)
    player = open_page(server.invitation(room))
    consent(player)
    kay, ann = helm(open_page, server, room, "Kay"), helm(open_page, server, room, "Ann")
    enter(player, "wait 30 minutes")

    kay.locator("#step").select_option("Crake")
    kay.get_by_role("button", name="Step in").click()
    assert "The subject notices nothing of it." in confirm(kay)
    ordered(ann, "Steps into Lucan Crake.")
    assert "Kay" in ann.locator("[data-panel=given]").inner_text()
    enter(player, "wait 30 minutes")
    kay.get_by_role("button", name="Act as Lucan Crake").click()
    confirm(kay)
    ordered(ann, "As Lucan Crake:")

    before = story(player)
    ann.get_by_role("button", name="Bring about").click()
    dialog = ann.get_by_role("dialog")
    dialog.get_by_text("Suspicion").first.wait_for()
    dialog.get_by_role("button", name="Try it in a what-if").click()
    dialog.get_by_role("button", name="60 minutes on").click()
    dialog.get_by_role("heading", name="What is otherwise").wait_for()
    dialog.get_by_text("60 minutes pass.").wait_for()
    dialog.get_by_role("button", name="Throw away").click()
    dialog.wait_for(state="hidden")
    assert story(player) == before

    kay.context.set_offline(True)
    server.do(drop(server))
    kay.get_by_text("The connection is lost").wait_for()
    ann.locator("#text").fill("a note <b>for</b> later")
    ann.get_by_role("button", name="Mark this moment").click()
    confirm(ann)
    enter(player, "wait 10 minutes")
    kay.context.set_offline(False)
    ordered(kay, "a note <b>for</b> later")
    kay.locator("[data-settled=true]").wait_for()
    assert kay.locator("#log").inner_text().splitlines()[-1] == story(player).splitlines()[-1]

    ann.get_by_role("button", name="Wake the subject").click()
    assert "You wake." in confirm(ann)
    player.locator("#log").get_by_text("You wake.", exact=True).wait_for()

    player.get_by_role("button", name="Stop", exact=True).click()
    player.get_by_role("heading", name="You are back").wait_for()
    for page in (kay, ann):
        page.get_by_text("It is over", exact=True).wait_for()
        assert page.get_by_role("button", name="Bring about").count() == 0


@in_place
def test_minds_and_reasons_keep_up(open_page, server):  # noqa: F811
    """What was asked about two minds is shown below, and anew when the story has moved on; nothing else is asked. What
    was opened stays open."""
    room = server.story(WORLDS / "helm.stage", new=True)
    player = open_page(server.invitation(room))
    consent(player)
    page = helm(open_page, server, room, "Kay")
    page.get_by_text("Two minds side by side").click()
    page.get_by_role("button", name="Compare").click()
    page.locator("#minds").get_by_text("What the guest believes", exact=True).wait_for()
    page.get_by_text("What they agree in").click()
    shown = page.locator("#minds").inner_text()
    page.locator("#r1").select_option("Host")
    enter(player, "wait 1 hour")
    page.wait_for_function("shown => document.getElementById('minds').innerText !== shown", arg=shown)
    assert page.locator("#minds h3").text_content() == "The truth, beside what the guest believes"
    assert page.locator("#minds details[open]").count() == 1
    assert page.locator("#wants").inner_text() == ""
    assert (
        page.evaluate(
            "(ids => ids.length - new Set(ids).size)([...document.querySelectorAll('[id]')].map(it => it.id))"
        )
        == 0
    )


def test_without_the_files_of_others(open_page, server):  # noqa: F811
    """What looks closer leads to a page of its own."""
    room = server.story(WORLDS / "helm.stage", new=True)
    player = open_page(server.invitation(room))
    consent(player)
    page = helm(open_page, server, room, "Kay")
    page.route("**/vendor/*.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
    page.reload()
    page.get_by_role("button", name="Show the tree").click()
    page.get_by_role("heading", name="Branches", level=1).wait_for()


def test_refusals_are_said_and_fields_stay(open_page, server):  # noqa: F811
    """What cannot be is told in a dialog; what was being typed is there when the story moves on."""
    room = server.story(WORLDS / "helm.stage", new=True)
    player = open_page(server.invitation(room))
    consent(player)
    page = helm(open_page, server, room, "Kay")
    page.locator("#facts").fill("nonsense(")
    enter(player, "wait 1 hour")
    page.get_by_text("Tuesday, 17:00").first.wait_for()
    assert page.locator("#facts").input_value() == "nonsense("
    page.get_by_role("button", name="Whisper").click()
    page.get_by_role("dialog").get_by_role("alert").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")


def test_observers_have_no_hands(open_page, server):  # noqa: F811
    """They see it live."""
    room = server.story(WORLDS / "helm.stage", new=True)
    player = open_page(server.invitation(room))
    consent(player)
    page = helm(open_page, server, room, "Eve", "observer")
    assert page.locator("form[data-hand]").count() == 0
    enter(player, "go to the Yard")
    page.locator("#log").get_by_text("You go to the Yard.").wait_for()


def page_of_runs(page, address):
    """What is kept."""
    page.goto(f"{address}/runs")
    return page


@in_place
def test_branches_and_runs(open_page, server):  # noqa: F811
    """The tree is drawn and keeps up with what is lived and tried; from it one comes to the runs, and compares two."""
    room = server.story(WORLDS / "helm.stage", new=True)
    player = open_page(server.invitation(room))
    consent(player)
    page = helm(open_page, server, room, "Kay")
    page.get_by_role("button", name="Fork quietly").click()
    page.locator("#branches [data-kind=what-if]").wait_for()
    page.get_by_role("dialog").get_by_role("button", name="Throw away").click()
    page.locator("#branches").get_by_text("It has not branched yet.").wait_for()
    page.locator("#branches .drawn").wait_for(state="hidden")
    enter(player, "go to the Yard")
    enter(player, "undo")
    page.locator("#branches [data-kind=unmade]").wait_for()
    page.get_by_role("button", name="Fork quietly").click()
    page.get_by_role("dialog").get_by_role("button", name="10 minutes on").click()
    page.locator("#branches [data-kind=what-if]").get_by_text("10 minutes pass.").wait_for()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    page.locator("#branches .drawn canvas").first.wait_for()
    page.get_by_role("link", name="All runs").click()
    page.get_by_role("heading", name="Runs").wait_for()
    page.get_by_text("live", exact=True).wait_for()
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("heading", name="What is otherwise where they end").wait_for()
    page.get_by_role("link", name="All runs").click()
    page.get_by_role("link", name=f"Open {room.row.run}", exact=True).click()
    page.get_by_text("The guest goes to the Yard.").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="Export").click()
    assert download.value.suggested_filename == f"{room.row.run}.dream"
    page.get_by_role("link", name="Debrief", exact=True).click()
    page.get_by_role("heading", name="the debrief").wait_for()


@pytest.mark.skipif(not AXE.exists() and not os.environ.get("CI"), reason="axe-core is not there: `npm ci`")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(browser, server, theme):  # noqa: F811
    """No problem of accessibility on the helmet with everything open, in its dialogs and on its pages."""
    context = browser.new_context(color_scheme=theme, bypass_csp=True, reduced_motion="reduce")
    page, found = context.new_page(), {}

    def look(name):
        page.add_script_tag(path=AXE)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found.update({f"{name}: {v['id']}": [n["html"] for n in v["nodes"]][:3] for v in result["violations"]})

    room = server.story(WORLDS / "helm.stage")
    player = context.new_page()
    player.goto(server.invitation(room))
    consent(player)
    address = server.invitation(room, "operator")
    page.goto(address)
    page.locator("[data-settled=true]").wait_for()
    page.locator("#step").select_option("Host")
    page.get_by_role("button", name="Step in").click()
    look("forecast")
    confirm(page)
    ordered(page, "Steps into")
    for summary in page.locator("main details > summary").all():
        if not summary.evaluate("s => s.parentElement.open"):
            summary.click()
    page.get_by_role("button", name="Compare").click()
    page.locator("#minds table").wait_for()
    page.get_by_role("button", name="Ask").click()
    page.locator("#wants h3").wait_for()
    look("helmet")
    page.get_by_role("button", name="Fork quietly").click()
    page.get_by_role("button", name="60 minutes on").click()
    page.get_by_role("dialog").get_by_text("60 minutes pass.", exact=True).wait_for()
    look("what-if dialog")
    enter(player, "go to the Yard")
    enter(player, "undo")
    page.locator("[data-twig]").get_by_text("Unmade").wait_for()
    look("the tree")
    [run] = {option.inner_text() for option in page_of_runs(page, address).locator("#one option").all()}
    kinds = ("runs", f"runs/open?run={run}", f"runs/compare?one={run}&other={run}", "branches", "debrief")
    for path in (*kinds, "what-if", "minds?r1=Guest", "wants?who=Host", "wants?who=Nobody"):
        page.goto(f"{address}/{path}")
        look(path)
    context.close()
    assert found == {}, found
