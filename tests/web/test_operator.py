"""The operators' hands: forecasts, orders, what-ifs; each refused with its reason, each in somebody's name."""

import re
from random import Random

import pytest

from dreamwright.web.stories.orders import FIELDS
from web.served import Helm, Served


@pytest.fixture
def stage():
    """It grants its operators everything."""
    return "helm.stage"


def texts(guest):
    return [told["text"] for told in guest.told()]


# ------------------------------------------------------------------------------------------------ looking closer
def test_two_minds_side_by_side(kay):
    """The truth beside a belief, a belief beside a belief about it; a path of nobody is refused."""
    found = kay.get("minds", left="", right="Guest").json()
    pairs = {it["left"]: it["right"] for it in found["beliefs"] if it["differs"]}
    assert found["left"] == "The truth" and found["right"] == "What the guest believes"
    assert any("swordfish-code is 77319" in it for it in pairs)
    assert found["differing"] == len(pairs)
    deeper = kay.get("minds", left="Guest/Host/Guest", right="Host").json()
    assert deeper["left"] == "What the guest believes that the host believes that the guest believes"
    assert kay.get("minds", left="Nobody").status_code == 409
    assert kay.get("minds", left="Guest/Host/Guest/Host").status_code == 409
    assert kay.get("minds", left="Host", right="Host").json()["differing"] == 0


def test_who_wants_nothing(kay):
    """That is said too, and so is that there is nobody of a name."""
    assert kay.get("wants", who="Cook").json()["wants"] == []
    assert kay.get("wants", who="Nobody").status_code == 409


def test_what_somebody_wants_is_a_plan(served):
    """The best motives with their steps."""
    subject = served.subject("nightfall.stage")
    subject.enter("I consent")
    kay = Helm(subject)
    wants = {soul["key"]: kay.get("wants", who=soul["key"]).json() for soul in kay.view()["watching"]["souls"]}
    best = wants["Crake"]["wants"][0]
    assert best["steps"] and best["after"] > best["before"] and "Crake" in best["steps"][0]


# ------------------------------------------------------------------------------------------------ forecasts
def test_a_forecast_is_what_the_subject_would_read(kay, guest):
    """It says what they would be told, and nothing has happened yet; then that is what they are told."""
    before = guest.told()
    foreseen = kay.forecast("Bring", action="knock()").json()
    assert foreseen["known"] and foreseen["before"] == 0
    assert guest.told() == before and not kay.view()["behind"]["given"]
    kay.do("Bring", action="knock()")
    assert texts(guest)[len(before) :][: len(foreseen["perceived"])] == foreseen["perceived"] != []


def test_what_happens_out_of_sight_is_foreseen_as_nothing(kay, guest):
    """So the subject is told nothing of it."""
    foreseen = kay.forecast("Bring", action="whisper()").json()
    assert foreseen["perceived"] == [] and foreseen["note"] == "The subject notices nothing of it."
    before = texts(guest)
    kay.do("Bring", action="whisper()")
    assert texts(guest) == before


@pytest.mark.parametrize(
    "order",
    [
        {"order": "PutToSleep", "layer": "dream"},
        {"order": "Rouse"},
        {"order": "GoBack", "position": 1},
        {"order": "PassTime", "minutes": 60},
        {"order": "Whisper", "who": "Guest", "facts": "code() == 3"},
        {"order": "Whisper", "who": "Cook", "facts": "code() == 3"},
        {"order": "LetTimeGo", "beat": 0},
    ],
)
def test_every_forecast_comes_true(kay, guest, order):
    """Whatever the subject may notice of is foreseen word for word, and nothing has happened by it; so is what they
    do not notice."""
    guest.enter("go to the Yard")
    hash_, before = guest.room.game.hash, texts(guest)
    foreseen = kay.forecast(**order).json()
    assert foreseen["known"] and (foreseen["perceived"] or foreseen["note"])
    assert (guest.room.game.hash, texts(guest)) == (hash_, before)
    kay.do(**order)
    leads = [f"{told['lead']}{told['text']}".strip() for told in guest.told()[len(before) :]]
    assert leads == foreseen["perceived"]
    if kay.view()["phase"] == "living":
        assert kay.view()["watching"]["suspicion"]["now"] == pytest.approx(foreseen["after"])


def test_what_is_foreseen_of_long_times_is_bounded(kay, guest):
    """A day is looked into for two hours; what passes by itself for one beat."""
    foreseen = kay.forecast("PassTime", minutes=1440).json()
    assert "first 120 minutes" in foreseen["note"] and foreseen["perceived"][-1].startswith("18:00 ")
    assert "every ten seconds" in kay.forecast("LetTimeGo", beat=30).json()["note"]
    later = kay.forecast("Bring", action="knock()", in_minutes=5).json()
    assert later["perceived"] and "by then it may be otherwise" in later["note"]
    assert "wait" in kay.forecast("HoldTime").json()["note"]


def test_what_cannot_be_says_why(kay):
    """As a forecast and as an order, in the same words; and nothing of it is recorded."""
    kinds = [
        ({"order": "ActAs", "who": "Host", "action": "walk(Host, Hall)"}, "step into Host first"),
        ({"order": "StepIn", "who": "Guest"}, "nobody takes over the subject"),
        ({"order": "Bring", "action": "walk(Host, Hall)"}, "nobody is made to act"),
        ({"order": "PutToSleep", "layer": "nowhere"}, "there is no layer 'nowhere'"),
        ({"order": "Whisper", "who": "Host", "facts": "(("}, ""),
        ({"order": "PassTime", "minutes": 0}, "1 to 1440"),
        ({"order": "LetTimeGo", "beat": 500}, "0 to 60"),
        ({"order": "FeedIn", "number": 1}, "no inject 1"),
        ({"order": "Withhold", "action": "walk(Host, Hall)"}, "hold them back by stepping in"),
        ({"order": "GoBack", "position": 9999}, "no part of this layer"),
    ]
    for order, why in kinds:
        answer = kay.client.post(f"{kay.api}/forecast", json={"order": order})
        assert answer.status_code == 409 and why in answer.json()["detail"], order
        assert kay.refused(**order) == answer.json()["detail"]
    assert kay.view()["behind"]["given"] == []


def test_a_limit_cannot_be_crossed(kay):
    """What the stage forbids is refused with the line that it would cross."""
    kay.do("StepIn", who="Host")
    assert "gift never happens in this dream" in kay.refused("ActAs", who="Host", action="give(Host, Lamp, Cook)")


@pytest.mark.parametrize(
    "order",
    [
        {},
        {"order": "Ease"},
        {"order": "Dance"},
        {"order": "StepIn"},
        {"order": "StepIn", "who": 3},
        {"order": "PassTime", "minutes": "a"},
    ],
)
def test_what_is_no_order_is_malformed(kay, order):
    """It is not taken for one."""
    answer = kay.client.post(f"{kay.api}/orders", json={"id": "x", "order": order}).json()
    assert answer["code"] == "malformed"
    assert kay.client.post(f"{kay.api}/forecast", json={"order": order}).status_code == 409


# ------------------------------------------------------------------------------------------------ hands
def test_stepping_in_acting_and_handing_back(kay, guest):
    """Who was stepped into does what the operator chooses among what they believe they can do."""
    kay.do("StepIn", who="Host")
    [host] = [person for person in kay.view()["behind"]["means"]["people"] if person["key"] == "Host"]
    assert host["held"] and "walk(Host, Hall)" in [choice["key"] for choice in host["choices"]]
    foreseen = kay.forecast("ActAs", who="Host", action="walk(Host, Hall)").json()
    kay.do("ActAs", who="Host", action="walk(Host, Hall)")
    assert foreseen["perceived"][0] in texts(guest)
    assert "busy for" in kay.refused("ActAs", who="Host", action="walk(Host, Yard)")
    kay.do("HandBack", who="Host")
    assert not any(person["held"] for person in kay.view()["behind"]["means"]["people"])


def test_orders_are_in_somebodys_name(kay, guest):
    """Each operator's page shows what each of them did; the newest first; an order that comes twice is obeyed once."""
    ann = Helm(guest, name="Ann")
    kay.do("Remark", text="first")
    for _ in range(2):
        ann.do("Remark", text="second", id="the-same")
    given = [(it["by"], it["text"]) for it in kay.view()["behind"]["given"]]
    assert given == [("Ann", "Notes: second"), ("Kay", "Notes: first")]
    assert ann.view()["behind"]["given"] == kay.view()["behind"]["given"]


def test_the_subject_sleeps_and_wakes(kay, guest):
    """The layers are on the operator's page, and what happens is on the subject's."""
    kay.do("PutToSleep", layer="dream")
    assert len(kay.view()["watching"]["layers"]) == 2 and "You fall asleep." in texts(guest)
    kay.do("Rouse")
    assert len(kay.view()["watching"]["layers"]) == 1 and "You wake." in texts(guest)
    assert guest.view()["phase"] == "living"


def test_unmaking(kay, guest):
    """Back to right before something happened: it has not, and what the subject could undo since is gone."""
    guest.enter("go to the Yard")
    [walk] = [it for it in kay.view()["behind"]["means"]["moments"] if "Yard" in it["text"]]
    kay.do("GoBack", position=walk["position"])
    assert guest.view()["living"]["place"] == "The Hall" and not guest.view()["living"]["can_undo"]


def test_events_later_and_never(kay, guest):
    """What is set for later comes when its time does; what is held back does not."""
    kay.do("Withhold", action="knock()")
    kay.do("Bring", action="whisper()", in_minutes=20)
    assert len(kay.view()["behind"]["means"]["coming"]) == 1
    assert [it["key"] for it in kay.view()["behind"]["means"]["events"] if it["withheld"]] == ["knock()"]
    guest.enter("wait 2 hours")
    assert kay.view()["behind"]["means"]["coming"] == []
    assert not any("knocks" in text or "out of sight" in text for text in texts(guest))


def test_whatever_the_subject_is_wrong_about_can_be_whispered(served):
    """It stands there as the world writes it, so that it need not be known how."""
    subject = served.subject("nightfall.stage")
    subject.enter("I consent")
    kay = Helm(subject)
    who = next(soul["key"] for soul in kay.view()["watching"]["souls"] if soul["is_subject"])
    facts = [it["fact"] for it in kay.view()["watching"]["differences"] if it["fact"]]
    kay.do("Whisper", who=who, facts=" & ".join(facts[:10]))
    left = {it["fact"] for it in kay.view()["watching"]["differences"]}
    assert len(facts) > 10 and left.isdisjoint(facts[:10])


def test_whispering(kay):
    """Somebody believes it from then on."""
    kay.do("Whisper", who="Guest", facts="code() == 3")
    found = kay.get("minds", left="", right="Guest").json()["beliefs"]
    assert any("swordfish-code is 3" in it["right"] for it in found)


# ------------------------------------------------------------------------------------------------ time
def test_time_passes_on_an_operators_word(kay, guest):
    """As if the subject had waited."""
    before = guest.view()["living"]["now"]
    kay.do("PassTime", minutes=60)
    assert guest.view()["living"]["now"] == "Tuesday, 17:00" != before


def test_who_has_paused_is_left_alone(kay, guest):
    """No order reaches them until they go on; a note may be taken."""
    guest.enter("pause")
    assert "has paused" in kay.refused("Bring", action="knock()")
    kay.do("Remark", text="they rest")
    guest.enter("go on")
    kay.do("Bring", action="knock()")


def test_held_time_stops_everything_but_stop(kay, guest):
    """What is entered waits until time is let go, and is obeyed then; orders are carried out meanwhile."""
    kay.do("HoldTime")
    assert kay.view()["behind"]["means"]["held"]
    with guest.live() as live:
        for _ in range(2):  # as a page does that does not know whether it was heard
            live.say("go to the Yard", "held-1")
        live.until("state", busy=True)
        kay.do("Remark", text="meanwhile")
        assert guest.view()["living"]["place"] == "The Hall"
        assert not any(message["type"] == "heard" for message in live.received)  # for it is not kept yet
        kay.do("LetTimeGo")
        for _ in range(2):
            live.until("heard", id="held-1")
        live.until("state", busy=False)
    assert guest.view()["living"]["place"] == "The Yard"
    kay.do("HoldTime")
    assert guest.enter("stop")["type"] == "heard" and guest.view()["phase"] == "over"


def test_time_goes_on_by_itself(kay, guest, monkeypatch):
    """At each beat some minutes pass, for as long as an operator will have it so."""
    monkeypatch.setattr("dreamwright.web.stories.room.BEAT", 0.01)
    kay.do("LetTimeGo", beat=5)
    for _ in range(1000):
        if guest.view()["living"]["now"] > "Tuesday, 16:30":
            break
    assert guest.view()["living"]["now"] > "Tuesday, 16:30"
    kay.do("LetTimeGo")
    assert kay.view()["behind"]["means"]["beat"] == 0


# ------------------------------------------------------------------------------------------------ what if
def test_what_if_leaves_the_story_alone(kay, guest):
    """Orders and time in a scratch branch show what would be, and nothing of it has happened; then it is gone."""
    hash_, told = guest.room.game.hash, guest.told()
    assert kay.try_out("pass").status_code == 409
    assert kay.try_out("fork").json()["beliefs"] == []
    tried = kay.try_out("order", order={"order": "Bring", "action": "whisper()"}).json()
    assert tried["tried"] == ["Now: Under the floor somebody says swordfish-told."]
    assert any("swordfish-code" in it["left"] for it in tried["beliefs"])
    later = kay.try_out("pass", minutes=60).json()
    assert later["scratch"]["now"] == "Tuesday, 17:00" and later["live"]["now"] == "Tuesday, 16:00"
    assert len(later["scratch"]["happened"]) > 1 and later["live"]["happened"] == []
    assert "nobody is made to act" in kay.try_out("order", order={"order": "Bring", "action": "walk(Host, Hall)"}).text
    assert kay.try_out("drop").json() is None and kay.try_out("pass").status_code == 409
    assert (guest.room.game.hash, guest.told()) == (hash_, told)


def test_what_if_the_subject_slept(kay):
    """In another layer there is nothing to compare, and that is said."""
    tried = kay.try_out("order", order={"order": "PutToSleep", "layer": "dream"}).json()
    assert tried["elsewhere"] and tried["scratch"]["happened"][0].startswith("They fall asleep, and are in")


# ------------------------------------------------------------------------------------------------ injects
def test_injects_by_hand(served):
    """An inject is held, let come again, sent ahead of its time with a forecast, and not twice."""
    subject = served.subject("blackout.stage")
    subject.enter("I consent")
    subject.enter("wait 2 hours")
    kay = Helm(subject, name="Kay")

    def state(number):
        fed = kay.view()["behind"]["injects"][number - 1]
        return fed["state"], fed["by"]

    assert state(2) == ("waiting", "")
    kay.do("FeedIn", number=2, what="hold")
    assert state(2) == ("held", "Kay")
    kay.do("FeedIn", number=2, what="release")
    before = texts(subject)
    foreseen = kay.forecast("FeedIn", number=2).json()
    assert foreseen["known"] and foreseen["order"] == "Sends inject 2."
    kay.do("FeedIn", number=2)
    assert state(2) == ("sent", "Kay")
    assert foreseen["perceived"] == texts(subject)[len(before) :][: len(foreseen["perceived"])] != []
    assert "has been sent already" in kay.refused("FeedIn", number=2)


# ------------------------------------------------------------------------------------------------ roles, keeping
def test_observers_look_and_do_not_touch(kay, guest):
    """Every address that reaches in is closed to them; every one that looks is open."""
    eve = Helm(guest, "observer")
    assert eve.get("minds").status_code == eve.get("wants").status_code == eve.get("branches").status_code == 200
    assert eve.get("runs").status_code == 200
    assert eve.forecast("HoldTime").status_code == 403
    assert eve.try_out("fork").status_code == 403
    assert eve.client.post(f"{eve.api}/orders", json={"id": "a", "order": {"order": "HoldTime"}}).status_code == 403
    for path in ("forecast", "orders", "what-if"):
        assert eve.client.post(f"/helm/{eve.secret}/{path}", content="order=HoldTime&what=fork").status_code == 403
    assert eve.client.get(f"/helm/{eve.secret}/export").status_code == 403
    page = eve.client.get(f"/helm/{eve.secret}").text
    assert "looking on" in page and 'id="hands-title"' not in page


def test_orders_outlive_the_server(served, guest, kay):
    """A server started again has the story with all that was ordered in it."""
    kay.do("StepIn", who="Host")
    kay.do("Bring", action="knock()")
    kay.do("HoldTime")
    hash_, given = guest.room.game.hash, kay.view()["behind"]["given"]
    served.__exit__(None, None, None)
    with Served(served.chronicle) as again:
        view = again.client.get(kay.api).json()
        assert view["behind"]["given"] == given and view["behind"]["means"]["held"]
        assert again.story("helm.stage").game.hash == hash_
    served.__enter__()


def test_what_operators_do_tells_the_subject_nothing_else(kay, guest):
    """Not a byte of what is planted in the truth reaches the subject by forecasts, what-ifs, orders or refusals."""
    received = b""
    with guest.live() as live:
        kay.forecast("Bring", action="whisper()")
        kay.order("StepIn", who="Host")
        kay.order("Bring", action="whisper()")
        kay.order("Bring", action="knock()")
        kay.order("Whisper", who="Cook", facts="code() == 5")
        kay.order("ActAs", who="Host", action="walk(Host, Hall)")
        kay.order("PassTime", minutes=30)
        kay.order("Remark", text="swordfish-note")
        kay.order("Bring", action="nothing()")
        kay.try_out("order", order={"order": "Bring", "action": "whisper()"})
        kay.try_out("pass", minutes=60)
        live.until("state", busy=False)
        received += str(live.received).encode()
    for path in (guest.page, f"{guest.page}/panels", guest.api, f"{guest.api}/told"):
        received += guest.client.get(path).content
    assert b"The host" in received and b"swordfish" not in received


def test_no_order_is_a_fault(kay, guest):
    """Whatever is sent as an order is answered, never with a fault of ours; and the story goes on."""
    random = Random(6)
    names = ["StepIn", "HandBack", "ActAs", "Bring", "Withhold", "LetGo", "Whisper", "GoBack", "PutToSleep", "Rouse",
             "TakeOut", "Remark", "PassTime", "FeedIn", "HoldTime", "LetTimeGo", "Ease", "", "Nothing"]  # fmt: skip
    fields = ["who", "action", "in_minutes", "facts", "position", "layer", "level", "text", "minutes", "number", "what"]
    values = ["Host", "Guest", "whisper()", "knock()", "walk(Host, Hall)", "dream", "code() == 1", "((", "", "\x00",
              "a/b", "send", "__init__", 0, 1, 5, -1, 10**12, 2**63, 1.5, None, [], {}, True]  # fmt: skip
    for turn in range(250):
        order = {"order": random.choice(names)} | {f: random.choice(values) for f in random.sample(fields, 3)}
        exact = {"order": order["order"]} | {f: random.choice(values) for f in FIELDS.get(str(order["order"]), {})}
        for said in (order, exact):
            path = random.choice(["orders", "forecast", "what-if"])
            body = {"order": said} | {"orders": {"id": f"fuzz-{turn}"}, "what-if": {"what": "order"}}.get(path, {})
            assert kay.client.post(f"{kay.api}/{path}", json=body).status_code in (200, 409, 422), (path, body)
            form = "&".join(f"{key}={value}" for key, value in said.items())
            assert kay.client.post(f"/helm/{kay.secret}/forecast", content=form).status_code == 200
    kay.order("LetTimeGo")
    assert guest.enter("look")["type"] in ("heard", "refused")
    assert not any("not your fault" in text for text in texts(guest))


# ------------------------------------------------------------------------------------------------ without scripts
def test_a_hand_without_scripts(kay, guest):
    """A form leads to the forecast, its form to the deed, and that back to the helmet."""
    asked = kay.client.post(f"/helm/{kay.secret}/forecast", content="order=Bring&action=knock()&in_minutes=0")
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', asked.text))
    assert {"order": "Bring", "action": "knock()", "in_minutes": "0"}.items() <= fields.items()
    done = kay.client.post(f"/helm/{kay.secret}/orders", data=fields, follow_redirects=False)
    assert done.status_code == 303 and done.headers["location"] == f"/helm/{kay.secret}"
    assert len(kay.view()["behind"]["given"]) == 1
    why = kay.client.post(f"/helm/{kay.secret}/orders", content="order=StepIn&who=%3Cb%3E").text
    assert "&lt;b&gt;" in why and "<b>" not in why
    page = kay.client.post(f"/helm/{kay.secret}/what-if", content="what=order&order=Bring&action=whisper()").text
    assert "What is otherwise" in page
    for path in ("minds?l1=Guest&l2=Host&r1=", "wants?who=Host"):
        assert kay.client.get(f"/helm/{kay.secret}/{path}").status_code == 200


def test_the_helmet_is_answered_without_a_page_around_it(kay):
    """What it puts into a place of its own has no heading above its panel's, and no id that is there already."""
    for path in ("minds?r1=Guest", "wants?who=Host", "wants?who=Nobody", "branches"):
        piece = kay.client.get(f"/helm/{kay.secret}/{path}", headers={"HX-Request": "true"}).text
        page = kay.client.get(f"/helm/{kay.secret}/{path}").text
        said = re.search(r'<h1 id="answer-title" tabindex="-1">(.+?)</h1>', page)
        assert said and f"<h3>{said[1]}</h3>" in piece, path
        assert not re.search(r"<(html|body|h1)|\bid=", piece), path


def test_pages_hold_no_markup_of_a_world(served):
    """Names and texts of a hostile world are text wherever operators meet them."""
    subject = served.subject("hostile.world")
    subject.enter("I consent")
    kay = Helm(subject, name="<i>Kay</i>")
    pages = [kay.client.get(f"/helm/{kay.secret}{path}").text for path in ("", "/panels", "/minds", "/wants")]
    assert not any("<script>alert" in page or "<img" in page or "<i>Kay" in page for page in pages)


def test_nothing_before_consent_and_nothing_after(served):
    """Orders are refused in words; so is everything that would look into what is not there."""
    subject = served.subject("helm.stage")
    kay = Helm(subject)
    assert kay.refused("HoldTime") == "nobody is in it yet"
    assert kay.get("minds").status_code == kay.try_out("fork").status_code == 409
    subject.enter("I consent")
    subject.enter("stop")
    answer = kay.order("HoldTime")
    assert answer["code"] == "over"
    assert kay.try_out("fork").status_code == 409
    assert "It is over" in kay.client.get(f"/helm/{kay.secret}").text
