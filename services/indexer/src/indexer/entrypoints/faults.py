"""Errors as callers meet them: `{"message": …}` that says what to do."""

import asyncio

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from traclearn_embedding import EmbeddingError
from traclearn_graph import GraphError

from indexer.domain.errors import BucketAway, RequestError

RETRY_AFTER = "2"
AWAY = (
    SQLAlchemyError,
    OSError,
    GraphError,
    EmbeddingError,
    BucketAway,
    asyncio.TimeoutError,
)
MESSAGES = {404: "There is nothing at this address.", 405: "This address takes another method."}


def install(app: FastAPI) -> None:
    app.add_exception_handler(RequestValidationError, _bad_request)
    app.add_exception_handler(HTTPException, _other)
    app.add_exception_handler(RequestError, _refused)
    for error in AWAY:
        app.add_exception_handler(error, _away)


def answer(status: int, message: str, **headers: str) -> JSONResponse:
    return JSONResponse({"message": message}, status_code=status, headers=headers)


async def _bad_request(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    wrong = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
    return answer(400, f"Correct the request and send it again: {wrong}."[:1000])


async def _other(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return answer(error.status_code, MESSAGES.get(error.status_code, str(error.detail)))


async def _refused(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestError)
    return answer(error.status, str(error))


async def _away(_request: Request, _error: Exception) -> JSONResponse:
    return answer(
        503,
        "Something that this needs does not answer. Try again in a moment.",
        **{"Retry-After": RETRY_AFTER},
    )
