"""The HTTP routes of grades: the gradebook and each grade's story for authors, spending for operators too."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from traclearn_identity import Guard
from traclearn_worker import route_errors

from progress.adapters.gradebook import Gradebook
from progress.adapters.pages import Page
from progress.entrypoints.authors import GROUP, After, Cursor, answer_unstored
from progress.entrypoints.path_ids import uuid_of

OPERATORS = "operators"
MAX_ENTRIES = 500
NO_GRADE = "There is no such grade. GET /api/v1/grades lists those that count."

Course = Annotated[str | None, Query(max_length=100)]
Entries = Annotated[int, Query(ge=1, le=MAX_ENTRIES)]
Days = Annotated[int, Query(ge=1, le=366)]


def grades(gradebook: Gradebook, guard: Guard) -> APIRouter:
    router = APIRouter(prefix="/api/v1")
    of_authors = [Depends(guard.group(GROUP))]

    @router.get("/grades", dependencies=of_authors)
    async def entries(
        course: Course = None, after: After = 0, limit: Entries = 500, cursor: Cursor = None
    ) -> Response:
        return answer_unstored(await gradebook.grades(course, Page(limit, after, cursor)))

    @router.get("/grades/{grade_id}", dependencies=of_authors)
    async def story(grade_id: str) -> Response:
        id_ = uuid_of(grade_id)
        found = await gradebook.story(id_) if id_ else None
        return answer_unstored(found) if found else route_errors.answer(404, NO_GRADE)

    @router.get("/spending", dependencies=[Depends(guard.group(GROUP, OPERATORS))])
    async def spending(days: Days = 31) -> Response:
        return answer_unstored(await gradebook.spending(days))

    return router
