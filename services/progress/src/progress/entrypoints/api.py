"""The HTTP routes: a learner's progress and paths, the authors' lists, and the change feed for Trac."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, FastAPI, Path, Query, Request, Response
from traclearn_identity import Guard, Identity, install
from traclearn_worker import Unavailable, route_errors

from progress.adapters.cache import Cache
from progress.adapters.reader import Reader
from progress.application.feed import ChangeFeed, Cursor
from progress.bootstrap import Parts
from progress.domain.errors import BadCursor
from progress.entrypoints.authors import authors
from progress.entrypoints.cached import Resource, answer_cached
from progress.entrypoints.conditional_get import answer, encode, etag_of
from progress.entrypoints.desk import desk
from progress.entrypoints.grades import grades
from progress.entrypoints.operations import operations
from progress.entrypoints.path_ids import uuid_of

FEED_SCOPE = "traclearn/feed"
MAX_TICKET = 2_147_483_647
MAX_CURSOR = 2**63 - 1
BAD_CURSOR = "The cursor is none of this list's. Send the `next_cursor` of the page before as it is, or none."
NO_PATH = "You have no such path. GET /api/v1/learning-paths lists those that you have."

Ticket = Annotated[int, Path(ge=1, le=MAX_TICKET)]


def api(parts: Parts) -> FastAPI:
    """The application that the worker runtime serves beside `/health` and `/ready`."""
    app = FastAPI(title="TracLearn progress", openapi_url=None)
    install(app)
    route_errors.install(app, away=[Unavailable])

    @app.exception_handler(BadCursor)
    async def refused(_request: Request, _error: Exception) -> Response:
        return route_errors.answer(400, BAD_CURSOR)

    reader, cache, guard = parts.reader, parts.cache, parts.guard
    app.include_router(_progress(reader, cache, guard))
    app.include_router(authors(parts.staff_reader, guard))  # before whatever takes any word for an id
    app.include_router(grades(parts.gradebook, guard))
    app.include_router(desk(parts.desk_reader, guard))
    app.include_router(operations(parts.queue_depths, guard))
    app.include_router(_paths(reader, cache, guard))
    app.include_router(_changes(ChangeFeed(reader, parts.change_listener), guard))
    return app


def _progress(reader: Reader, cache: Cache, guard: Guard) -> APIRouter:
    router = APIRouter(prefix="/api/v1/progress")
    Learner = Annotated[Identity, Depends(guard.learner)]

    @router.get("")
    async def overview(request: Request, who: Learner) -> Response:
        versions, body = await reader.overview(who.learner)
        return answer(request, etag_of(versions), encode(body))

    @router.get("/{ticket_id}")
    async def progress(request: Request, who: Learner, ticket_id: Ticket) -> Response:
        wanted = Resource(
            learner=who.learner,
            subject=ticket_id,
            version=partial(reader.version, who.learner, ticket_id),
            read=partial(reader.progress, who.learner, ticket_id),
            missing=f"Nothing of yours on ticket {ticket_id}. Answer it in Trac first.",
        )
        return await answer_cached(request, cache, wanted)

    return router


def _paths(reader: Reader, cache: Cache, guard: Guard) -> APIRouter:
    router = APIRouter(prefix="/api/v1/learning-paths")
    Learner = Annotated[Identity, Depends(guard.learner)]

    @router.get("")
    async def paths(request: Request, who: Learner) -> Response:
        versions, body = await reader.paths(who.learner)
        return answer(request, etag_of(versions), encode(body))

    @router.get("/{path_id}")
    async def path(request: Request, who: Learner, path_id: str) -> Response:
        id_ = uuid_of(path_id)
        if id_ is None:
            return route_errors.answer(404, NO_PATH)
        wanted = Resource(
            learner=who.learner,
            subject=id_,
            version=partial(reader.path_version, who.learner, id_),
            read=partial(reader.path, who.learner, id_),
            missing=NO_PATH,
        )
        return await answer_cached(request, cache, wanted)

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
        return Response(encode(body), media_type="application/json", headers={"Cache-Control": "no-store"})

    return router
