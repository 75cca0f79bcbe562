"""The addresses by which operators look closer and reach in: minds, reasons, forecasts, orders, what-ifs.

Each thing can be done from a page that runs no scripts, by a form whose answer is a page, and by programs.
"""

import uuid
from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from dreamwright.web.operator.answers import FORBIDDEN, IMPOSSIBLE, Answers, Piece, conflicts
from dreamwright.web.operator.seat import OperatorSeat
from dreamwright.web.operator.views import Foreseen, Minds, Order, Proposed, Trial, Wants, WhatIf
from dreamwright.web.stories.orders import FIELDS
from dreamwright.web.wire import Heard, Refused

MOST_FIELDS = 12
DEEPEST = 3

Path_ = Annotated[str, Query(max_length=400, description="Names with '/' between them; empty for the truth.")]
Find = Callable[..., Awaitable[OperatorSeat]]


def hand_routes(seated: Find, granted: Find, answers: Answers) -> APIRouter:
    """All of them. `seated` gives the seat of whoever may look, `granted` of whoever may act."""
    router = APIRouter()
    Seated = Annotated[OperatorSeat, Depends(seated)]  # noqa: N806
    Granted = Annotated[OperatorSeat, Depends(granted)]  # noqa: N806

    # ------------------------------------------------------------------------------------------ for people: looking
    @router.get("/helm/{secret}/minds", include_in_schema=False)
    async def minds_page(seat: Seated, secret: str, request: Request, piece: Piece = False) -> HTMLResponse:
        left, right = (_path_of(request, side) for side in "lr")
        try:
            return answers.page(secret, "minds", piece, minds=await seat.minds(left, right))
        except ValueError as error:
            return answers.refused(secret, error, piece)

    @router.get("/helm/{secret}/wants", include_in_schema=False)
    async def wants_page(seat: Seated, secret: str, who: Path_ = "", piece: Piece = False) -> HTMLResponse:
        try:
            return answers.page(secret, "wants", piece, wants=await seat.wants(who))
        except ValueError as error:
            return answers.refused(secret, error, piece)

    # ------------------------------------------------------------------------------------------ for people: reaching in
    @router.post("/helm/{secret}/forecast", include_in_schema=False)
    async def forecast_page(seat: Granted, secret: str, request: Request) -> HTMLResponse:
        """What would come of it, with a button to have it done."""
        form = form_of(await request.body())
        try:
            order = _order_of(form)
            foreseen = await seat.foresee(order)
        except ValueError as error:
            return answers.refused(secret, error)
        return answers.page(secret, "forecast", foreseen=foreseen, order=order, id=f"form-{uuid.uuid4()}")

    @router.post("/helm/{secret}/orders", include_in_schema=False)
    async def order_page(seat: Granted, secret: str, request: Request) -> Response:
        form = form_of(await request.body())
        try:
            order = Order(id=form.get("id") or f"form-{uuid.uuid4()}", order=_order_of(form))
        except (ValueError, ValidationError):
            return answers.refused(secret, "That is no order.")
        done = await seat.order(order.order, order.id)
        await seat.obeyed()
        if isinstance(done, Refused):
            return answers.refused(secret, done.message)
        return RedirectResponse(f"/helm/{secret}", 303)

    @router.get("/helm/{secret}/what-if", include_in_schema=False)
    async def what_if_page(seat: Granted, secret: str) -> HTMLResponse:
        try:
            return answers.page(secret, "what-if", what_if=await seat.what_if())
        except ValueError as error:
            return answers.refused(secret, error)

    @router.post("/helm/{secret}/what-if", include_in_schema=False)
    async def try_page(seat: Granted, secret: str, request: Request) -> Response:
        form = form_of(await request.body())
        try:
            if form.get("what") == "drop":
                seat.drop()
                return RedirectResponse(f"/helm/{secret}", 303)
            if form.get("what") == "fork":
                await seat.fork()
            elif form.get("what") == "order":
                await _try_order(seat, _order_of(form))
            else:
                await seat.what_if(minutes=min(24 * 60, max(0, _number(form.get("minutes", "")))))
        except ValueError as error:
            return answers.refused(secret, error)
        return RedirectResponse(f"/helm/{secret}/what-if", 303)

    # ------------------------------------------------------------------------------------------ for programs
    forbidden = IMPOSSIBLE | FORBIDDEN

    @router.get("/api/helm/{secret}/minds", responses=IMPOSSIBLE, tags=["operator"])
    async def minds(seat: Seated, left: Path_ = "", right: Path_ = "") -> Minds:
        """Two minds side by side."""
        with conflicts():
            return await seat.minds(left, right)

    @router.get("/api/helm/{secret}/wants", responses=IMPOSSIBLE, tags=["operator"])
    async def wants(seat: Seated, who: Path_ = "") -> Wants:
        """What somebody has reasons for now, the best first; without a name what the subject has."""
        with conflicts():
            return await seat.wants(who)

    @router.post("/api/helm/{secret}/forecast", responses=forbidden, tags=["operator"])
    async def forecast(seat: Granted, proposed: Proposed) -> Foreseen:
        """What the subject would make of an order."""
        with conflicts():
            return await seat.foresee(proposed.order)

    @router.post("/api/helm/{secret}/orders", responses=forbidden, tags=["operator"])
    async def orders(seat: Granted, order: Order) -> Heard | Refused:
        """Have an order carried out. The answer comes when all that follows from it has been told."""
        done = await seat.order(order.order, order.id)
        await seat.obeyed()
        return done

    @router.post("/api/helm/{secret}/what-if", responses=forbidden, tags=["operator"])
    async def what_if(seat: Granted, trial: Trial) -> WhatIf | None:
        """Try something in a scratch branch of one's own, and see it beside the live story. Nothing once it is thrown
        away."""
        with conflicts():
            match trial.what:
                case "fork":
                    return await seat.fork()
                case "order":
                    return await _try_order(seat, trial.order)
                case "pass":
                    return await seat.what_if(minutes=trial.minutes)
        seat.drop()
        return None

    return router


async def _try_order(seat: OperatorSeat, order: dict[str, Any]) -> WhatIf:
    """Try an order in one's scratch branch; in a new one if there is none."""
    if not seat.has_what_if:
        await seat.fork()
    return await seat.what_if(order)


def _path_of(request: Request, side: str) -> str:
    """A path of names from the fields of a form, `l1`, `l2`, `l3`: up to the first that is empty."""
    names = [request.query_params.get(f"{side}{place}", "")[:100] for place in range(1, DEEPEST + 1)]
    given = names[: names.index("")] if "" in names else names
    return "/".join(given)


def form_of(body: bytes) -> dict[str, str]:
    """The fields of a form; of several of one name the last."""
    try:
        return {name: values[-1] for name, values in parse_qs(body.decode(), max_num_fields=MOST_FIELDS).items()}
    except ValueError:
        return {}


def _order_of(form: dict[str, str]) -> dict[str, Any]:
    """The order that a form is about. Raises ValueError if it is about none."""
    kind = form.get("order", "")
    if kind not in FIELDS:
        raise ValueError("that is no order")
    given = {name: form[name].strip() for name in FIELDS[kind] if form.get(name, "").strip()}
    return {"order": kind} | {n: _number(v) if FIELDS[kind][n] is int else v for n, v in given.items()}


def _number(text: str) -> int:
    """Raises ValueError, in words."""
    if not text.strip().isdecimal() or len(text) > 9:
        raise ValueError("that takes a whole number")
    return int(text)
