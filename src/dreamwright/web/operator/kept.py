"""The addresses of what is kept: the branches of the live story, the runs of the chronicle, their debriefs and files.

Whoever may look may read all of it; nothing here changes anything.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, Response

from dreamwright.errors import DreamwrightError
from dreamwright.web.operator.answers import FORBIDDEN, IMPOSSIBLE, Answers, Piece, conflicts, file
from dreamwright.web.operator.runs import Compared, Opened, Runs, Tree
from dreamwright.web.operator.seat import OperatorSeat

Find = Callable[..., Awaitable[OperatorSeat]]
Label = Annotated[str, Query(max_length=200, description="What a run or branch is called: RUN or RUN/BRANCH.")]
Live = Annotated[str, Query(max_length=200, description="RUN or RUN/BRANCH; empty for the story's own.")]
Before = Annotated[int | None, Query(ge=0, le=2**31, description="Up to the entry of this number; else the last.")]

STANDS_ALONE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""The policy of a debrief: a page with a style of its own, which may run nothing, send nothing and load nothing."""


def kept_routes(seated: Find, granted: Find, answers: Answers) -> APIRouter:
    """All of them. `seated` gives the seat of whoever may look, `granted` of whoever may act."""
    router = APIRouter()
    Seated = Annotated[OperatorSeat, Depends(seated)]  # noqa: N806
    Granted = Annotated[OperatorSeat, Depends(granted)]  # noqa: N806

    # ------------------------------------------------------------------------------------------ for people
    @router.get("/helm/{secret}/branches", include_in_schema=False)
    async def branches_page(seat: Seated, secret: str, piece: Piece = False) -> HTMLResponse:
        try:
            return answers.page(secret, "branches", piece, tree=await seat.tree())
        except (ValueError, DreamwrightError) as error:
            return answers.refused(secret, error, piece)

    @router.get("/helm/{secret}/runs", include_in_schema=False)
    async def runs_page(seat: Seated, secret: str) -> HTMLResponse:
        try:
            return answers.page(secret, "runs", runs=await seat.runs(), role=seat.role)
        except DreamwrightError as error:
            return answers.refused(secret, error)

    @router.get("/helm/{secret}/runs/open", include_in_schema=False)
    async def open_page(seat: Seated, secret: str, run: Label, before: Before = None) -> HTMLResponse:
        try:
            return answers.page(secret, "opened", opened=await seat.opened(run, before), role=seat.role)
        except (ValueError, DreamwrightError) as error:
            return answers.refused(secret, error)

    @router.get("/helm/{secret}/runs/compare", include_in_schema=False)
    async def compare_page(seat: Seated, secret: str, one: Label, other: Label) -> HTMLResponse:
        try:
            return answers.page(secret, "compared", compared=await seat.compared(one, other))
        except (ValueError, DreamwrightError) as error:
            return answers.refused(secret, error)

    @router.get("/helm/{secret}/debrief", include_in_schema=False)
    async def debrief_page(seat: Seated, secret: str, run: Live = "") -> HTMLResponse:
        try:
            page = await seat.debrief(run)
        except (ValueError, DreamwrightError) as error:
            return answers.refused(secret, error)
        return HTMLResponse(page, headers={"content-security-policy": STANDS_ALONE})

    @router.get("/helm/{secret}/export", include_in_schema=False)
    async def export_page(seat: Granted, secret: str, run: Live = "") -> Response:
        try:
            return file(await seat.export(run), f"{run or 'run'}.dream")
        except (ValueError, DreamwrightError) as error:
            return answers.refused(secret, error)

    # ------------------------------------------------------------------------------------------ for programs
    @router.get("/api/helm/{secret}/branches", responses=IMPOSSIBLE, tags=["operator"])
    async def branches(seat: Seated) -> Tree:
        """How the live story has branched: what was unmade, what was forked off, what is being tried."""
        with conflicts():
            return await seat.tree()

    @router.get("/api/helm/{secret}/runs", responses=IMPOSSIBLE, tags=["operator"])
    async def runs(seat: Seated) -> Runs:
        """The runs in the chronicle, with their branches."""
        with conflicts():
            return await seat.runs()

    @router.get("/api/helm/{secret}/runs/open", responses=IMPOSSIBLE, tags=["operator"])
    async def opened(seat: Seated, run: Label, before: Before = None) -> Opened:
        """What happened in a branch, at most 200 entries, and how it stands at its end."""
        with conflicts():
            return await seat.opened(run, before)

    @router.get("/api/helm/{secret}/runs/compare", responses=IMPOSSIBLE, tags=["operator"])
    async def compared(seat: Seated, one: Label, other: Label) -> Compared:
        """Where two branches part, what came after that, and what is otherwise at their ends."""
        with conflicts():
            return await seat.compared(one, other)

    @router.get(
        "/api/helm/{secret}/debrief",
        responses=IMPOSSIBLE | {200: {"content": {"text/html": {}}}},
        tags=["operator"],
        response_class=HTMLResponse,
    )
    async def debrief(seat: Seated, run: Live = "") -> HTMLResponse:
        """The debrief of a branch as one page of HTML that stands alone."""
        with conflicts():
            return HTMLResponse(await seat.debrief(run), headers={"content-security-policy": STANDS_ALONE})

    @router.get(
        "/api/helm/{secret}/export",
        responses=IMPOSSIBLE | FORBIDDEN | {200: {"content": {"application/octet-stream": {}}}},
        tags=["operator"],
        response_class=Response,
    )
    async def export(seat: Granted, run: Live = "") -> Response:
        """A run with all its branches as a file that `dreamwright import` reads; for operators."""
        with conflicts():
            return file(await seat.export(run), f"{run or 'run'}.dream")

    return router
