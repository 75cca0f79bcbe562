"""How operators are answered: by pages that say one thing, by what cannot be with its reason, by files."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Header, HTTPException
from fastapi.responses import HTMLResponse, Response

from dreamwright.errors import DreamwrightError
from dreamwright.web.pages import Pages
from dreamwright.web.wire import UNKNOWN

IMPOSSIBLE = UNKNOWN | {409: {"description": "That cannot be; the detail says why."}}
FORBIDDEN = UNKNOWN | {403: {"description": "The invitation is for looking on."}}
"""What an address may answer besides what is asked for."""

Piece = Annotated[bool, Header(alias="HX-Request")]
"""Whether the helmet asks, which shows the answer in a place of its own and needs no page around it."""


class Answers:
    """Pages that answer one thing."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def page(self, secret: str, kind: str, piece: bool = False, **values: Any) -> HTMLResponse:
        """An answer of a kind, each of which `answer.html` knows; without the page around it if a piece is wanted."""
        template = "answer_piece.html" if piece else "answer.html"
        return HTMLResponse(self._pages.render(template, secret=secret, kind=kind, piece=piece, **values))

    def refused(self, secret: str, error: Exception | str, piece: bool = False) -> HTMLResponse:
        """That something cannot be, and why."""
        return self.page(secret, "refused", piece, why=error if isinstance(error, str) else why(error))


class conflicts:  # noqa: N801  (reads as a statement)
    """What cannot be, as an answer that says why."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, at: object) -> None:
        if isinstance(error, ValueError | DreamwrightError):
            raise HTTPException(409, why(error)) from error


def why(error: Exception) -> str:
    """The reason that an error gives."""
    if isinstance(error, DreamwrightError):
        return "; ".join(diagnostic.message for diagnostic in error.diagnostics)
    return str(error)


def file(content: bytes, name: str) -> Response:
    """Something to be saved."""
    how = f"attachment; filename*=UTF-8''{quote(name.replace('/', '-'), safe='')}"
    return Response(content, media_type="application/octet-stream", headers={"content-disposition": how})
