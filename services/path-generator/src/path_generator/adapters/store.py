"""The Store in PostgreSQL, on a connection whose transaction belongs to the runtime."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Table, and_, func, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from path_generator.adapters.rows import kept_of, question_row
from path_generator.adapters.tables import (
    COURSES,
    DISPUTES,
    GRADES,
    PATHS,
    PUBLISHED,
    QUESTIONS,
    REVIEWS,
    STEPS,
    TICKETS,
)
from path_generator.application.ports import Outcome, Registration, StoredPath, StoredStep
from path_generator.application.publication import stored
from path_generator.domain.course import Course, GeneratedQuestions
from path_generator.domain.grade import Grade
from path_generator.domain.paths.proposal import Proposal
from path_generator.domain.questions.kept import Asked, KeptQuestion, Rejected
from path_generator.domain.questions.review import Review
from path_generator.domain.text import digest, name_of

Row = dict[str, Any]
HOUR = timedelta(hours=1)
LOCK_LEARNER = text("SELECT pg_advisory_xact_lock(hashtext('path_generator requests'), hashtext(:learner))")
"""Requests of one learner are counted one after another."""


class SqlStore:
    """See `path_generator.application.ports.Store`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def register(self, path: UUID, learner: str, at: datetime, per_hour: int) -> Registration:
        await self._connection.execute(LOCK_LEARNER, {"learner": learner})
        values = {"path": path, "learner": learner, "requested_at": at}
        if await self._connection.scalar(select(PATHS.c.path).where(PATHS.c.path == path)) is None:
            retry_at = await self._retry_at(learner, at, per_hour)
            await self._connection.execute(
                insert(PATHS).values(**values, retry_at=retry_at).on_conflict_do_nothing()
            )
        columns = (PATHS.c.learner, PATHS.c.retry_at, PATHS.c.outcome)
        row = (await self._connection.execute(select(*columns).where(PATHS.c.path == path))).one()
        return Registration(row.learner, row.retry_at, Outcome(**row.outcome) if row.outcome else None)

    async def _retry_at(self, learner: str, at: datetime, per_hour: int) -> datetime | None:
        """When there is room again, of a learner who asked for so many within the hour before."""
        counted = (
            select(PATHS.c.requested_at)
            .where(PATHS.c.learner == learner, PATHS.c.retry_at.is_(None), PATHS.c.requested_at > at - HOUR)
            .order_by(PATHS.c.requested_at.desc())
            .offset(per_hour - 1)
            .limit(1)
        )
        oldest: datetime | None = await self._connection.scalar(counted)
        return oldest + HOUR if oldest else None

    async def save_outcome(self, path: UUID, outcome: Outcome) -> Outcome:
        values = {"outcome": {"detail_type": outcome.detail_type, "data": outcome.data}}
        first = and_(PATHS.c.path == path, PATHS.c.outcome.is_(None))
        await self._connection.execute(
            update(PATHS).where(first).values(**values, settled_at=func.clock_timestamp())
        )
        row = await self._connection.execute(select(PATHS.c.outcome).where(PATHS.c.path == path))
        return Outcome(**row.scalar_one())

    async def save_proposal(self, proposal: Proposal) -> None:
        await self._connection.execute(
            update(PATHS).where(PATHS.c.path == proposal.path).values(subject=proposal.subject)
        )
        about = {"path": proposal.path, "difficulty": proposal.difficulty}
        rows = [
            {**about, "n": step.n, "concept": step.concept, **asdict(stored(step))} for step in proposal.steps
        ]
        await self._connection.execute(insert(STEPS).on_conflict_do_nothing(), rows)

    async def save_questions(self, questions: Sequence[KeptQuestion], difficulty: int) -> None:
        rows = [
            {
                "content": kept.content,
                "concept": name_of(kept.concept),
                "difficulty": difficulty,
                "digest": digest(kept.question.text),
                "question": question_row(kept.question),
                "id": kept.question.id,
            }
            for kept in questions
        ]
        new = insert(QUESTIONS)
        key = list(QUESTIONS.primary_key)
        if rows:
            listed = new.on_conflict_do_update(index_elements=key, set_={"id": new.excluded.id})
            await self._connection.execute(listed, rows)

    async def find_path(self, path: UUID) -> StoredPath | None:
        columns = (PATHS.c.learner, STEPS.c.step, STEPS.c.question, STEPS.c.sources)
        query = select(*columns).join(STEPS, STEPS.c.path == PATHS.c.path).where(PATHS.c.path == path)
        rows = (await self._connection.execute(query)).all()
        if not rows:
            return None
        steps = {row.step: StoredStep(row.step, row.question, row.sources) for row in rows}
        return StoredPath(rows[0].learner, steps)

    async def find_owner(self, path: UUID) -> str | None:
        owner: str | None = await self._connection.scalar(select(PATHS.c.learner).where(PATHS.c.path == path))
        return owner

    async def find_scores(self, learner: str, subject: str) -> dict[str, float]:
        of_ticket = and_(GRADES.c.ticket == TICKETS.c.ticket, GRADES.c.learner == TICKETS.c.learner)
        query = (
            select(STEPS.c.concept, func.max(GRADES.c.score).label("score"))
            .join(TICKETS, and_(TICKETS.c.path == STEPS.c.path, TICKETS.c.step == STEPS.c.step))
            .join(PATHS, PATHS.c.path == STEPS.c.path)
            .join(GRADES, of_ticket)
            .where(TICKETS.c.learner == learner, PATHS.c.subject == subject)
            .group_by(STEPS.c.concept)
        )
        return {row.concept: row.score for row in await self._connection.execute(query)}

    async def find_asked(self, learner: str) -> list[Asked]:
        query = (
            select(
                STEPS.c.concept,
                STEPS.c.question["question"].astext.label("text"),
                DISPUTES.c.ticket.is_not(None).label("is_disputed"),
            )
            .join(TICKETS, and_(TICKETS.c.path == STEPS.c.path, TICKETS.c.step == STEPS.c.step))
            .outerjoin(
                DISPUTES, and_(DISPUTES.c.ticket == TICKETS.c.ticket, DISPUTES.c.learner == TICKETS.c.learner)
            )
            .where(TICKETS.c.learner == learner)
            .distinct()
        )
        return [
            Asked(row.concept, row.text, row.is_disputed) for row in await self._connection.execute(query)
        ]

    async def save_dispute(self, ticket: int, learner: str) -> None:
        values = {"ticket": ticket, "learner": learner}
        await self._connection.execute(insert(DISPUTES).values(**values).on_conflict_do_nothing())

    async def find_questions(self, contents: Collection[str], difficulty: int) -> list[KeptQuestion]:
        query = (
            select(QUESTIONS, REVIEWS.c.decision, REVIEWS.c.edited)
            .outerjoin(REVIEWS, REVIEWS.c.question == QUESTIONS.c.id)
            .where(QUESTIONS.c.content.in_(sorted(contents)), QUESTIONS.c.difficulty == difficulty)
            .where(REVIEWS.c.decision.is_distinct_from("withdrawn"))
        )
        return [kept_of(row) for row in (await self._connection.execute(query)).mappings()]

    async def find_rejected(self, contents: Collection[str]) -> Rejected:
        query = (
            select(QUESTIONS.c.question["text"].astext.label("text"), REVIEWS.c.decision)
            .join(REVIEWS, REVIEWS.c.question == QUESTIONS.c.id)
            .where(QUESTIONS.c.content.in_(sorted(contents)))
        )
        rows = (await self._connection.execute(query)).all()
        texts = {
            decision: frozenset(row.text for row in rows if row.decision == decision)
            for decision in ("withdrawn", "edited")
        }
        return Rejected(texts["withdrawn"], texts["edited"])

    async def save_review(self, review: Review) -> None:
        values = {"decision": review.decision, "edited": review.edited}
        rank = {"said_at": review.at, "event": review.event_id}
        await self._upsert_later(REVIEWS, {"question": review.question}, values | rank)

    async def find_generated_questions(self, subject: str) -> GeneratedQuestions:
        query = select(COURSES.c.generated_questions).where(COURSES.c.subject == subject)
        found: GeneratedQuestions | None = await self._connection.scalar(query)
        return found or "at_once"

    async def save_course(self, course: Course) -> None:
        values = {"generated_questions": course.generated_questions}
        rank = {"said_at": course.at, "event": course.event_id}
        await self._upsert_later(COURSES, {"subject": course.subject}, values | rank)

    async def _upsert_later(self, table: Table, key: Row, values: Row) -> None:
        """Of two rows of the key that stands which was said later."""
        new = insert(table).values(**key, **values)
        ranks = [tuple_(columns.said_at, columns.event) for columns in (new.excluded, table.c)]
        later = new.on_conflict_do_update(index_elements=[*key], set_=values, where=ranks[0] > ranks[1])
        await self._connection.execute(later)

    async def bind_ticket(self, ticket: int, path: UUID, step: UUID, learner: str) -> None:
        values = {"ticket": ticket, "path": path, "step": step, "learner": learner}
        await self._connection.execute(insert(TICKETS).values(**values).on_conflict_do_nothing())

    async def next_revision(self, ticket: int, learner: str, digest: str) -> int | None:
        values = {"ticket": ticket, "learner": learner, "revision": 1, "digest": digest}
        first = insert(PUBLISHED).values(**values)
        other = first.on_conflict_do_update(
            index_elements=[PUBLISHED.c.ticket],
            set_={"revision": PUBLISHED.c.revision + 1, "digest": digest},
            where=and_(PUBLISHED.c.digest != digest, PUBLISHED.c.learner == learner),
        ).returning(PUBLISHED.c.revision)
        revision: int | None = await self._connection.scalar(other)
        return revision

    async def save_grade(self, grade: Grade) -> None:
        values = {
            "learner": grade.learner,
            "ticket": grade.ticket,
            "attempt": grade.attempt,
            "person": grade.person,
            "revision": grade.revision,
            "graded_at": grade.at,
            "grade": grade.id,
            "score": grade.score,
        }
        new = insert(GRADES).values(**values)
        rank = ("attempt", "person", "revision", "graded_at", "grade")
        greater = tuple_(*(new.excluded[name] for name in rank)) > tuple_(*(GRADES.c[name] for name in rank))
        await self._connection.execute(
            new.on_conflict_do_update(
                index_elements=[GRADES.c.learner, GRADES.c.ticket], set_=values, where=greater
            )
        )
