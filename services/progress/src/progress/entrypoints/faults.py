"""Errors as callers meet them: `{"message": …}` that says what to do."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

RETRY_AFTER = "2"


def answer(status: int, message: str, **headers: str) -> JSONResponse:
    return JSONResponse({"message": message}, status_code=status, headers=headers)


def install(app: FastAPI) -> None:
    app.add_exception_handler(RequestValidationError, _bad_request)
    app.add_exception_handler(HTTPException, _other)
    for error in (SQLAlchemyError, OSError):
        app.add_exception_handler(error, _database_gone)


async def _bad_request(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    wrong = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
    return answer(400, f"Correct the request and send it again: {wrong}.")


async def _other(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    message = {404: "There is nothing at this address.", 405: "This address is for GET."}
    return answer(error.status_code, message.get(error.status_code, str(error.detail)))


async def _database_gone(_request: Request, _error: Exception) -> JSONResponse:
    return answer(503, "Progress cannot be read now. Try again in a moment.", **{"Retry-After": RETRY_AFTER})
