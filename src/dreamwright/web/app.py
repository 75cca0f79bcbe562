"""The application: pages, interface and sockets over a house of stories."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from dreamwright import __version__
from dreamwright.errors import DreamwrightError
from dreamwright.web.guard import App, Guard
from dreamwright.web.operator.routes import operator_routes
from dreamwright.web.operator.seat import OperatorSeat
from dreamwright.web.pages import STATIC, Pages
from dreamwright.web.seat import Seat
from dreamwright.web.stories.house import BUSY, House
from dreamwright.web.subject.routes import subject_routes

ELSEWHERE = "Another server is going on with this story just now. Try again in a moment."
ABOUT = "Stories lived in, watched and steered in the browser. Sockets are described in docs/web.md."


class Service:
    """The application; `house` is there while it runs. `open_house` makes it, and may open stories in it.

    `rate` and `burst`: requests a second, and at once, that one address may make.
    """

    def __init__(self, open_house: Callable[[], Awaitable[House]], rate: float = 50, burst: float = 200) -> None:
        self._open_house = open_house
        self.house: House | None = None
        self.app: App = Guard(self._made(), rate, burst)

    async def _seat(self, secret: str) -> Seat | None:
        assert self.house is not None
        return await self.house.seat(secret)

    async def _helm(self, secret: str) -> OperatorSeat | None:
        assert self.house is not None
        return await self.house.helm(secret)

    @asynccontextmanager
    async def _living(self, app: FastAPI) -> AsyncIterator[None]:
        self.house = await self._open_house()
        try:
            yield
        finally:
            await self.house.close()

    def _made(self) -> FastAPI:
        app = FastAPI(title="Dreamwright", version=__version__, description=ABOUT, lifespan=self._living,
                      docs_url=None, redoc_url=None)  # fmt: skip
        pages = Pages()
        app.include_router(subject_routes(self._seat, pages))
        app.include_router(operator_routes(self._helm, pages))
        app.mount("/static", StaticFiles(directory=STATIC), name="static")

        @app.get("/", include_in_schema=False)
        async def front() -> HTMLResponse:
            return HTMLResponse(pages.render("front.html"))

        @app.exception_handler(HTTPException)
        async def wrong(request: Request, error: HTTPException) -> Response:
            if request.url.path.startswith(("/api/", "/openapi")):
                return JSONResponse({"detail": error.detail}, error.status_code, error.headers)
            page = pages.render("wrong.html", status=error.status_code, why=str(error.detail))
            return HTMLResponse(page, error.status_code, error.headers)

        @app.exception_handler(DreamwrightError)
        async def not_now(request: Request, error: DreamwrightError) -> Response:
            """The chronicle cannot be reached, or another process goes on with the story."""
            problem = error.diagnostics[0]
            said = ELSEWHERE if problem.code == BUSY else f"The story cannot be reached now: {problem.message}."
            return await wrong(request, HTTPException(503, said, {"retry-after": "2"}))

        return app
