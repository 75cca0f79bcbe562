"""The player's page and its forms, as a browser without scripts meets them."""

import pytest

from web.served import Served


def test_nothing_begins_without_consent(served):
    """Before the start the page tells what this is and asks; no line begins it but the consent."""
    subject = served.subject("inn.stage")
    page = subject.client.get(subject.page).text
    assert "You wait for somebody who does not come." in page
    assert "I consent" in page
    for line in ("go to the yard", "yes", "I do not consent", ""):
        subject.enter(line)
        assert subject.view()["phase"] == "asking"
        assert subject.told() == []
    subject.enter("I consent")
    assert subject.view()["phase"] == "living"
    assert subject.told()[0]["text"] == "A night at the inn"


def test_limits_are_set_before_the_start(served):
    """What is ruled out can be allowed again; what the author has veiled stays veiled, and can be ruled out."""
    subject = served.subject("inn.stage")

    def limits():
        return {limit["tag"]: (limit["state"], limit["fixed"]) for limit in subject.view()["asked"]["limits"]}

    assert limits() == {"gift": ("free", False), "knocking": ("veil", True), "whispers": ("free", False)}
    subject.enter("line gift")
    subject.enter("line knocking")
    assert limits() == {"gift": ("line", False), "knocking": ("line", False), "whispers": ("free", False)}
    subject.enter("lift gift")
    subject.enter("lift knocking")
    assert limits()["gift"] == ("free", False)
    assert limits()["knocking"] == ("veil", True)
    subject.enter("line gift")
    subject.enter("I consent")
    assert not any("give" in verb["verb"] for verb in subject.view()["living"]["verbs"])


def test_declining_begins_nothing(served):
    """Who leaves at the door is told that nothing has begun, and it has not."""
    subject = served.subject("inn.stage")
    subject.enter("stop")
    assert subject.view()["phase"] == "over"
    assert subject.view()["back"][0] == "Nothing has begun."
    assert subject.told() == []
    assert subject.enter("I consent")["code"] == "over"


def test_the_page_works_by_forms(guest):
    """Without scripts each choice is a button of a form, and the page that follows tells what came of it."""
    page = guest.client.get(guest.page).text
    assert '<button type="submit" name="line" value="go to the Yard"' in page
    answer = guest.client.post(guest.page, content="line=go+to+the+Yard", follow_redirects=False)
    assert answer.status_code == 303
    page = guest.client.get(answer.headers["location"]).text
    assert '<p class="typed">go to the Yard</p>' in page
    assert "You go to the Yard." in page


def test_the_view_is_all_one_needs(guest):
    """Choices by verb, the places one knows, the people, the journal, what one has."""
    guest.enter("go to the yard")
    living = guest.view()["living"]
    assert living["place"] == "The Yard"
    assert living["have"] == "You have a lamp."
    assert {verb["verb"]: verb["choices"] for verb in living["verbs"]}["go"] == ["go to the Hall"]
    assert {place["key"]: (place["here"], place["ways"]) for place in living["places"]} == {
        "Yard": (True, ["Hall"]),
        "Hall": (False, ["Yard"]),
    }
    assert [mind["name"] for mind in living["minds"]] == ["The host", "The cook"]
    assert living["journal"][-1]["text"] == "You go to the Yard."
    assert living["can_undo"]


def test_pace(guest):
    """Paused, nothing can be chosen but to go on; slower, one is told one thing at a time."""
    guest.enter("pause")
    assert guest.view()["living"]["paused"]
    assert "go to the Yard" not in guest.client.get(f"{guest.page}/panels").text.split("<datalist")[0]
    guest.enter("go on")
    assert not guest.view()["living"]["paused"]
    guest.enter("slower")
    assert guest.view()["living"]["slow"]
    guest.enter("wait 2 hours")
    assert guest.view()["living"]["held"]
    guest.enter("faster")
    assert not guest.view()["living"]["held"]


def test_stop_brings_back_to_the_room(guest):
    """After `stop` the page says so, and whatever was told can still be read."""
    guest.enter("stop")
    page = guest.client.get(guest.page).text
    assert "You are back" in page
    assert "Nothing of it goes on." in page
    assert "Wet to the bone" not in page.split("What you were told")[0]
    assert guest.enter("look")["code"] == "over"


def test_leaving_is_not_stopping(guest):
    """`quit` leaves the story where it is."""
    guest.enter("quit")
    guest.enter("yes")
    assert guest.view()["phase"] == "living"
    assert "brings you back" in guest.told()[-1]["text"]


@pytest.mark.parametrize("line", ["save here.json", "restore /etc/passwd", "transcript out.txt"])
def test_no_files_of_the_server_can_be_reached(guest, line, tmp_path, monkeypatch):
    """Nobody writes or reads a file of the server by typing its name."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    guest.enter(line)
    assert not list((tmp_path / "here").iterdir())
    assert not any("root:" in told["text"] for told in guest.told())


def test_names_and_texts_are_never_markup(served):
    """Whatever an author or a player writes is shown as it was written."""
    subject = served.subject("hostile.world")
    pages = [subject.client.get(subject.page).text]
    for line in ("I consent", "<script>alert('typed')</script>", "go to the yard", "journal", "think"):
        subject.enter(line)
        pages.append(subject.client.get(subject.page).text)
    subject.enter("stop")
    pages.append(subject.client.get(subject.page).text)
    for page in pages:
        assert "<script>alert" not in page
        assert (
            "<img" not in page and "<svg" not in page and "<b " not in page and "<i>" not in page and "<u>" not in page
        )
        assert " onfocus=alert" not in page.replace("&#34; autofocus onfocus=alert(&#39;place&#39;)", "")
    assert any("&lt;script&gt;alert(&#39;told&#39;)" in page for page in pages)
    assert "{{ 7 * 7 }}" not in pages[0] and "49" not in pages[-1]


def test_an_unknown_invitation_opens_nothing(served):
    """Neither a made-up secret, nor one that was taken back, nor one for another role."""
    subject = served.subject("inn.stage")
    helm = served.do(served.house.invite, subject.room, "operator")
    for secret in ("x" * 32, "../../etc", "", helm, subject.secret[:-1]):
        assert served.client.get(f"/play/{secret}").status_code == 404
        assert served.client.get(f"/api/play/{secret}").status_code in (404, 422)
    assert subject.client.get(subject.page).status_code == 200
    assert served.do(served.house.revoke, subject.room, 1)
    assert subject.client.get(subject.page).status_code == 404


def test_the_secret_is_nowhere_kept(served, tmp_path):
    """Whoever reads the database cannot become anybody."""
    subject = served.subject("inn.stage")
    subject.enter("I consent")
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert subject.secret.encode() not in file.read_bytes()


def test_what_the_browser_is_told_to_refuse(served):
    """Every answer forbids inline scripts, other sites' frames and requests, and the caches of secrets."""
    subject = served.subject("inn.stage")
    for path in ("/", subject.page, f"{subject.page}/panels", subject.api, "/static/style.css", "/nowhere"):
        headers = served.client.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] == ("no-cache" if path.startswith("/static") else "no-store")


def test_other_sites_cannot_act(guest):
    """A form or a socket of another site is refused, also for somebody who knows an address."""
    before = len(guest.told())
    for origin in ("https://evil.test", "null", "http://inn.test.evil.test"):
        answer = guest.client.post(guest.page, content="line=stop", headers={"origin": origin})
        assert answer.status_code == 403
    assert guest.view()["phase"] == "living"
    assert len(guest.told()) == before
    own = guest.client.post(guest.page, content="line=look", headers={"origin": "http://inn.test"})
    assert own.status_code == 200


def test_too_much_is_refused(guest):
    """Long lines, large bodies, and announced ones that never come."""
    assert guest.client.post(guest.page, content="line=" + "x" * 401).status_code == 422
    assert guest.client.post(guest.page, content=b"line=\xff").status_code == 422
    assert guest.client.post(guest.page, content="x" * 20_000).status_code == 413
    assert guest.client.post(f"{guest.api}/lines", json={"id": "a", "line": "x" * 401}).status_code == 422
    assert guest.client.post(f"{guest.api}/lines", json={"id": "a", "line": "x", "more": 1}).status_code == 422


def test_too_often_is_refused(tmp_path):
    """An address that asks too often is told so, and nothing else."""
    with Served(tmp_path / "c.db", rate=3) as served:
        found = [served.client.get("/").status_code for _ in range(8)]
    assert found[:3] == [200] * 3
    assert 429 in found


def test_a_page_that_is_not_there(served):
    """People get a page, programs get data."""
    assert "There is nothing here" in served.client.get("/nowhere").text
    assert served.client.get("/api/nowhere").json() == {"detail": "Not Found"}
