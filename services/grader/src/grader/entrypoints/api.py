"""The HTTP routes: hints and explanations for learners, and the calls of language models for who pays."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, FastAPI, Query, Request, Response
from fastapi.responses import JSONResponse
from traclearn_identity import Identity, install
from traclearn_worker import route_errors

from grader.application.model_calls import CallsReport
from grader.application.question_trial import TrialReport
from grader.bootstrap import Parts
from grader.domain.errors import RequestError, TooManyRequests
from grader.domain.hints.given_hint import GivenHint
from grader.domain.model_reply import ModelReply
from grader.entrypoints.requests import (
    CallsSwitch,
    ExplanationRequest,
    HintRequest,
    RepliesQuery,
    TrialRequest,
)

POLL_AFTER_S = "1"
PRIVATE = {"Cache-Control": "no-store"}
AUTHORS, OPERATORS = "authors", "operators"
SHOWN = {"state", "kind", "item", "text", "remarks", "sources", "deduction"}


def api(parts: Parts) -> FastAPI:
    """The application that the worker runtime serves beside `/health` and `/ready`."""
    app = FastAPI(title="TracLearn grader", openapi_url=None)
    install(app)
    route_errors.install(app)

    @app.exception_handler(RequestError)
    async def refused(_request: Request, error: RequestError) -> Response:
        headers = {"Retry-After": str(error.retry_in)} if isinstance(error, TooManyRequests) else {}
        return route_errors.answer(error.status, str(error), error.code, **headers)

    app.include_router(_hints(parts))
    app.include_router(_trial(parts))
    app.include_router(_calls(parts))
    app.include_router(_replies(parts))
    return app


def _hints(parts: Parts) -> APIRouter:
    router = APIRouter(prefix="/api/v1/llm")
    Learner = Annotated[Identity, Depends(parts.guard.learner)]
    hints, count = parts.hints, parts.hint_limit.count

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


def _trial(parts: Parts) -> APIRouter:
    router = APIRouter(prefix="/api/v1/llm/trial", dependencies=[Depends(parts.guard.group(AUTHORS))])

    @router.post("")
    async def run(asked: TrialRequest) -> TrialReport:
        ruling = asked.ruling.made() if asked.ruling else None
        return await parts.trial.run(asked.ticket, asked.asked(), asked.answers, asked.limit, ruling)

    return router


def _calls(parts: Parts) -> APIRouter:
    router = APIRouter(prefix="/api/v1/llm/calls")
    Operator = Annotated[Identity, Depends(parts.guard.group(OPERATORS))]

    @router.get("", dependencies=[Depends(parts.guard.group(AUTHORS, OPERATORS))])
    async def read() -> CallsReport:
        return await parts.calls.read()

    @router.put("")
    async def switch(said: CallsSwitch, who: Operator) -> CallsReport:
        return await parts.calls.switch(allowed=said.allowed, said_by=who.learner, reason=said.reason)

    return router


def _replies(parts: Parts) -> APIRouter:
    router = APIRouter(prefix="/api/v1/llm/replies", dependencies=[Depends(parts.guard.group(AUTHORS))])

    @router.get("")
    async def read(about: Annotated[RepliesQuery, Query()]) -> Response:
        kept = await parts.calls.list_replies(about.ticket, about.learner, about.attempt)
        return JSONResponse({"replies": [shown_reply(one) for one in kept]}, headers=PRIVATE)

    return router


def answer(hint: GivenHint) -> Response:
    """202 while it is being written."""
    waiting = hint.state == "waiting"
    headers = PRIVATE | ({"Retry-After": POLL_AFTER_S} if waiting else {})
    return JSONResponse(shown(hint), 202 if waiting else 200, headers)


def shown(hint: GivenHint) -> dict[str, object]:
    return {"hint": str(hint.id), **hint.model_dump(mode="json", include=SHOWN)}


def shown_reply(kept: ModelReply) -> dict[str, object]:
    return kept.model_dump(mode="json", include={"call", "reply", "received_at"})
