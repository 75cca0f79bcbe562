"""The operators' addresses: the helmet and its pieces, the interface for programs, the socket."""

import json
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, Request, WebSocket
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dreamwright.web.links import PATHS, ROLES
from dreamwright.web.operator.answers import FORBIDDEN, Answers
from dreamwright.web.operator.hands import form_of, hand_routes
from dreamwright.web.operator.kept import kept_routes
from dreamwright.web.operator.seat import OperatorSeat
from dreamwright.web.operator.wire import Invitation, OperatorView
from dreamwright.web.pages import Pages
from dreamwright.web.subject import socket as sockets
from dreamwright.web.wire import UNKNOWN

FindSeat = Callable[[str], Awaitable[OperatorSeat | None]]

RECENT = 60
"""Texts of the subject's screen on the page as it is first sent."""
LONGEST_NAME = 60

Secret = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$", description="The secret of an invitation.")]


def operator_routes(find: FindSeat, pages: Pages) -> APIRouter:
    """All of them. `find` gives the seat that a secret opens."""
    router = APIRouter()

    async def seated(secret: Secret) -> OperatorSeat:
        seat = await find(secret)
        if seat is None:
            raise HTTPException(404, "This invitation opens nothing. It may have been taken back.")
        return seat

    async def granted(seat: Annotated[OperatorSeat, Depends(seated)]) -> OperatorSeat:
        if seat.role != "operator":
            raise HTTPException(403, "This invitation is for looking on.")
        return seat

    Seated = Annotated[OperatorSeat, Depends(seated)]  # noqa: N806
    Granted = Annotated[OperatorSeat, Depends(granted)]  # noqa: N806

    async def page_for(seat: OperatorSeat, secret: str, made: str | None = None) -> HTMLResponse:
        first = max(0, len(seat.feed) - RECENT)
        told = [json.loads(text) for text in seat.feed.after(first, RECENT)]
        return HTMLResponse(
            pages.render(
                "helm.html", secret=secret, view=await seat.watched(), told=told, last=first + len(told), made=made,
                role=seat.role,
                invitations=await seat.invitations() if seat.role == "operator" else [],
            )
        )  # fmt: skip

    # ------------------------------------------------------------------------------------------ for people
    @router.get("/helm/{secret}", include_in_schema=False)
    async def page(seat: Seated, secret: Secret) -> HTMLResponse:
        return await page_for(seat, secret)

    @router.get("/helm/{secret}/panels", include_in_schema=False)
    async def panels(seat: Seated, secret: Secret) -> HTMLResponse:
        return HTMLResponse(pages.render("helm_panels.html", secret=secret, view=await seat.watched(), role=seat.role))

    @router.post("/helm/{secret}/invitations", include_in_schema=False)
    async def invite(seat: Granted, secret: Secret, request: Request) -> Response:
        """Make an invitation, and show its link, once."""
        form = form_of(await request.body())
        role, name = form.get("role", ""), form.get("name", "").strip()[:LONGEST_NAME]
        if role not in ROLES:
            raise HTTPException(422, "An invitation is for a subject, an operator or an observer.")
        made = await seat.invite(role, name)
        return await page_for(seat, secret, made=f"{str(request.base_url).rstrip('/')}/{PATHS[role]}/{made}")

    @router.post("/helm/{secret}/invitations/{link}", include_in_schema=False)
    async def revoke(seat: Granted, secret: Secret, link: int) -> Response:
        await seat.revoke_link(link)
        return RedirectResponse(f"/helm/{secret}", 303)

    # ------------------------------------------------------------------------------------------ for programs
    @router.get("/api/helm/{secret}", responses=UNKNOWN, tags=["operator"])
    async def watched(seat: Seated) -> OperatorView:
        """Everything about the story: the truth, the subject's belief, everybody's reasons."""
        return await seat.watched()

    @router.get("/api/helm/{secret}/invitations", responses=FORBIDDEN, tags=["operator"])
    async def invitations(seat: Granted) -> list[Invitation]:
        """All invitations to the story, without their secrets."""
        return await seat.invitations()

    @router.websocket("/api/helm/{secret}/live")
    async def live(socket: WebSocket, secret: str, after: int = 0) -> None:
        await sockets.answer(socket, lambda: find(secret), after)

    answers = Answers(pages)
    router.include_router(hand_routes(seated, granted, answers))
    router.include_router(kept_routes(seated, granted, answers))
    return router
