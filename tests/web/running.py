"""A server of the pages that runs beside a test, and a browser to look at them."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import socket
import threading
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

import uvicorn

from dreamwright.chronicle import open_chronicle
from dreamwright.web.app import Service
from dreamwright.web.links import Role
from dreamwright.web.store import Store
from dreamwright.web.stories.house import House
from dreamwright.web.stories.room import Room

NOON = "2026-01-01T12:00:00+00:00"


class Running:
    """The server, on a port of its own and with a loop of its own."""

    def __init__(self, chronicle: Path, port: int = 0, rate: float = 1000) -> None:
        self._chronicle = chronicle
        self.service = Service(self._house, rate=rate, burst=rate)
        self._socket = socket.create_server(("127.0.0.1", port))
        self.base = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.server = uvicorn.Server(
            uvicorn.Config(self.service.app, log_level="error", access_log=False, timeout_graceful_shutdown=1,
                           ws="websockets-sansio")
        )  # fmt: skip
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        assert self._ready.wait(60)

    async def _house(self) -> House:
        self._loop = asyncio.get_running_loop()
        self._loop.call_later(0, self._ready.set)
        return House(Store(open_chronicle(str(self._chronicle)).database), lambda: NOON)

    def _run(self) -> None:
        asyncio.run(self.server.serve([self._socket]))

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run something in the server's loop, and give its result."""
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    @property
    def house(self) -> House:
        assert self.service.house is not None
        return self.service.house

    def story(self, source: Path, **how: Any) -> Room:
        """A story of a world or stage."""
        return self.do(self.house.open(source, **how))

    def invitation(self, room: Room, role: Role = "subject") -> str:
        """The address of somebody's page."""
        path = "play" if role == "subject" else "helm"
        return f"{self.base}/{path}/{self.do(self.house.invite(room, role))}"

    def stop(self) -> None:
        """End as on Ctrl-C."""
        self.server.should_exit = True
        self._thread.join(60)
        assert not self._thread.is_alive()


@contextlib.contextmanager
def running(chronicle: Path) -> Iterator[Running]:
    """A server for as long as the block lasts."""
    server = Running(chronicle)
    try:
        yield server
    finally:
        server.stop()


def chromium() -> str | None:
    """The browser that is installed here."""
    return next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
                None)  # fmt: skip


FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
"""For a browser in a container, run by root."""
