"""Serving stories from this machine until somebody ends it."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from dreamwright.chronicle import open_chronicle
from dreamwright.errors import DreamwrightError
from dreamwright.web.app import Service
from dreamwright.web.links import PATHS, Role
from dreamwright.web.pages import can_draw
from dreamwright.web.store import Store
from dreamwright.web.stories.house import House
from dreamwright.web.subject.socket import MOST_BYTES

LINKS: tuple[tuple[Role, str], ...] = (("subject", "to live in it:  "), ("operator", "to watch it:    "))
"""Whom the console invites."""
GRACE = 10
"""Seconds for connections to end when the server does; stories finish what they are in the middle of anyway."""


@dataclass(frozen=True, slots=True)
class Serving:
    """What to serve, where. `chronicle`: its address, None for the user's own. `now`: the time of day."""

    sources: Sequence[Path]
    host: str
    port: int
    chronicle: str | None
    seed: int
    new: bool
    now: Callable[[], str]
    say: Callable[[str], None]


def serve(serving: Serving) -> None:
    """Serve until interrupted. Raises DreamwrightError if that cannot be begun."""
    with _listening(serving.host, serving.port) as listening:
        asyncio.run(_serve(serving, listening))


async def _serve(serving: Serving, listening: socket.socket) -> None:
    house = House(Store(open_chronicle(serving.chronicle).database), serving.now)
    try:
        base = _base(serving.host, listening.getsockname()[1])
        await _announce(serving, house, base)
    except BaseException:
        await house.close()
        raise

    async def opened() -> House:
        return house

    config = uvicorn.Config(
        Service(opened).app, log_level="warning", access_log=False, server_header=False, ws_max_size=MOST_BYTES,
        timeout_graceful_shutdown=GRACE, ws="websockets-sansio",
        ws_per_message_deflate=False,  # messages are short, and there may be hundreds of readers
    )  # fmt: skip
    await uvicorn.Server(config).serve([listening])


async def _announce(serving: Serving, house: House, base: str) -> None:
    """Open the stories, and say under which addresses they are."""
    for source in serving.sources:
        story, stage = await house.find(source, serving.seed, new=serving.new)
        is_ours = await house.take_up(story, stage)
        serving.say(stage.title)
        for role, what in LINKS:
            secret = await house.invite_to(story, role, "from the console")
            serving.say(f"  {what}{base}/{PATHS[role]}/{secret}")
        if not is_ours:
            serving.say("  Another server is going on with it. When that ends, this one takes over.")
    serving.say("\nWhoever has a link is who it is for: give it to nobody else.")
    if _is_local(serving.host):
        serving.say("Only this machine can reach it (`--host 0.0.0.0` lets others in).")
    else:
        serving.say("Everybody who can reach this machine can knock. What goes to and fro is not encrypted: outside a "
                    "network that you trust, put it behind a proxy that speaks https.")  # fmt: skip
    if not can_draw():
        serving.say(
            "Pictures are not drawn: what draws them is not there (in a checkout: install npm, `make pictures`)."
        )
    serving.say("Ctrl-C ends it. Stories and links are kept: started again, all goes on where it was.")


def _base(host: str, port: int) -> str:
    if host in ("0.0.0.0", "::"):
        host = socket.gethostname()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises DreamwrightError (no-address)."""
    try:
        [family, kind, protocol, _, address] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen()  # who follows a link at once is not turned away
    except OSError as error:
        raise DreamwrightError.of(
            "no-address", f"cannot listen on port {port} of {host}: {error.strerror or error}",
            hint="`--port 0` takes one that is free",
        ) from error  # fmt: skip
    return listening
