"""Two servers of one chronicle: a story has one of them at a time; the other takes it over when that one is killed."""

import json
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from chronicle.conftest import address, server  # noqa: F401  (fixtures: a file, and a PostgreSQL server)
from dreamwright.web.subject.socket import ELSEWHERE
from web.served import WORLDS

PATIENCE = 120
"""Seconds after which a server that does not answer is a failure."""


class Process:
    """`dreamwright serve`, in a process of its own."""

    def __init__(self, process):
        self.process = process
        self.said = []
        for line in self.process.stdout:
            self.said.append(line.strip())
            if line.startswith("Ctrl-C"):
                break
        links = [line.partition("http://")[2] for line in self.said if "http://" in line]
        self.at = links[0].partition("/")[0]
        self.secret, self.helm = (link.rpartition("/")[2] for link in links)

    def get(self, path):
        """The status and what came."""
        try:
            with urllib.request.urlopen(f"http://{self.at}{path}", timeout=PATIENCE) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def live(self, secret, after=0):
        return connect(f"ws://{self.at}/api/play/{secret}/live?after={after}", open_timeout=PATIENCE)

    def end(self, how):
        self.process.send_signal(how)
        self.process.wait(PATIENCE)


@contextmanager
def serving(chronicle):
    command = ["serve", str(WORLDS / "helm.stage"), "--port", "0", "--chronicle", chronicle]
    program = [sys.executable, "-m", "dreamwright", *command]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True, bufsize=1) as process:
        try:
            yield Process(process)
        finally:
            process.kill()


def heard(live, wanted):
    """Take what comes until so many of the lines with an id are acknowledged; the ids that were, and all that came."""
    acknowledged, came = [], []
    while len(acknowledged) < wanted:
        message = json.loads(live.recv(PATIENCE))
        came.append(message)
        if message["type"] == "heard":
            acknowledged.append(message["id"])
    return acknowledged, came


def say(live, line, id):
    live.send(json.dumps({"type": "say", "id": id, "line": line}))


def taken_over(process, secret):
    """Ask until a server has the story."""
    until = time.monotonic() + PATIENCE
    while process.get(f"/api/play/{secret}")[0] != 200:
        assert time.monotonic() < until
        time.sleep(0.05)


def numbers(came):
    return [told["number"] for message in came if message["type"] == "told" for told in message["told"]]


def test_a_killed_servers_story_is_taken_over(address):  # noqa: F811
    """Nothing that was acknowledged is lost, nothing is done twice, and the reader misses nothing."""
    with serving(address) as one, serving(address) as other:
        assert not any("Another server" in line for line in one.said)
        assert any("Another server" in line for line in other.said)
        assert other.get(f"/api/play/{one.secret}")[0] == other.get(f"/api/helm/{other.helm}")[0] == 503
        with other.live(one.secret) as refused, pytest.raises(ConnectionClosed) as closed:
            refused.recv(PATIENCE)
        assert closed.value.rcvd.code == ELSEWHERE
        with one.live(one.secret) as live:
            say(live, "I consent", "consent")
            _, came = heard(live, 1)
            lines = {f"line-{i}": ("go to the Yard", "go to the Hall", "wait 20 minutes")[i % 3] for i in range(8)}
            for id_, line in lines.items():
                say(live, line, id_)
            more, later = heard(live, 5)
            one.end(signal.SIGKILL)
            came += later
        taken_over(other, one.secret)
        assert set(more) <= set(lines)
        have = max(numbers(came), default=0)
        with other.live(one.secret, have) as live:
            for id_, line in lines.items():  # as a page does that does not know what was heard
                say(live, line, id_)
            again, later = heard(live, len(lines))
            assert sorted(again) == sorted(lines)
            while not (later[-1]["type"] == "state" and not later[-1]["busy"]):
                later.append(json.loads(live.recv(PATIENCE)))
        told = other.get(f"/api/play/{one.secret}/told")[1]["told"]
        assert [it["number"] for it in told] == list(range(1, len(told) + 1))
        assert numbers(came + later) == list(range(1, max(numbers(came + later)) + 1))
        typed = [it["text"] for it in told if it["kind"] == "typed"]
        assert sorted(typed) == sorted(lines.values())
        assert other.get(f"/api/helm/{one.helm}")[1]["watching"] is not None
        other.end(signal.SIGINT)
    with serving(address) as third:
        assert not any("Another server" in line for line in third.said)
        assert third.get(f"/api/play/{one.secret}/told")[1]["told"] == told
