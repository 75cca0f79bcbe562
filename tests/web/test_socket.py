"""The subject's socket: numbers, coming back, a second device, `stop` at once, and nonsense."""

import json
import threading

import pytest
from starlette.websockets import WebSocketDisconnect

from dreamwright.web.stories.game import Game


def test_what_is_told_is_numbered_and_each_number_comes_once(guest):
    """From 1, without gaps, in order."""
    with guest.live() as live:
        live.until("state", busy=False)
        live.say("go to the yard", "a")
        live.until("heard", id="a")
        live.until("state", busy=True)
        live.until("state", busy=False)
    numbers = live.numbers()
    assert numbers == list(range(1, len(numbers) + 1))
    assert [told["number"] for told in guest.told()] == numbers


def test_a_connection_that_comes_back_goes_on_where_it_was(guest):
    """It is sent what it has missed, and nothing twice."""
    with guest.live() as live:
        live.until("state", busy=False)
    last = live.numbers()[-1]
    guest.enter("go to the yard")
    with guest.live(after=last) as again:
        again.until("state", busy=False)
    assert again.numbers() == list(range(last + 1, len(guest.told()) + 1))


def test_a_line_that_is_sent_again_is_obeyed_once(guest):
    """A client that did not hear whether its line arrived may send it once more."""
    with guest.live() as live:
        live.until("state", busy=False)
        live.say("go to the yard", "twice")
        live.until("state", busy=False)
        live.say("go to the yard", "twice")
        assert live.until("heard")["id"] == "twice"
    assert [told["text"] for told in guest.told()].count("go to the yard") == 1


def test_two_devices_are_told_the_same(guest):
    """What is typed on one is seen on the other."""
    with guest.live() as one, guest.live() as two:
        one.until("state", busy=False)
        two.until("state", busy=False)
        one.say("go to the yard", "a")
        one.until("state", busy=True)
        one.until("state", busy=False)
        two.until("state", busy=True)
        two.until("state", busy=False)
    assert one.numbers() == two.numbers()


def test_stop_is_heard_while_others_act(guest, monkeypatch):
    """While the story thinks, `stop` is answered: nothing of what was going on is told any more."""
    thinking, go_on = threading.Event(), threading.Event()
    obey = Game.enter

    def slowly(game, line):
        if line == "wait 1 hour":
            thinking.set()
            assert go_on.wait(30)
        obey(game, line)

    monkeypatch.setattr(Game, "enter", slowly)
    with guest.live() as live:
        live.until("state", busy=False)
        live.say("wait 1 hour", "long")
        live.until("state", busy=True)
        assert thinking.wait(30)
        live.say("Please stop!", "now")
        live.until("state", phase="over")
        assert guest.view()["back"][0] == "It has stopped, and it is over. Nothing of it goes on."
        before = guest.told()
        go_on.set()
        live.until("heard", id="now")
    guest.served.do(guest.room.obeyed)
    assert guest.told() == before
    assert before[-2]["text"].startswith("It has stopped")


def test_an_invitation_taken_back_ends_the_connection(guest):
    """Who is connected by it is let go at once."""
    with guest.live() as live:
        live.until("state", busy=False)
        assert guest.served.do(guest.served.house.revoke, guest.room, 1)
        with pytest.raises(WebSocketDisconnect) as closed:
            while True:
                live.next()
    assert closed.value.code == 4404


def test_an_unknown_secret_is_closed(served):
    """Without an invitation there is no connection."""
    address = f"/api/play/{'x' * 32}/live"
    with served.client.websocket_connect(address) as socket, pytest.raises(WebSocketDisconnect) as closed:
        socket.receive_text()
    assert closed.value.code == 4404


def test_other_sites_cannot_connect(guest):
    """A page of another site is refused."""
    headers = {"origin": "https://evil.test"}
    with pytest.raises(WebSocketDisconnect), guest.client.websocket_connect(f"{guest.api}/live", headers=headers):
        pass


NONSENSE = ("", "{", "[]", "null", "1", '"say"', "{}", '{"type":"say"}', '{"type":"say","id":"a"}', "\x00", "x" * 5000,
            '{"type":"say","id":"a","line":1}', '{"type":"say","id":"a","line":"look","more":1}',
            '{"type":"say","id":"a b","line":"look"}', '{"type":"order","id":"a","line":"look"}')  # fmt: skip


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_is_answered(guest, text):
    """Whatever is no message is refused, and the connection stays."""
    with guest.live() as live:
        live.until("state", busy=False)
        live.socket.send_text(text)
        assert live.until("refused")["code"] == "malformed"
        live.socket.send_bytes(text.encode())
        assert live.until("refused")["code"] == "malformed"
        live.say("look", "after")
        live.until("heard", id="after")


def test_too_much_nonsense_ends_the_connection(guest):
    """Nobody goes on listening to it."""
    with guest.live() as live, pytest.raises(WebSocketDisconnect) as closed:
        for _ in range(30):
            live.socket.send_text("nonsense")
        while True:
            live.next()
    assert closed.value.code == 4400


def test_lines_can_come_too_fast(guest):
    """Each line is either kept or refused; what was refused may be sent again."""
    with guest.live() as live:
        live.until("state", busy=False)
        for i in range(60):
            live.say("look", f"fast-{i}")
        answers = {}
        while len(answers) < 60:
            message = live.next()
            if message["type"] in ("heard", "refused"):
                answers[message["id"]] = message.get("code", "heard")
    guest.served.do(guest.room.obeyed)
    assert set(answers.values()) >= {"heard", "too-fast"}
    assert sum(told["kind"] == "typed" for told in guest.told()) == list(answers.values()).count("heard")


def test_messages_are_those_of_the_schemas(guest):
    """What goes over the wire can be read by the models that document it."""
    from dreamwright.web import wire

    kinds = {"told": wire.News, "state": wire.State, "heard": wire.Heard, "refused": wire.Refused}
    with guest.live() as live:
        live.until("state", busy=False)
        live.say("go to the yard", "a")
        live.until("state", busy=True)
        live.until("state", busy=False)
        live.socket.send_text("?")
        live.until("refused")
    for message in live.received:
        kinds[message["type"]].model_validate_json(json.dumps(message))
    assert {message["type"] for message in live.received} == set(kinds)
