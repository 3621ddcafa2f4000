"""Errors of a service's routes as callers meet them: `{"message": …}` that says what to do, with a `code`
where a reader may have words of its own."""

from collections.abc import Iterable

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

RETRY_AFTER = "2"
AWAY = (SQLAlchemyError, OSError, TimeoutError)
"""What says that the database, or another server, does not answer."""
UNAVAILABLE = "unavailable"
MESSAGES = {404: "There is nothing at this address.", 405: "This address takes another method."}
MAX_MESSAGE_CHARS = 1000
"""Characters of a message."""


def answer(status: int, message: str, code: str | None = None, **headers: str) -> JSONResponse:
    said = {"message": message[:MAX_MESSAGE_CHARS]} | ({"code": code} if code else {})
    return JSONResponse(said, status_code=status, headers=headers)


def install(app: FastAPI, away: Iterable[type[Exception]] = ()) -> None:
    """`away`: a service's own errors that mean that something it needs does not answer."""

    @app.exception_handler(RequestValidationError)
    async def correct(_request: Request, error: RequestValidationError) -> JSONResponse:
        wrong = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        return answer(400, f"Correct the request and send it again: {wrong}.")

    @app.exception_handler(HTTPException)
    async def other(_request: Request, error: HTTPException) -> JSONResponse:
        return answer(error.status_code, MESSAGES.get(error.status_code, str(error.detail)))

    async def unavailable(_request: Request, _error: Exception) -> JSONResponse:
        message = "Something that this needs does not answer. Try again in a moment."
        return answer(503, message, UNAVAILABLE, **{"Retry-After": RETRY_AFTER})

    for error in (*AWAY, *away):
        app.add_exception_handler(error, unavailable)
