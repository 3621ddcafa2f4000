"""What the authors' desk reads: answers that need an author, and how far graders and authors agree."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Subquery,
    and_,
    case,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncEngine

from progress.adapters import views
from progress.adapters.appeals import ATTEMPT_KEY, appeal_columns, is_same_attempt
from progress.adapters.pages import Key, Page, read_page
from progress.adapters.staff import reading_as_staff
from progress.adapters.tables import APPEALS, ATTEMPTS, GRADES, LEDGER, PROGRESS, QUESTIONS

Json = dict[str, Any]

WITH_AUTHOR: ColumnElement[str] = literal_column("'with_author'")
"""A literal, as the partial index has it."""
OF_UNCERTAINTY = ["low_confidence", "voices_differ", "source_orders"]
"""Flags that say no more of an answer than that the grader is unsure. The last speaks of the question's
material."""
AGREEMENT = text("""
    SELECT judged.item ->> 'id' AS item, max(found.item ->> 'label') AS label, count(*) AS judged,
        count(*) FILTER (WHERE judged.item ->> 'verdict' = found.item ->> 'verdict') AS same
    FROM learning.attempts a
    JOIN learning.ledger person ON person.id = a.grade_id AND person.person
    CROSS JOIN LATERAL jsonb_array_elements(person.items) AS judged (item)
    CROSS JOIN LATERAL (
        SELECT items FROM learning.ledger g
        WHERE (g.ticket_id, g.cognito_user_id, g.attempt) = (a.ticket_id, a.cognito_user_id, a.attempt)
            AND NOT g.person
        ORDER BY revision DESC, graded_at DESC, id DESC LIMIT 1) machine
    JOIN LATERAL jsonb_array_elements(machine.items) AS found (item)
        ON found.item ->> 'id' = judged.item ->> 'id'
    WHERE a.ticket_id = :ticket
    GROUP BY 1 ORDER BY 1""")


class DeskReader:
    """Reads as staff. It names learners by their `sub`: who overrides a grade says whose it is."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def questions(self, course: str | None, page: Page) -> Json:
        """One entry for each question that has answers for an author. Raises BadCursor."""
        needing = _needing()
        query = _questions(needing)
        if course is not None:
            query = query.where(QUESTIONS.c.course == course)
        async with reading_as_staff(self._engine) as connection:
            rows, following = await read_page(connection, query, _question_keys(needing), page)
        return _desk(following, [views.desk_question(row) for row in rows])

    async def answers(self, ticket: int, page: Page) -> Json:
        """The answers to one question, its entry, and how far authors agree on its points with the grader.
        Raises BadCursor."""
        needing = _needing(ticket)
        async with reading_as_staff(self._engine) as connection:
            questions = (await connection.execute(_questions(needing))).mappings().all()
            rows, following = await read_page(connection, _answers(needing), _answer_keys(needing), page)
            agreement = (await connection.execute(AGREEMENT, {"ticket": ticket})).mappings().all()
        return _desk(
            following,
            [views.desk_question(row) for row in questions],
            [views.desk_answer(row) for row in rows],
            [dict(row) for row in agreement],
        )


def _desk(
    following: Json, questions: list[Json], answers: Sequence[Json] = (), agreement: Sequence[Json] = ()
) -> Json:
    return {"questions": questions, "answers": answers, "agreement": agreement, **following}


def _needing(ticket: int | None = None) -> Subquery:
    """Attempts that need an author: why (`place`: appealed 0, flagged 1, uncertain 2), and since when.

    An appeal is answered whatever its learner did since; for the rest, an attempt that neither counts nor is
    the newest needs nobody.
    """
    appealed = select(*_key(APPEALS), literal(0).label("place"), APPEALS.c.at.label("since"))
    appealed = appealed.where(APPEALS.c.state == WITH_AUTHOR)
    place = case((LEDGER.c.flags.contained_by(OF_UNCERTAINTY), 2), else_=1)
    matters = or_(LEDGER.c.attempt == PROGRESS.c.attempt, LEDGER.c.attempt == PROGRESS.c.counting_attempt)
    unsure = (
        select(*_key(LEDGER), place, LEDGER.c.graded_at)
        .join(ATTEMPTS, and_(is_same_attempt(ATTEMPTS, LEDGER), ATTEMPTS.c.grade_id == LEDGER.c.id))
        .join(PROGRESS, and_(*(PROGRESS.c[name] == LEDGER.c[name] for name in ATTEMPT_KEY[:2])))
        .where(LEDGER.c.needs_review, ~LEDGER.c.person, matters)
        .where(~exists().where(is_same_attempt(APPEALS, LEDGER), APPEALS.c.state == WITH_AUTHOR))
    )
    if ticket is not None:
        appealed = appealed.where(APPEALS.c.ticket_id == ticket)
        unsure = unsure.where(LEDGER.c.ticket_id == ticket)
    return union_all(appealed, unsure).subquery("needing")


def _questions(needing: Subquery) -> Select[Any]:
    counts = [
        func.count().filter(needing.c.place == place).label(name)
        for place, name in enumerate(("appealed", "flagged", "uncertain"))
    ]
    oldest_at = func.min(needing.c.since).label("oldest_at")
    columns = (needing.c.ticket_id, QUESTIONS.c.course)
    joined = needing.outerjoin(QUESTIONS, QUESTIONS.c.ticket_id == needing.c.ticket_id)
    return select(*columns, *counts, oldest_at).select_from(joined).group_by(*columns)


def _question_keys(needing: Subquery) -> list[Key]:
    return [Key(func.min(needing.c.place)), Key(func.min(needing.c.since)), Key(needing.c.ticket_id)]


def _answers(needing: Subquery) -> Select[Any]:
    grade = [GRADES.c[name].label(views.GRADE_PREFIX + name) for name in views.DESK_GRADE_FIELDS]
    joined = needing.join(ATTEMPTS, is_same_attempt(ATTEMPTS, needing))
    joined = joined.join(GRADES, GRADES.c.id == ATTEMPTS.c.grade_id)
    joined = joined.outerjoin(APPEALS, is_same_attempt(APPEALS, needing))
    about = (needing.c.place, GRADES.c.similarity_group, GRADES.c.graded_at)
    return select(*ATTEMPTS.c, *about, *grade, *appeal_columns()).select_from(joined)


def _answer_keys(needing: Subquery) -> list[Key]:
    return [Key(needing.c.place), Key(needing.c.since), *map(Key, _key(needing))]


def _key(table: FromClause) -> list[ColumnElement[Any]]:
    return [table.c[name] for name in ATTEMPT_KEY]
