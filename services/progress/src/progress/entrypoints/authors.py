"""The HTTP routes of authors, where everybody else gets 403."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from traclearn_identity import Guard
from traclearn_worker import route_errors

from progress.adapters.staff_reader import StaffReader
from progress.domain.generated_question import QuestionState
from progress.entrypoints.conditional_get import encode
from progress.entrypoints.path_ids import uuid_of

GROUP = "authors"
MAX_PAGE_SIZE = 200
MAX_TICKET = 2_147_483_647
NO_QUESTION = "There is no such question. GET /api/v1/generated-questions lists those that there are."

After = Annotated[int, Query(ge=0, le=1_000_000)]
Ticket = Annotated[int | None, Query(ge=1, le=MAX_TICKET)]
Limit = Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE)]


def authors(reader: StaffReader, guard: Guard) -> APIRouter:
    router = APIRouter(prefix="/api/v1", dependencies=[Depends(guard.group(GROUP))])

    @router.get("/learning-paths/gaps")
    async def gaps(after: After = 0, limit: Limit = 100) -> Response:
        return answer_unstored(await reader.gaps(after, limit))

    @router.get("/generated-questions")
    async def generated_questions(
        subject: str | None = None, state: QuestionState | None = None, after: After = 0, limit: Limit = 100
    ) -> Response:
        return answer_unstored(await reader.generated_questions(subject, state, after, limit))

    @router.get("/generated-questions/{question_id}")
    async def generated_question(question_id: str) -> Response:
        id_ = uuid_of(question_id)
        found = await reader.generated_question(id_) if id_ else None
        return answer_unstored(found) if found else route_errors.answer(404, NO_QUESTION)

    @router.get("/rulings")
    async def rulings(ticket: Ticket = None, after: After = 0, limit: Limit = 100) -> Response:
        return answer_unstored(await reader.rulings(ticket, after, limit))

    return router


def answer_unstored(body: Any) -> Response:
    """References and rubrics are kept nowhere on the way."""
    return Response(encode(body), media_type="application/json", headers={"Cache-Control": "no-store"})
