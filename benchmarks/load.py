"""How many the pages bear: watchers of one story, and stories played at once, on loopback.

    python benchmarks/load.py [--watchers 500] [--stories 200] [--turns 5]

The server is a process of its own; whoever asks it is this one, on the same machine. Times are from a line's being sent
to the first word of what comes of it, at the player (a turn's reply) and at each watcher. Memory is the server's.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import quantiles
from typing import Any

SERVER = """
import asyncio, json, sys
import uvicorn
from pathlib import Path
from dreamwright.chronicle import open_chronicle
from dreamwright.web.app import Service
from dreamwright.web.store import Store
from dreamwright.web.stories.house import House

async def main(chronicle, stories, world):
    house = House(Store(open_chronicle(chronicle).database), lambda: "")
    async def opened(): return house
    app = Service(opened, 1e9, 1e9).app
    config = uvicorn.Config(app, port=0, log_level="error", ws="websockets-sansio", ws_per_message_deflate=False)
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started: await asyncio.sleep(0.05)
    print(json.dumps(server.servers[0].sockets[0].getsockname()[1]), flush=True)
    for seed in range(stories):
        room = await house.open(Path(world), seed, new=True)
        print(json.dumps([await house.invite(room, role) for role in ("subject", "observer")]), flush=True)
    await running

asyncio.run(main(sys.argv[1], int(sys.argv[2]), sys.argv[3]))
"""
WORLD = Path(__file__).parents[1] / "src" / "dreamwright" / "worlds" / "nightfall.world"
LINES = ("look", "keep watch", "wait 10 minutes", "go to the fish market", "go to the ward", "think", "forage")


class Server:
    """The server, and what it has in memory."""

    def __init__(self, folder: str, stories: int) -> None:
        command = [sys.executable, "-c", SERVER, f"{folder}/load.db", str(stories), str(WORLD)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.port = json.loads(self.process.stdout.readline())
        self.links = [json.loads(self.process.stdout.readline()) for _ in range(stories)]

    @property
    def memory(self) -> float:
        """Resident, in megabytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def address(self, kind: str, secret: str) -> str:
        return f"ws://127.0.0.1:{self.port}/api/{kind}/{secret}/live"


async def player(
    server: Server, secret: str, lines: list[str], took: list[float], sent: dict[str, float], pause: float = 0.0
) -> None:
    """Live in a story: each line once the last has been obeyed, and so many seconds have passed."""
    from websockets.asyncio.client import connect

    async with connect(server.address("play", secret), max_size=None) as socket:
        for number, line in enumerate(lines):
            began = sent[line] = time.perf_counter()
            await socket.send(json.dumps({"type": "say", "id": f"{number}", "line": line}))
            replied = done = False
            while not (replied and done):
                message = json.loads(await socket.recv())
                if message["type"] == "told" and not replied and any(t["kind"] == "said" for t in message["told"]):
                    replied = True
                    took.append(time.perf_counter() - began)
                done = done or (message["type"] == "state" and not message["busy"] and replied)
            await asyncio.sleep(pause)


async def watcher(server: Server, secret: str, ready: asyncio.Semaphore, sent: dict[str, float], took: list[float]):
    """Look on until the connection ends: when what was typed has come."""
    from websockets.asyncio.client import connect

    async with connect(server.address("helm", secret), max_size=None) as socket:
        ready.release()
        async for text in socket:
            now = time.perf_counter()
            message = json.loads(text)
            for told in message.get("told", ()):
                if told["kind"] == "typed" and told["text"] in sent:
                    took.append(now - sent[told["text"]])


def tell(what: str, took: list[float]) -> None:
    """The percentiles of times in seconds."""
    cuts = quantiles(took, n=100)
    print(f"{what:42} p50 {cuts[49] * 1000:6.0f} ms   p95 {cuts[94] * 1000:6.0f} ms   p99 {cuts[98] * 1000:6.0f} ms"
          f"   of {len(took)}")  # fmt: skip


async def told_before(socket: Any) -> int:
    """The number of the last thing that had been told when a connection was made."""
    last = 0
    while True:
        message = json.loads(await socket.recv())
        last = max([last, *(piece["number"] for piece in message.get("told", ()))])
        if message["type"] == "state":
            return last


async def watched(folder: str, count: int) -> None:
    """One story, many watchers: until each of them has heard of a line."""
    server = Server(folder, 1)
    try:
        [(subject, observer)] = server.links
        await player(server, subject, ["i consent"], [], {})
        before, ready, sent, took = server.memory, asyncio.Semaphore(0), {}, []
        tasks = [asyncio.create_task(watcher(server, observer, ready, sent, took)) for _ in range(count)]
        for _ in range(count):
            await ready.acquire()
        await asyncio.sleep(1)
        await player(server, subject, [f"examine {n}" for n in range(20)], [], sent, pause=0.5)
        await asyncio.sleep(1)
        tell(f"{count} watchers, a line reaches each", took)
        print(f"{'memory a watcher':42} {(server.memory - before) * 1024 / count:.0f} KB")
        for task in tasks:
            task.cancel()
    finally:
        server.process.kill()


async def played(folder: str, count: int, turns: int) -> None:
    """Many stories at once, each with a player who reads and thinks for a while between turns."""
    server = Server(folder, count)
    try:
        before, replied, over = server.memory, [], []

        async def live(number: int, subject: str) -> None:
            begun: list[float] = []
            await player(server, subject, ["i consent"], begun, {})
            from websockets.asyncio.client import connect

            await asyncio.sleep(number / count * PAUSE)
            async with connect(server.address("play", subject), max_size=None) as socket:
                last = await told_before(socket)
                for turn in range(turns):
                    began = time.perf_counter()
                    line = LINES[(number + turn) % len(LINES)]
                    await socket.send(json.dumps({"type": "say", "id": f"t{turn}", "line": line}))
                    heard = told = False
                    while True:
                        message = json.loads(await socket.recv())
                        for piece in message.get("told", ()):
                            if heard and not told and piece["kind"] == "said":
                                told = True
                                replied.append(time.perf_counter() - began)
                            heard = heard or (piece["kind"] == "typed" and piece["number"] > last)
                            last = max(last, piece["number"])
                        if told and message["type"] == "state" and not message["busy"]:
                            break
                    over.append(time.perf_counter() - began)
                    await asyncio.sleep(max(0.0, PAUSE - (time.perf_counter() - began)))

        await asyncio.gather(*(live(n, subject) for n, (subject, _) in enumerate(server.links)))
        tell(f"{count} stories, a turn's reply begins", replied)
        tell(f"{count} stories, a turn is over", over)
        print(f"{'memory a story':42} {(server.memory - before) / count:.1f} MB")
    finally:
        server.process.kill()


PAUSE = 30.0
"""Seconds from one line of a player's to the next: to read what happened, to think, to type."""


def main() -> None:
    """Measure both."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--watchers", type=int, default=500)
    parser.add_argument("--stories", type=int, default=200)
    parser.add_argument("--turns", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(watched(folder, asked.watchers))
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(played(folder, asked.stories, asked.turns))


if __name__ == "__main__":
    main()
