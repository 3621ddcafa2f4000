"""What authors read of everybody's. No learner is named."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, exists, func, or_, select, text
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncEngine

from progress.adapters import views
from progress.adapters.pages import Key, Page, read_page
from progress.adapters.staff import reading_as_staff
from progress.adapters.tables import COURSES, DISPUTES, GENERATED_QUESTIONS, LEDGER, PATHS, QUESTIONS, RULINGS
from progress.domain.generated_question import QuestionState

Json = dict[str, Any]
CITES_ANY = "'$[*].ruling ? (@ != null)'"
"""Of a grade's items: as `idx_ledger_cited` has it."""
MAX_NOTES = 5
"""Of those that dispute one question."""


class StaffReader:
    """See `progress.adapters.reader.Reader`: this one reads as staff."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def gaps(self, page: Page) -> Json:
        """What was asked for and the material does not cover, what most learners want first. Raises
        BadCursor."""
        async with reading_as_staff(self._engine) as connection:
            rows, following = await read_page(connection, _gaps(), GAP_KEYS, page)
        return {"gaps": [views.gap(row) for row in rows], **following}

    async def generated_questions(self, subject: str | None, state: QuestionState | None, page: Page) -> Json:
        """What learners dispute comes first, then the newest. Raises BadCursor."""
        wanted = _generated_questions()
        if subject is not None:
            wanted = wanted.where(GENERATED_QUESTIONS.c.subject == subject)
        if state is not None:
            wanted = wanted.where(GENERATED_QUESTIONS.c.state == state)
        keys = (
            Key(wanted.selected_columns["disputes"], descending=True),
            Key(GENERATED_QUESTIONS.c.drafted_at, descending=True),
            Key(GENERATED_QUESTIONS.c.id),
        )
        async with reading_as_staff(self._engine) as connection:
            rows, following = await read_page(connection, wanted, keys, page)
            courses = (await connection.execute(_courses())).mappings().all()
        shown = [views.generated_question(row) for row in rows]
        return {"questions": shown, "courses": [dict(row) for row in courses], **following}

    async def generated_question(self, question_id: UUID) -> Json | None:
        async with reading_as_staff(self._engine) as connection:
            query = _generated_questions().where(GENERATED_QUESTIONS.c.id == question_id)
            row = (await connection.execute(query)).mappings().first()
        return views.generated_question(row) if row else None

    async def rulings(self, ticket: int | None, page: Page) -> Json:
        """The newest first, revoked ones too. Raises BadCursor."""
        wanted = _rulings() if ticket is None else _rulings().where(RULINGS.c.ticket_id == ticket)
        keys = (Key(RULINGS.c.ruled_at, descending=True), Key(RULINGS.c.id))
        async with reading_as_staff(self._engine) as connection:
            rows, following = await read_page(connection, wanted, keys, page)
        return {"rulings": [views.ruling(row) for row in rows], **following}


def _generated_questions() -> Select[Any]:
    """With how many tickets ask each, and what learners said against it since an author last looked. A review
    that came before its draft shows nothing yet."""
    is_asked = QUESTIONS.c.generated == GENERATED_QUESTIONS.c.id
    uses = select(func.count()).where(is_asked).scalar_subquery()
    reviewed_at = GENERATED_QUESTIONS.c.reviewed_at
    disputed = select(DISPUTES).join(QUESTIONS, QUESTIONS.c.ticket_id == DISPUTES.c.ticket_id)
    disputed = disputed.where(is_asked, or_(reviewed_at.is_(None), DISPUTES.c.said_at > reviewed_at))
    learners = func.count(DISPUTES.c.cognito_user_id.distinct())
    latest = aggregate_order_by(DISPUTES.c.note, DISPUTES.c.said_at.desc())
    notes = func.array_agg(latest).filter(DISPUTES.c.note != "")
    return select(
        *GENERATED_QUESTIONS.c,
        uses.label("uses"),
        disputed.with_only_columns(learners).scalar_subquery().label("disputes"),
        disputed.with_only_columns(notes[1:MAX_NOTES]).scalar_subquery().label("notes"),
    ).where(GENERATED_QUESTIONS.c.drafted_at.is_not(None))


def _rulings() -> Select[Any]:
    """With how many grades cite each: the first condition is that of the index. A revocation that came before
    its ruling shows nothing yet."""
    cites_any = LEDGER.c["items"].path_exists(text(CITES_ANY))
    id_ = func.jsonb_build_object("ruling", RULINGS.c.id.cast(String))
    cites_this = LEDGER.c["items"].contains(func.jsonb_build_array(id_))
    cited = select(func.count()).where(cites_any, cites_this, LEDGER.c.ticket_id == RULINGS.c.ticket_id)
    return select(*RULINGS.c, cited.scalar_subquery().label("cited")).where(RULINGS.c.ruled_at.is_not(None))


def _courses() -> Select[Any]:
    return select(COURSES.c.subject, COURSES.c.generated_questions).order_by(COURSES.c.subject)


def _gaps() -> Select[Any]:
    """By topic. What was covered once closes the gap, until somebody finds it open again."""
    later = PATHS.alias("later")
    has_closed = exists().where(
        later.c.topic == PATHS.c.topic, later.c.covered, later.c.settled_at > PATHS.c.settled_at
    )
    learners = func.count(PATHS.c.cognito_user_id.distinct()).label("learners")
    requests = func.count().label("requests")
    last_at = func.max(PATHS.c.settled_at).label("last_at")
    refusals = func.array_agg(aggregate_order_by(PATHS.c.refusal, PATHS.c.settled_at.desc()))
    return (
        select(
            func.array_agg(aggregate_order_by(PATHS.c.query_text, PATHS.c.settled_at))[1].label("goal"),
            learners,
            requests,
            func.min(PATHS.c.settled_at).label("first_at"),
            last_at,
            refusals[1].label("refusal"),
        )
        .where(PATHS.c.covered.is_(False), PATHS.c.topic != "", ~has_closed)
        .group_by(PATHS.c.topic)
    )


GAP_KEYS = (
    Key(func.count(PATHS.c.cognito_user_id.distinct()), descending=True),
    Key(func.count(), descending=True),
    Key(func.max(PATHS.c.settled_at), descending=True),
    Key(PATHS.c.topic),
)
