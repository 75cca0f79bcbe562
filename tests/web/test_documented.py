"""docs/web.md says what goes over the wire."""

import re
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from dreamwright.web import wire
from dreamwright.web.guard import MOST_BYTES
from dreamwright.web.subject import socket

PAGE = (Path(__file__).parents[2] / "docs" / "web.md").read_text()
EXAMPLES = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
MESSAGES = (wire.Say, wire.Heard, wire.Refused, wire.News, wire.State)


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_are_messages(example):
    """Each message that is shown is one."""
    TypeAdapter(wire.Say | wire.Heard | wire.Refused | wire.News | wire.State).validate_json(example)


def test_every_message_is_shown():
    """There is an example of each kind, and the codes and phases there are are named."""
    kinds = {re.search(r'"type": "(\w+)"', example)[1] for example in EXAMPLES}
    assert kinds == {model.model_fields["type"].default for model in MESSAGES}
    for model, field in ((wire.Refused, "code"), (wire.State, "phase")):
        for word in model.model_fields[field].annotation.__args__:
            assert f"`{word}`" in PAGE


def test_numbers_are_those_of_the_code():
    """Limits and close codes."""
    for number in (socket.GONE, socket.SLOW, socket.NONSENSE, socket.ELSEWHERE, wire.LONGEST_LINE):
        assert str(number) in PAGE
    assert MOST_BYTES == 16 * 1024 and socket.MOST_BYTES == 4 * 1024


def test_every_address_is_named(served):
    """The interface for programs, as OpenAPI has it."""
    paths = served.client.get("/openapi.json").json()["paths"]
    assert paths
    for path in paths:
        assert path.replace("{secret}", "SECRET").partition("?")[0] in PAGE
