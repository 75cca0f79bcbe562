"""The subject's addresses: the page and its pieces, the interface for programs, the socket."""

import json
import uuid
from collections.abc import Awaitable, Callable
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request, WebSocket
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dreamwright.web.pages import Pages
from dreamwright.web.seat import Seat
from dreamwright.web.subject import socket as sockets
from dreamwright.web.wire import LONGEST_LINE, UNKNOWN, Heard, News, Numbered, Refused, Say, SubjectView

FindSeat = Callable[[str], Awaitable[Seat | None]]

RECENT = 200
"""Texts on the page as it is first sent; a link shows all."""
AT_ONCE = 500
"""Texts that a program is given at once."""

Secret = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$", description="The secret of an invitation.")]
After = Annotated[int, Query(ge=0, le=2**53, description="The number of the last text that one has; 0 for none.")]


def subject_routes(find: FindSeat, pages: Pages) -> APIRouter:
    """All of them. `find` gives the seat that a secret opens."""
    router = APIRouter()

    async def seated(secret: Secret) -> Seat:
        seat = await find(secret)
        if seat is None:
            raise HTTPException(404, "This invitation opens nothing. It may have been taken back.")
        return seat

    Seated = Annotated[Seat, Depends(seated)]  # noqa: N806

    # ------------------------------------------------------------------------------------------ for people
    @router.get("/play/{secret}", include_in_schema=False)
    async def page(seat: Seated, secret: Secret, all: bool = False) -> HTMLResponse:
        view = await seat.view()
        first = 0 if all else max(0, len(seat.feed) - RECENT)
        told = [json.loads(text) for text in seat.feed.after(first, len(seat.feed))]
        return HTMLResponse(
            pages.render("play.html", secret=secret, view=view, told=told, first=first, last=first + len(told))
        )

    @router.post("/play/{secret}", include_in_schema=False)
    async def enter(seat: Seated, secret: Secret, request: Request) -> Response:
        """What a page does that runs no scripts."""
        line = _line_of(await request.body())
        if line is None:
            raise HTTPException(422, f"A line has at most {LONGEST_LINE} letters.")
        answer = await seat.say(line, f"form-{uuid.uuid4()}")
        await seat.obeyed()
        if isinstance(answer, Refused) and answer.code != "over":
            return HTMLResponse(pages.render("refused.html", secret=secret, why=answer.message), 503)
        return RedirectResponse(f"/play/{secret}#now", 303)

    @router.get("/play/{secret}/panels", include_in_schema=False)
    async def panels(seat: Seated, secret: Secret) -> HTMLResponse:
        return HTMLResponse(pages.render("panels.html", secret=secret, view=await seat.view()))

    # ------------------------------------------------------------------------------------------ for programs
    @router.get("/api/play/{secret}", responses=UNKNOWN, tags=["subject"])
    async def view(seat: Seated) -> SubjectView:
        """Everything that the subject can know now, apart from what has been told."""
        return await seat.view()

    @router.get("/api/play/{secret}/told", responses=UNKNOWN, tags=["subject"])
    async def told(seat: Seated, after: After = 0) -> News:
        """What has been told after a number, the oldest first; at most 500 texts."""
        texts = seat.feed.after(after, AT_ONCE)
        return News(told=[Numbered.model_validate_json(text) for text in texts])

    @router.post("/api/play/{secret}/lines", responses=UNKNOWN, tags=["subject"])
    async def lines(seat: Seated, said: Say) -> Heard | Refused:
        """Enter a line. The answer comes when all that follows from it has been told."""
        answer = await seat.say(said.line, said.id)
        await seat.obeyed()
        return answer

    @router.websocket("/api/play/{secret}/live")
    async def live(socket: WebSocket, secret: str, after: int = 0) -> None:
        await sockets.answer(socket, lambda: find(secret), after)

    return router


def _line_of(body: bytes) -> str | None:
    """What a form has sent as `line`; None if it is none."""
    try:
        [line] = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=2).get("line", [""])
    except ValueError:
        return None
    return line if len(line) <= LONGEST_LINE else None
