"""Whatever is sent to the sockets and addresses: no fault of ours, no truth for a subject, and the story goes on."""

import json
from contextlib import suppress
from itertools import cycle
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.websockets import WebSocketDisconnect

from dreamwright.web.stories.orders import FIELDS
from web.running import running
from web.served import WORLDS, Helm, Live, Served
from web.test_secret import SECRETS, WORDS

LINES = st.sampled_from(WORDS) | st.text(max_size=60)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
MESSAGES = st.one_of(
    st.text(max_size=200),
    st.binary(max_size=100),
    JSON.map(json.dumps),
    st.fixed_dictionaries({"type": st.just("say"), "id": st.text(max_size=8) | st.uuids().map(str),
                           "line": LINES | JSON}, optional={"more": JSON}).map(json.dumps),
    st.fixed_dictionaries({"id": st.uuids().map(str), "line": LINES}).map(json.dumps),
    st.sampled_from(["[" * 3000, "{" * 5000, "9" * 4096, '"\\ud800"', json.dumps({"id": "a", "line": "x" * 5000})]),
)  # fmt: skip
ODD = st.sampled_from(
    ["Host", "Guest", "Cook", "Nobody", "whisper()", "knock()", "walk(Host, Hall)", "give(Guest, Lamp, Host)", "dream",
     "inn", "dark()", "at(Cook) == Yard", "((", "", "\x00", "../..", "send", "hold", 0, 1, 5, -1, 30, 2**63, 10**30]
) | st.text(max_size=30) | st.integers() | st.booleans() | st.none()  # fmt: skip
ORDERS = st.sampled_from([*FIELDS, "Ease", "Nothing"]).flatmap(
    lambda kind: st.fixed_dictionaries(
        {"order": st.just(kind)} | dict.fromkeys(FIELDS.get(kind, {}), ODD), optional={"more": ODD}
    )
)
"""Orders of each kind, right and wrong. None tells the subject of what is planted in the truth."""


@pytest.fixture(scope="module")
def subject(tmp_path_factory):
    """Somebody in the inn, for all examples."""
    with Served(tmp_path_factory.mktemp("fuzz") / "c.db") as served:
        subject = served.subject("inn.stage")
        subject.enter("I consent")
        yield subject


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(messages=st.lists(MESSAGES, max_size=12), after=st.integers(-5, 10**20))
def test_the_socket_stands_anything(subject, messages, after):
    """Each connection is served or closed; a proper line is obeyed afterwards; the secret of the inn stays one."""
    received = []
    with suppress(WebSocketDisconnect), subject.live(after) as live:
        for message in messages:
            (live.socket.send_bytes if isinstance(message, bytes) else live.socket.send_text)(message)
        live.socket.send_text("?")
        live.until("refused")
        received = live.received
    subject.served.do(subject.room.obeyed)
    if subject.room.over:  # somebody has typed `stop`
        subject.__init__(subject.served, *begin_again(subject))
    assert subject.enter("look")["type"] == "heard"
    for secret in SECRETS:
        assert secret not in json.dumps(received).encode()


def begin_again(subject):
    """Another story of the same stage."""
    other = subject.served.subject(Path(subject.room.row.source).name)
    other.enter("I consent")
    return other.room, other.secret


@pytest.fixture(scope="module")
def helmet(tmp_path_factory):
    """Somebody whose operators may do anything, and one of these, for all examples."""
    with Served(tmp_path_factory.mktemp("fuzz") / "c.db") as served:
        subject = served.subject("helm.stage")
        subject.enter("I consent")
        yield subject


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    frames=st.lists(MESSAGES | ORDERS.map(lambda order: json.dumps({"id": "a-1", "order": order})), max_size=8),
    orders=st.lists(st.tuples(st.sampled_from(["orders", "forecast", "what-if"]), ORDERS), max_size=4),
    after=st.integers(-5, 10**20),
)
def test_the_helmets_socket_and_orders_stand_anything(helmet, frames, orders, after):
    """Each is answered or closed, nothing is entered for the subject, and what they receive meanwhile holds no
    secret; they can go on at once."""
    subject = helmet
    helm = Helm(subject)
    with subject.live() as screen:
        number = len(subject.room.feed)
        with (
            suppress(WebSocketDisconnect),
            Live(subject.client.websocket_connect(f"{helm.api}/live?after={after}")) as live,
        ):
            for frame in frames:
                (live.socket.send_bytes if isinstance(frame, bytes) else live.socket.send_text)(frame)
            live.socket.send_text("?")
            live.until("refused")
        assert len(subject.room.feed) == number
        for place, (path, order) in enumerate(orders):
            body = {"order": order} | {"orders": {"id": f"fuzz-{place}"}, "what-if": {"what": "order"}}.get(path, {})
            assert subject.client.post(f"{helm.api}/{path}", json=body).status_code in (200, 409, 422), (path, body)
        if not subject.room.over:
            helm.do("LetTimeGo", beat=0)
            assert subject.enter("look")["type"] == "heard"
        while len(screen.numbers()) < len(subject.room.feed):
            screen.next()
        received = json.dumps(screen.received).encode()
    for path in (subject.page, f"{subject.page}/panels", subject.api):
        received += subject.client.get(path).content
    assert b"not your fault" not in received
    for secret in SECRETS:
        assert secret not in received
    if subject.room.over:  # they have been woken
        subject.__init__(subject.served, *begin_again(subject))


def test_the_interface_is_as_documented(tmp_path):
    """schemathesis, by the OpenAPI document: nothing undocumented, no fault, nothing that is let through."""
    with running(tmp_path / "c.db") as server:
        room = server.story(WORLDS / "helm.stage")
        server.do(room.say("I consent", "consent", "subject"))
        secrets = {role: server.invitation(room, role).rpartition("/")[2] for role in ("subject", "operator")}
        schema = schemathesis.openapi.from_url(f"{server.base}/openapi.json")
        for operation in schema.get_all_operations():
            check(operation.ok(), secrets)


def check(operation, secrets):
    """Try one operation; every other time with an invitation that opens something."""
    known = cycle((False, True))
    secret = secrets["operator" if "/helm/" in operation.path else "subject"]

    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def run(case):
        if next(known) and "secret" in case.path_parameters:
            case.path_parameters["secret"] = secret
        case.call_and_validate()

    run()
