"""The HTTP routes: a learner's progress, and the change feed for Trac."""

import hashlib
import json
from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, FastAPI, Path, Query, Request, Response
from traclearn_identity import Guard, Identity, install
from traclearn_worker import route_errors

from progress.adapters.cache import Cache
from progress.adapters.reader import Reader
from progress.application.feed import ChangeFeed, Cursor
from progress.application.ports import ChangeSignal

FEED_SCOPE = "traclearn/feed"
MAX_TICKET = 2_147_483_647
MAX_CURSOR = 2**63 - 1

Ticket = Annotated[int, Path(ge=1, le=MAX_TICKET)]


def api(reader: Reader, signal: ChangeSignal, cache: Cache, guard: Guard) -> FastAPI:
    """The application that the worker runtime serves beside `/health` and `/ready`."""
    app = FastAPI(title="TracLearn progress", openapi_url=None)
    install(app)
    route_errors.install(app)
    app.include_router(_progress(reader, cache, guard))
    app.include_router(_changes(ChangeFeed(reader, signal), guard))
    return app


def _progress(reader: Reader, cache: Cache, guard: Guard) -> APIRouter:
    router = APIRouter(prefix="/api/v1/progress")
    Learner = Annotated[Identity, Depends(guard.learner)]

    @router.get("")
    async def overview(request: Request, who: Learner) -> Response:
        versions, body = await reader.overview(who.learner)
        return _response(request, _etag(versions), _encode(body))

    @router.get("/{ticket_id}")
    async def progress(request: Request, who: Learner, ticket_id: Ticket) -> Response:
        version = await reader.version(who.learner, ticket_id)
        if version is None:
            return route_errors.answer(
                404, f"Nothing of yours on ticket {ticket_id}. Answer it in Trac first."
            )
        if _is_current(request, _etag([version])):
            return _response(request, _etag([version]), b"")
        body = await cache.get(who.learner, ticket_id, version)
        if body is None:
            found = await reader.progress(who.learner, ticket_id)
            if found is None:
                return route_errors.answer(404, f"Ticket {ticket_id} is gone.")
            version, body = found[0], _encode(found[1])
            await cache.put(who.learner, ticket_id, version, body)
        return _response(request, _etag([version]), body)

    return router


def _changes(feed: ChangeFeed, guard: Guard) -> APIRouter:
    router = APIRouter(prefix="/api/v1/changes")
    Machine = Annotated[Identity, Depends(guard.scope(FEED_SCOPE))]

    def cursor(
        who: Machine,
        after: Annotated[int, Query(ge=0, le=MAX_CURSOR)] = 0,
        epoch: UUID | None = None,
    ) -> Cursor:
        return Cursor(who.learner, after, epoch)

    @router.get("")
    async def changes(
        request: Request,
        at: Annotated[Cursor, Depends(cursor)],
        wait: Annotated[float, Query(ge=0, le=20)] = 0,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
    ) -> Response:
        body = await feed.read(at, wait, limit, is_gone=request.is_disconnected)
        return Response(_encode(body), media_type="application/json", headers={"Cache-Control": "no-store"})

    return router


def _response(request: Request, etag: str, body: bytes) -> Response:
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Authorization"}
    if _is_current(request, etag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def _is_current(request: Request, etag: str) -> bool:
    tags = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    return etag in tags or "*" in tags


def _etag(versions: Sequence[UUID]) -> str:
    return f'"{hashlib.sha256(b"".join(version.bytes for version in versions)).hexdigest()[:32]}"'


def _encode(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
