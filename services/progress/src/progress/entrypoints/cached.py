"""One thing of a learner's by its version: from the cache, else from the database."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from traclearn_worker import route_errors

from progress.adapters.cache import Cache
from progress.entrypoints.conditional_get import answer, encode, etag_of, is_current

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Resource:
    """How to read it; None where the learner has none, which `missing` then says."""

    learner: str
    subject: int | UUID
    version: Callable[[], Awaitable[UUID | None]]
    read: Callable[[], Awaitable[tuple[UUID, Json] | None]]
    missing: str


async def answer_cached(request: Request, cache: Cache, wanted: Resource) -> Response:
    """304, 200 or 404."""
    version = await wanted.version()
    if version is None:
        return route_errors.answer(404, wanted.missing)
    if is_current(request, etag_of([version])):
        return answer(request, etag_of([version]), b"")
    body = await cache.get(wanted.learner, wanted.subject, version)
    if body is None:
        found = await wanted.read()
        if found is None:
            return route_errors.answer(404, wanted.missing)
        version, body = found[0], encode(found[1])
        await cache.put(wanted.learner, wanted.subject, version, body)
    return answer(request, etag_of([version]), body)
