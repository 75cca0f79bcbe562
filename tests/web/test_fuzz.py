"""Whatever is sent to the subject's socket and addresses: no fault of the server's, no truth, and the story goes on."""

import json
from contextlib import suppress
from itertools import cycle

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.websockets import WebSocketDisconnect

from web.running import running
from web.served import WORLDS, Served
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
)  # fmt: skip


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
    other = subject.served.subject("inn.stage")
    other.enter("I consent")
    return other.room, other.secret


def test_the_interface_is_as_documented(tmp_path):
    """schemathesis, by the OpenAPI document: nothing undocumented, no fault, nothing that is let through."""
    with running(tmp_path / "c.db") as server:
        secret = server.invitation(server.story(WORLDS / "inn.stage")).rpartition("/")[2]
        schema = schemathesis.openapi.from_url(f"{server.base}/openapi.json")
        for operation in schema.get_all_operations():
            check(operation.ok(), secret)


def check(operation, secret):
    """Try one operation; every other time with an invitation that opens something."""
    known = cycle((False, True))

    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def run(case):
        if next(known) and "secret" in case.path_parameters:
            case.path_parameters["secret"] = secret
        case.call_and_validate()

    run()
