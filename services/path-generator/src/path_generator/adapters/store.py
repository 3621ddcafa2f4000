"""The Store in PostgreSQL, on a connection whose transaction belongs to the runtime."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Table,
    and_,
    delete,
    exists,
    func,
    or_,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from traclearn_contracts.grades import Counting

from path_generator.adapters.rows import (
    counting_row,
    grade_row,
    kept_of,
    passage_row,
    placed_step,
    placement_row,
    question_row,
    ticket_grades,
)
from path_generator.adapters.tables import (
    COUNTING_GRADES,
    COUNTING_RULES,
    COURSES,
    DISPUTES,
    GRADES,
    HINTS,
    NAMED_CONCEPTS,
    PATHS,
    PUBLISHED,
    QUESTIONS,
    REVIEWS,
    SCHEDULED_REVIEWS,
    STEPS,
    TICKETS,
    WITHDRAWALS,
)
from path_generator.application.ports import (
    Outcome,
    PathMaterial,
    Place,
    Registration,
    StoredPath,
    StoredStep,
)
from path_generator.application.publication import digest_of, stored
from path_generator.domain.course import Course, GeneratedQuestions
from path_generator.domain.grade import Grade, TicketGrades, WithdrawnGrade
from path_generator.domain.named_concepts import NamedConcepts
from path_generator.domain.paths.gap import AcceptedPath, KnownStep
from path_generator.domain.paths.placement import PlacedStep
from path_generator.domain.paths.proposal import Proposal, ProposedStep
from path_generator.domain.questions.question_history import Asked, KeptQuestion, Rejected
from path_generator.domain.questions.question_review import QuestionReview
from path_generator.domain.review_schedule import ScheduledReview
from path_generator.domain.text import digest, name_of
from path_generator.domain.ticket_score import CountingRule, GivenHint, ticket_score

Row = dict[str, Any]
HOUR = timedelta(hours=1)
LOCK_LEARNER = text("SELECT pg_advisory_xact_lock(hashtext('path_generator requests'), hashtext(:learner))")
"""Requests of one learner are counted one after another."""
LOCK_GRADES = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
"""What is said of a review follows from all grades of a ticket: who adds one waits for who adds another."""

PLACED = tuple(STEPS.c[name] for name in ("path", "step", "document", "chunk", "content", "retired", "moved"))


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
            {**about, "n": step.n, "concept": step.concept, **asdict(stored(step)), **passage_row(step)}
            for step in proposal.steps
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

    async def find_steps_of(self, path: UUID) -> list[PlacedStep]:
        return await self._placed(STEPS.c.path == path)

    async def find_steps_in(self, document: UUID) -> list[PlacedStep]:
        return await self._placed(STEPS.c.document == document)

    async def find_retired_steps(self) -> list[PlacedStep]:
        return await self._placed(STEPS.c.retired)

    async def _placed(self, where: ColumnElement[bool]) -> list[PlacedStep]:
        known = STEPS.c.document.is_not(None)
        query = select(*PLACED).where(where, known).order_by(STEPS.c.path, STEPS.c.n)
        return [placed_step(row) for row in await self._connection.execute(query)]

    async def lock_material(self, paths: Collection[UUID]) -> list[PathMaterial]:
        columns = (PATHS.c.path, PATHS.c.learner, PATHS.c.material_version)
        wanted = PATHS.c.path.in_(sorted(paths))
        query = select(*columns).where(wanted).order_by(PATHS.c.path).with_for_update()
        locked = (await self._connection.execute(query)).all()
        steps = defaultdict(list)
        for step in await self._placed(STEPS.c.path.in_(sorted(paths))):
            steps[step.path].append(step)
        return [
            PathMaterial(row.path, row.learner, row.material_version, tuple(steps[row.path]))
            for row in locked
        ]

    async def save_material(self, material: PathMaterial) -> None:
        of_path = update(PATHS).where(PATHS.c.path == material.path)
        await self._connection.execute(of_path.values(material_version=material.version))
        for step in material.steps:
            own = and_(STEPS.c.path == step.path, STEPS.c.step == step.step)
            await self._connection.execute(update(STEPS).where(own).values(**placement_row(step)))

    async def find_owner(self, path: UUID) -> str | None:
        owner: str | None = await self._connection.scalar(select(PATHS.c.learner).where(PATHS.c.path == path))
        return owner

    async def find_scores(self, learner: str, subject: str) -> dict[str, float]:
        query = (
            select(STEPS.c.concept, TICKETS.c.ticket)
            .join(TICKETS, and_(TICKETS.c.path == STEPS.c.path, TICKETS.c.step == STEPS.c.step))
            .join(PATHS, PATHS.c.path == STEPS.c.path)
            .where(TICKETS.c.learner == learner, PATHS.c.subject == subject)
        )
        taught = [(row.concept, row.ticket) for row in await self._connection.execute(query)]
        taught += await self._named(learner, subject)
        found = await self._scores(learner, {ticket for _, ticket in taught})
        scores: dict[str, float] = {}
        for concept, ticket in taught:
            if ticket in found:
                scores[concept] = max(found[ticket], scores.get(concept, 0.0))
        return scores

    async def _named(self, learner: str, subject: str) -> list[tuple[str, int]]:
        """Concepts that questions name on which the learner has a grade, and their tickets."""
        named = NAMED_CONCEPTS.c
        query = (
            select(func.unnest(named.concepts).label("concept"), named.ticket)
            .where(named.course == subject)
            .where(exists().where(*_of(COUNTING_GRADES, learner, named.ticket)))
        )
        return [(row.concept, row.ticket) for row in await self._connection.execute(query)]

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

    async def save_review(self, review: QuestionReview) -> None:
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

    async def has_question(self, ticket: int, path: UUID, step: UUID, learner: str) -> bool:
        new, bound = STEPS.alias("new"), STEPS.alias("bound")
        passage = or_(bound.c.content == new.c.content, bound.c.chunk == new.c.chunk)
        query = (
            select(TICKETS.c.ticket)
            .join(bound, and_(bound.c.path == TICKETS.c.path, bound.c.step == TICKETS.c.step))
            .join(new, and_(new.c.concept == bound.c.concept, passage))
            .where(*_of(TICKETS, learner, ticket), new.c.path == path, new.c.step == step)
            .limit(1)
        )
        return await self._connection.scalar(query) is not None

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

    async def find_score(self, learner: str, ticket: int) -> float | None:
        return (await self._scores(learner, {ticket})).get(ticket)

    async def _scores(self, learner: str, tickets: Collection[int]) -> dict[int, float]:
        """Of those that have a grade the score that counts."""
        if not tickets:
            return {}
        rows: dict[Table, dict[int, list[Any]]] = {}
        for table in (COUNTING_GRADES, HINTS, COUNTING_RULES):
            query = select(table).where(table.c.ticket.in_(sorted(tickets)))
            if table is not COUNTING_RULES:
                query = query.where(table.c.learner == learner)
            rows[table] = defaultdict(list)
            for row in await self._connection.execute(query):
                rows[table][row.ticket].append(row)
        scores = {}
        for ticket, graded in rows[COUNTING_GRADES].items():
            hints = [GivenHint(**row._mapping) for row in rows[HINTS][ticket]]
            rule: Counting = next((row.counting for row in rows[COUNTING_RULES][ticket]), "best")
            scores[ticket] = ticket_score({row.attempt: row.score for row in graded}, hints, rule)
        return {ticket: score for ticket, score in scores.items() if score is not None}

    async def save_hint(self, hint: GivenHint) -> None:
        new = insert(HINTS).values(asdict(hint))
        earlier = tuple_(new.excluded.at, new.excluded.event_id) < tuple_(HINTS.c.at, HINTS.c.event_id)
        key = ("learner", "ticket", "id")
        values = {name: value for name, value in asdict(hint).items() if name not in key}
        await self._connection.execute(
            new.on_conflict_do_update(index_elements=key, set_=values, where=earlier)
        )

    async def save_counting_rule(self, rule: CountingRule) -> None:
        await self._upsert_revision(COUNTING_RULES, asdict(rule))

    async def save_named_concepts(self, named: NamedConcepts) -> None:
        await self._upsert_revision(NAMED_CONCEPTS, {**asdict(named), "concepts": list(named.concepts)})

    async def _upsert_revision(self, table: Table, row: Row) -> None:
        """Of two rows of a ticket that stands which is of the greater revision."""
        new = insert(table).values(row)
        ranks = [tuple_(columns.revision, columns.at) for columns in (new.excluded, table.c)]
        values = {name: value for name, value in row.items() if name != "ticket"}
        await self._connection.execute(
            new.on_conflict_do_update(index_elements=["ticket"], set_=values, where=ranks[0] > ranks[1])
        )

    async def find_places(self, learner: str, ticket: int) -> list[Place]:
        mine = and_(TICKETS.c.ticket == ticket, TICKETS.c.learner == learner)
        of_step = and_(TICKETS.c.path == STEPS.c.path, TICKETS.c.step == STEPS.c.step)
        published = PUBLISHED.c.ticket == TICKETS.c.ticket
        columns = (STEPS.c.path, STEPS.c.step, STEPS.c.question, STEPS.c.sources, PUBLISHED.c.digest)
        query = select(*columns).join(TICKETS, of_step).outerjoin(PUBLISHED, published).where(mine)
        rows = (await self._connection.execute(query)).all()
        steps = {row.step: StoredStep(row.step, row.question, row.sources) for row in rows}
        asked = [steps[row.step] for row in rows if digest_of(steps[row.step]) == row.digest]
        paths = {row.path: await self._accepted(row.path) for row in rows}
        return [
            Place(
                paths[row.path],
                next(step for step in paths[row.path].steps if step.step == row.step),
                {
                    point["id"]: point["criterion"]
                    for point in (asked or [steps[row.step]])[0].question["rubric"]
                },
            )
            for row in rows
        ]

    async def lock_path(self, path: UUID) -> AcceptedPath:
        await self._connection.execute(select(PATHS.c.path).where(PATHS.c.path == path).with_for_update())
        return await self._accepted(path)

    async def _accepted(self, path: UUID) -> AcceptedPath:
        bound = exists().where(TICKETS.c.path == STEPS.c.path, TICKETS.c.step == STEPS.c.step)
        columns = (STEPS.c.step, STEPS.c.n, STEPS.c.concept, STEPS.c.difficulty, STEPS.c.before)
        query = (
            select(*columns, PATHS.c.subject, bound.label("is_taken"))
            .join(PATHS, PATHS.c.path == STEPS.c.path)
            .where(STEPS.c.path == path)
            .order_by(STEPS.c.n)
        )
        rows = (await self._connection.execute(query)).all()
        steps = tuple(KnownStep(row.step, row.n, row.concept, row.is_taken, row.before) for row in rows)
        return AcceptedPath(path, rows[0].subject, rows[0].difficulty, steps)

    async def save_step(self, proposed: ProposedStep, difficulty: int) -> None:
        step = proposed.step
        kept = {**asdict(stored(step)), **passage_row(step), "n": step.n, "before": proposed.before}
        about = {"path": proposed.path, "concept": step.concept, "difficulty": difficulty}
        await self._connection.execute(
            insert(STEPS)
            .values(**about, **kept)
            .on_conflict_do_update(index_elements=[STEPS.c.path, STEPS.c.step], set_=kept)
        )

    async def lock_grades(self, learner: str, ticket: int) -> TicketGrades:
        name = f"path_generator.grades/{learner}/{ticket}"
        await self._connection.execute(LOCK_GRADES, {"name": name})
        tables = (GRADES, COUNTING_GRADES, WITHDRAWALS)
        queries = [select(table).where(*_of(table, learner, ticket)) for table in tables]
        return ticket_grades(*[(await self._connection.execute(query)).mappings().all() for query in queries])

    async def save_grade(self, grade: Grade) -> None:
        await self._connection.execute(insert(GRADES).values(grade_row(grade)).on_conflict_do_nothing())

    async def save_withdrawal(self, withdrawal: WithdrawnGrade) -> None:
        row = asdict(withdrawal)
        await self._connection.execute(insert(WITHDRAWALS).values(row).on_conflict_do_nothing())

    async def save_counting(self, learner: str, ticket: int, attempt: int, grade: Grade | None) -> None:
        if grade:
            await self._upsert(COUNTING_GRADES, ("learner", "ticket", "attempt"), counting_row(grade))
            return
        of_attempt = (*_of(COUNTING_GRADES, learner, ticket), COUNTING_GRADES.c.attempt == attempt)
        await self._connection.execute(delete(COUNTING_GRADES).where(*of_attempt))

    async def is_step(self, learner: str, ticket: int) -> bool:
        query = select(TICKETS.c.ticket).where(*_of(TICKETS, learner, ticket)).limit(1)
        return await self._connection.scalar(query) is not None

    async def find_scheduled_review(self, learner: str, ticket: int) -> tuple[int, ScheduledReview] | None:
        names = ("attempt", "reviews", "reviewed_at", "due_at")
        columns = (SCHEDULED_REVIEWS.c[name] for name in names)
        query = select(SCHEDULED_REVIEWS.c.revision, *columns).where(*_of(SCHEDULED_REVIEWS, learner, ticket))
        row = (await self._connection.execute(query)).first()
        return (row[0], ScheduledReview(*row[1:])) if row else None

    async def save_scheduled_review(
        self, learner: str, ticket: int, revision: int, review: ScheduledReview
    ) -> None:
        values = {"learner": learner, "ticket": ticket, "revision": revision, **asdict(review)}
        await self._upsert(SCHEDULED_REVIEWS, ("learner", "ticket"), values)

    async def _upsert(self, table: Table, key: Sequence[str], values: Mapping[str, Any]) -> None:
        new = insert(table).values(**values)
        await self._connection.execute(new.on_conflict_do_update(index_elements=key, set_=values))


def _of(table: FromClause, learner: str, ticket: int | ColumnElement[int]) -> tuple[ColumnElement[bool], ...]:
    return table.c.learner == learner, table.c.ticket == ticket
