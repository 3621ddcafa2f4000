"""The HTTP routes of authors, where everybody else gets 403."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from traclearn_identity import Guard

from progress.adapters.staff_reader import StaffReader
from progress.entrypoints.conditional import encode

GROUP = "authors"
MAX_PAGE_SIZE = 200

After = Annotated[int, Query(ge=0, le=1_000_000)]
Limit = Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE)]


def authors(reader: StaffReader, guard: Guard) -> APIRouter:
    router = APIRouter(prefix="/api/v1", dependencies=[Depends(guard.group(GROUP))])

    @router.get("/learning-paths/gaps")
    async def gaps(after: After = 0, limit: Limit = 100) -> Response:
        body = encode(await reader.gaps(after, limit))
        return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})

    return router
