"""The subject's socket: what has been told, in order and numbered, and how the story stands; lines the other way.

Two tasks a connection: one reads what it is sent, the other writes what it has not been sent. The second keeps a place
in the feed, so a reader who is slow costs nothing, and one who comes back names the last number they had.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from fastapi import WebSocket, WebSocketDisconnect
from pydantic import ValidationError

from dreamwright.errors import DreamwrightError
from dreamwright.web.limits import Bucket
from dreamwright.web.seat import Seat
from dreamwright.web.wire import Refused, Say, Wire

GONE = 4404
"""Close code: the invitation opens nothing (any more)."""
SLOW = 4408
"""Close code: the reader takes too long. They may come back."""
NONSENSE = 4400
"""Close code: too much came that is no message."""

ELSEWHERE = 4503
"""Close code: the story cannot be had from this server now, as another one goes on with it. They may come back."""

PATIENCE = 10.0
"""Seconds in which a message must have gone out."""
AT_ONCE = 100
"""Texts in one message."""
MOST_BYTES = 4096
"""Of a message that comes in."""
MOST_NONSENSE = 20
"""Messages that cannot be read before the connection is closed."""


async def answer(socket: WebSocket, find: Callable[[], Awaitable[Seat | None]], after: int) -> None:
    """Serve a connection until it ends. `find` gives the seat it is for, `after` is the last text that it has."""
    await socket.accept()
    try:
        seat = await find()
    except DreamwrightError:
        await socket.close(ELSEWHERE)
        return
    if seat is None:
        await socket.close(GONE)
        return
    line = Line(socket, seat)
    tasks = [asyncio.create_task(line.write(max(0, after))), asyncio.create_task(line.read())]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Line:
    """One connection."""

    def __init__(self, socket: WebSocket, seat: Seat) -> None:
        self._socket = socket
        self._seat = seat
        self._bucket = Bucket(rate=5, burst=20)
        self._sending = asyncio.Lock()
        self._nonsense = 0

    # ------------------------------------------------------------------------------------------ writing
    async def write(self, after: int) -> None:
        """Send whatever is new, for as long as there is a connection and an invitation."""
        feed, state = self._seat.feed, None
        after = min(after, len(feed))
        with suppress(WebSocketDisconnect, RuntimeError, TimeoutError):
            while self._seat.is_open:
                news = feed.news()
                while texts := feed.after(after, AT_ONCE):
                    await self._send(f'{{"type":"told","told":[{",".join(texts)}]}}')
                    after += len(texts)
                if self._seat.state() != state:
                    state = self._seat.state()
                    await self._send(state.model_dump_json())
                else:
                    await news.wait()
            await self._close(GONE)

    async def _send(self, text: str) -> None:
        try:
            async with self._sending, asyncio.timeout(PATIENCE):
                await self._socket.send_text(text)
        except TimeoutError:
            await self._close(SLOW)
            raise

    async def _answer(self, message: Wire) -> None:
        await self._send(message.model_dump_json())

    async def _close(self, code: int) -> None:
        with suppress(RuntimeError, TimeoutError, WebSocketDisconnect):
            async with asyncio.timeout(PATIENCE):
                await self._socket.close(code)

    # ------------------------------------------------------------------------------------------ reading
    async def read(self) -> None:
        """Take lines. Whatever is no line is answered with why, and too much of it ends the connection."""
        waiting: set[asyncio.Task[None]] = set()
        with suppress(WebSocketDisconnect, RuntimeError, TimeoutError):
            while self._nonsense < MOST_NONSENSE:
                said = await self._next()
                if said is not None:
                    task = asyncio.create_task(self._enter(said))
                    waiting.add(task)
                    task.add_done_callback(waiting.discard)
            await self._close(NONSENSE)

    async def _next(self) -> Say | None:
        """The next message, if it is one."""
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1000))
        text = message.get("text")
        if text is None or len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
            await self._refuse(f"A message is a text of at most {MOST_BYTES} bytes.")
            return None
        try:
            said = Say.model_validate_json(text)
        except (ValidationError, ValueError):
            await self._refuse("That is no message of this protocol.")
            return None
        if not self._bucket.take():
            await self._answer(Refused(id=said.id, code="too-fast", message="Not so fast. One moment."))
            return None
        return said

    async def _refuse(self, why: str) -> None:
        self._nonsense += 1
        await self._answer(Refused(code="malformed", message=why))

    async def _enter(self, said: Say) -> None:
        with suppress(WebSocketDisconnect, RuntimeError, TimeoutError):
            await self._answer(await self._seat.say(said.line, said.id))
