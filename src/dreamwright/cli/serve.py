"""`dreamwright serve`: stories as pages in the browser."""

from __future__ import annotations

from collections.abc import Sequence

from dreamwright.cli.today import now
from dreamwright.cli.worlds import locate
from dreamwright.errors import DreamwrightError


def serve_stories(named: Sequence[str], host: str, port: int, address: str | None, seed: int, *, new: bool) -> None:
    """Serve stages and worlds until interrupted. Raises DreamwrightError."""
    try:
        from dreamwright.web.serve import Serving, serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("fastapi", "uvicorn", "pydantic", "starlette", "jinja2"):
            raise
        raise DreamwrightError.of(
            "web-missing", f"the pages need {error.name}, which is not installed",
            hint="`pip install 'dreamwright[web]'`; from a checkout `make serve` installs it",
        ) from None  # fmt: skip
    sources = [locate(name, stages=True) for name in named]
    serve(Serving(sources, host, port, address, seed, new, now, lambda text: print(text, flush=True)))
