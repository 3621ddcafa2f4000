"""The HTTP route of the authors' desk."""

from fastapi import APIRouter, Depends, Response
from traclearn_identity import Guard

from progress.adapters.desk_reader import DeskReader
from progress.adapters.pages import Page
from progress.entrypoints.authors import GROUP, After, Cursor, Limit, Ticket, answer_unstored


def desk(reader: DeskReader, guard: Guard) -> APIRouter:
    router = APIRouter(prefix="/api/v1", dependencies=[Depends(guard.group(GROUP))])

    @router.get("/desk")
    async def answers(
        course: str | None = None,
        ticket: Ticket = None,
        after: After = 0,
        limit: Limit = 100,
        cursor: Cursor = None,
    ) -> Response:
        """Of one ticket its answers, whatever the course; without one the course's questions."""
        page = Page(limit, after, cursor)
        if ticket is not None:
            return answer_unstored(await reader.answers(ticket, page))
        return answer_unstored(await reader.questions(course, page))

    return router
