"""The HTTP routes: hints and explanations for learners."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from traclearn_identity import Guard, Identity, install
from traclearn_worker import route_errors

from grader.application.hints import Hints
from grader.domain.errors import RequestError, TooManyRequests
from grader.domain.given_hint import GivenHint
from grader.entrypoints.requests import ExplanationRequest, HintRequest

POLL_AFTER_S = "1"
SHOWN = {"state", "kind", "item", "text", "sources", "deduction"}


def api(hints: Hints, count: Callable[[str], Awaitable[None]], guard: Guard) -> FastAPI:
    """The application that the worker runtime serves beside `/health` and `/ready`. `count` is told of each
    request of a learner, and raises TooManyRequests."""
    app = FastAPI(title="TracLearn grader", openapi_url=None)
    install(app)
    route_errors.install(app)

    @app.exception_handler(RequestError)
    async def refused(_request: Request, error: RequestError) -> Response:
        headers = {"Retry-After": str(error.retry_in)} if isinstance(error, TooManyRequests) else {}
        return route_errors.answer(error.status, str(error), **headers)

    app.include_router(_hints(hints, count, guard))
    return app


def _hints(hints: Hints, count: Callable[[str], Awaitable[None]], guard: Guard) -> APIRouter:
    router = APIRouter(prefix="/api/v1/llm")
    Learner = Annotated[Identity, Depends(guard.learner)]

    @router.post("/hint")
    async def give(asked: HintRequest, who: Learner) -> Response:
        await count(who.learner)
        return answer(await hints.give(who.learner, asked.ticket, asked.attempt, asked.step, asked.draft))

    @router.post("/explain")
    async def explain(asked: ExplanationRequest, who: Learner) -> Response:
        await count(who.learner)
        return answer(await hints.explain(who.learner, asked.ticket, asked.attempt, asked.item))

    @router.get("/hints/{hint}")
    async def read(hint: UUID, who: Learner) -> Response:
        return answer(await hints.read(who.learner, hint))

    return router


def answer(hint: GivenHint) -> Response:
    """202 while it is being written."""
    waiting = hint.state == "waiting"
    headers = {"Cache-Control": "no-store"} | ({"Retry-After": POLL_AFTER_S} if waiting else {})
    return JSONResponse(shown(hint), 202 if waiting else 200, headers)


def shown(hint: GivenHint) -> dict[str, object]:
    return {"hint": str(hint.id), **hint.model_dump(mode="json", include=SHOWN)}
