"""The operators' page: everything is seen there; who may only look can do nothing; nobody speaks for the subject."""

import re

import pytest
from starlette.websockets import WebSocketDisconnect

from web.served import Live
from web.test_secret import SECRETS


@pytest.fixture
def helm(guest):
    """An operator's secret."""
    return guest.served.operator(guest.room)


def seen(guest, secret):
    return guest.client.get(f"/api/helm/{secret}").json()


def test_before_consent_there_is_nothing_to_watch(served):
    """The page says so."""
    subject = served.subject("inn.stage")
    helm = served.operator(subject.room)
    assert seen(subject, helm)["watching"] is None
    assert "Nobody is in it yet" in served.client.get(f"/helm/{helm}").text


def test_the_truth_beside_the_belief(guest, helm):
    """What the subject must never be sent is what the operator sees: the truth, and what they believe instead."""
    guest.enter("wait 1 hour")
    watching = seen(guest, helm)["watching"]
    differences = {it["so"]: it["believed"] for it in watching["differences"]}
    assert differences["The host is at work on swordfish-plot"] == "The host is not at work on swordfish-plot"
    assert any(it.startswith("The swordfish-code is 77319") for it in differences)
    assert "plotting(Host)" in [it["fact"] for it in watching["differences"]]
    assert {place["key"]: place["people"] for place in watching["places"]} == {
        "Hall": ["The guest"], "Yard": [], "Cellar": ["The host", "The cook"],
    }  # fmt: skip
    whispers = [it for it in watching["happened"] if "swordfish-told" in it["text"]]
    assert whispers and not any(it["seen"] for it in whispers)
    assert [(layer["name"], layer["who"]) for layer in watching["layers"]] == [("The Inn", "the guest")]
    page = guest.client.get(f"/helm/{helm}").text
    assert "swordfish-plot" in page and "What the subject is wrong about" in page


def test_reasons_are_told(served):
    """Everybody's last deed with its motive, in a world whose people have some."""
    subject = served.subject("nightfall.world")
    subject.enter("I consent")
    subject.enter("wait 1 hour")
    souls = seen(subject, served.operator(subject.room))["watching"]["souls"]
    assert any("better off" in why for soul in souls for why in soul["why"])
    assert sum(soul["is_subject"] for soul in souls) == 1


def test_the_subjects_screen_is_seen_live(guest, helm):
    """The socket of the helmet carries what the subject reads, and nobody enters lines by it."""
    with Live(guest.client.websocket_connect(f"/api/helm/{helm}/live")) as live:
        before = len(guest.told())
        live.say("stop", "a")
        live.until("refused")
        guest.enter("look")
        while len(live.numbers()) < len(guest.told()):
            live.next()
    assert len(guest.told()) > before
    assert guest.view()["phase"] == "living"


def test_roles(guest, helm):
    """A subject's secret opens no helmet, an operator's no page of the subject; an observer invites nobody."""
    observer = guest.served.operator(guest.room, "observer")
    client = guest.client
    assert client.get(f"/helm/{guest.secret}").status_code == 404
    assert client.get(f"/play/{helm}").status_code == client.get(f"/play/{observer}").status_code == 404
    assert client.get(f"/helm/{observer}").status_code == client.get(f"/api/helm/{observer}").status_code == 200
    assert client.get(f"/api/helm/{observer}/invitations").status_code == 403
    assert client.post(f"/helm/{observer}/invitations", content="role=operator&name=me").status_code == 403
    assert client.post(f"/helm/{observer}/invitations/1").status_code == 403
    with pytest.raises(WebSocketDisconnect), Live(client.websocket_connect(f"/api/helm/{guest.secret}/live")) as live:
        live.next()


def test_invitations_are_given_and_taken_back(guest, helm):
    """A link is shown once, opens what it is for, and opens nothing once it has been taken back."""
    page = guest.client.post(f"/helm/{helm}/invitations", content="role=observer&name=%3Cb%3EAnn").text
    [address] = set(re.findall(r"http://inn.test(/helm/[\w-]+)", page))
    assert "&lt;b&gt;Ann" in page and address not in guest.client.get(f"/helm/{helm}").text
    assert guest.client.get(address).status_code == 200
    [link] = [it["id"] for it in guest.client.get(f"/api/helm/{helm}/invitations").json() if it["name"] == "<b>Ann"]
    assert guest.client.post(f"/helm/{helm}/invitations/{link}", follow_redirects=False).status_code == 303
    assert guest.client.get(address).status_code == 404
    assert guest.client.post(f"/helm/{helm}/invitations", content="role=king").status_code == 422


def test_watching_tells_the_subject_nothing(guest, helm):
    """That somebody looks on, however long, leaves no byte of what they see with the subject."""
    received = b""
    for _ in range(5):
        guest.enter("wait 1 hour")
        assert SECRETS[0].decode() in guest.client.get(f"/helm/{helm}/panels").text
        for path in (guest.page, f"{guest.page}/panels", guest.api, f"{guest.api}/told"):
            received += guest.client.get(path).content
    assert not any(secret in received for secret in SECRETS)
