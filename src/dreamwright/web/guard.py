"""What stands before every page: headers that forbid a browser all we have no use for, and limits on what may come in.

There are no cookies: an address is all it takes to be somebody, so no other site can borrow a visitor's rights. The
origin is checked all the same, and addresses are not passed on to other sites, nor kept by caches.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from dreamwright.web.limits import Buckets

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_BYTES = 16_384
"""Of a request's body, and of a message to a socket."""

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    (b"referrer-policy", b"same-origin"),  # "no-referrer" would take the origin from our own forms
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
)


class Guard:
    """An ASGI application around another. `rate` and `burst`: requests a second, and at once, of one address."""

    def __init__(self, app: App, rate: float = 50, burst: float = 200) -> None:
        self._app = app
        self._buckets = Buckets(rate, burst)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on with limits."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        address = scope["client"][0] if scope.get("client") else ""
        if not self._buckets.take(address):
            await _refuse(scope, send, 429, "Too many requests. One moment.")
        elif not _same_origin(scope):
            await _refuse(scope, send, 403, "This came from another site.")
        elif _announced(scope) > MOST_BYTES:
            await _refuse(scope, send, 413, "That is too much at once.")
        elif scope["type"] == "websocket":
            await self._app(scope, receive, send)
        else:
            await self._app(scope, _limited(receive), _with_headers(scope, send))


def _limited(receive: Receive) -> Receive:
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > MOST_BYTES:  # what is left of it is dropped: the request ends here
            return {"type": "http.disconnect"}
        return message

    return limited


def _with_headers(scope: Scope, send: Send) -> Send:
    keep = scope["path"].startswith("/static/")

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = dict(message.get("headers", []))  # a debrief has a policy of its own
            caching = (b"cache-control", b"no-cache" if keep else b"no-store")
            ours = [(name, value) for name, value in (*HEADERS, caching) if name not in given]
            message = {**message, "headers": [*message.get("headers", []), *ours]}
        await send(message)

    return sending


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def _announced(scope: Scope) -> int:
    length = _header(scope, b"content-length")
    return int(length) if length.isdecimal() else 0


def _same_origin(scope: Scope) -> bool:
    """Whether what changes anything, or stays connected, comes from a page of ours, or from no page at all."""
    if scope["type"] == "http" and scope["method"] in ("GET", "HEAD", "OPTIONS"):
        return True
    origin = _header(scope, b"origin")
    return not origin or urlsplit(origin).netloc == _header(scope, b"host")


async def _refuse(scope: Scope, send: Send, status: int, why: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "reason": why})  # before it is open: the answer is 403
        return
    headers = [*HEADERS, (b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": why.encode()})
