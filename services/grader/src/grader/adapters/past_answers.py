"""Answers with their grades, in PostgreSQL."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, literal_column, select, true, tuple_
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from grader.adapters.tables import ANSWERS, GRADES, OVERRIDES, QUESTIONS, of_attempt
from grader.domain.lessons.past_answer import (
    SAME_SCORE,
    Agreement,
    KeptAnswer,
    MachineGrade,
    PastAnswer,
    PersonGrade,
    TextVector,
)


class PastAnswers:
    """See `grader.application.ports.PastAnswers`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def save_answer(self, answer: KeptAnswer) -> None:
        key = {"ticket": answer.ticket, "learner": answer.learner, "attempt": answer.attempt}
        values = {
            "event_id": answer.event_id,
            "answered_at": answer.at,
            "answer": answer.text,
            "vector": answer.vector and answer.vector.values,
            "vector_model": answer.vector and answer.vector.model,
            "similarity_group": answer.group,
        }
        statement = insert(ANSWERS).values(**key, **values)
        await self._connection.execute(statement.on_conflict_do_update(index_elements=[*key], set_=values))

    async def find_answer(self, ticket: int, learner: str, attempt: int) -> KeptAnswer | None:
        same = select(ANSWERS).where(of_attempt(ANSWERS, ticket, learner, attempt))
        row = (await self._connection.execute(same)).one_or_none()
        return None if row is None else kept_answer(row)

    async def find_past_answer(self, ticket: int, learner: str, attempt: int) -> PastAnswer | None:
        found = await self._list(past_answers(of_attempt(ANSWERS, ticket, learner, attempt)))
        return found[0] if found else None

    async def list_past_answers(self, ticket: int, limit: int) -> list[PastAnswer]:
        newest = past_answers(ANSWERS.c.ticket == ticket).order_by(ANSWERS.c.stored_at.desc())
        return await self._list(newest.limit(limit))

    async def count_past_answers(self, ticket: int) -> int:
        found = past_answers(ANSWERS.c.ticket == ticket).with_only_columns(ANSWERS.c.event_id).subquery()
        count = await self._connection.scalar(select(func.count()).select_from(found))
        return count or 0

    async def list_graded_answers(self, ticket: int, besides: str, limit: int) -> list[PastAnswer]:
        graded = past_answers(ANSWERS.c.ticket == ticket, ANSWERS.c.learner != besides).where(
            PERSON_SCORE.is_not(None)
        )
        newest = graded.order_by(ANSWERS.c.stored_at.desc(), ANSWERS.c.event_id)
        return await self._list(newest.limit(limit))

    async def list_agreements(self, course: str, limit: int) -> list[Agreement]:
        tickets = select(QUESTIONS.c.ticket).where(QUESTIONS.c.course == course)
        graded = past_answers(ANSWERS.c.ticket.in_(tickets)).where(PERSON_SCORE.is_not(None))
        newest = graded.order_by(ANSWERS.c.stored_at.desc(), ANSWERS.c.event_id).limit(limit)
        slim = newest.with_only_columns(*AGREEMENT)
        return [
            Agreement(own_confidence(confidence, grade), abs(machine - person) <= SAME_SCORE)
            for machine, confidence, grade, person in await self._connection.execute(slim)
        ]

    async def list_answers(
        self, ticket: int, limit: int, after: tuple[str, int] | None = None
    ) -> list[KeptAnswer]:
        key = (ANSWERS.c.learner, ANSWERS.c.attempt)
        page = select(ANSWERS).where(ANSWERS.c.ticket == ticket).order_by(*key).limit(limit)
        if after:
            page = page.where(tuple_(*key) > tuple_(*after))
        return [kept_answer(row) for row in await self._connection.execute(page)]

    async def list_newest_answers(self, ticket: int, limit: int) -> list[KeptAnswer]:
        newest = select(ANSWERS).where(ANSWERS.c.ticket == ticket)
        newest = newest.order_by(ANSWERS.c.stored_at.desc(), ANSWERS.c.event_id).limit(limit)
        return [kept_answer(row) for row in await self._connection.execute(newest)]

    async def _list(self, statement: Select[Any]) -> list[PastAnswer]:
        return [past_answer(row) for row in await self._connection.execute(statement)]


AGREEMENT: tuple[ColumnElement[Any], ...] = (
    literal_column("machine.score"),
    literal_column("machine.confidence"),
    literal_column("machine.grade", JSONB),
    literal_column("person.score"),
)
PERSON_SCORE: ColumnElement[float | None] = literal_column("person.score")


def past_answers(*where: ColumnElement[bool]) -> Select[Any]:
    """Each answer with its latest grade by a machine and the person's that counts, by revision, then time."""
    machine = (
        select(GRADES.c.revision, GRADES.c.score, GRADES.c.confidence, GRADES.c.grader, GRADES.c.grade)
        .where(*same_attempt(GRADES))
        .order_by(GRADES.c.revision.desc())
        .limit(1)
        .lateral("machine")
    )
    person = (
        select(OVERRIDES.c.score, OVERRIDES.c.verdicts, OVERRIDES.c.rubric)
        .where(*same_attempt(OVERRIDES), ~OVERRIDES.c.withdrawn, OVERRIDES.c.score.is_not(None))
        .order_by(OVERRIDES.c.revision.desc(), OVERRIDES.c.said_at.desc(), OVERRIDES.c.event_id.desc())
        .limit(1)
        .lateral("person")
    )
    columns: Sequence[ColumnElement[Any]] = (
        *ANSWERS.c,
        machine.c.revision,
        machine.c.score.label("machine_score"),
        machine.c.confidence,
        machine.c.grader,
        machine.c.grade,
        person.c.score.label("person_score"),
        person.c.verdicts,
        person.c.rubric,
    )
    joined = ANSWERS.join(machine, true()).outerjoin(person, true())
    return select(*columns).select_from(joined).where(*where)


def same_attempt(table: Any) -> tuple[ColumnElement[bool], ...]:
    return tuple(table.c[name] == ANSWERS.c[name] for name in ("ticket", "learner", "attempt"))


def kept_answer(row: Row[Any]) -> KeptAnswer:
    return KeptAnswer(
        ticket=row.ticket,
        learner=row.learner,
        attempt=row.attempt,
        event_id=row.event_id,
        at=row.answered_at,
        text=row.answer,
        vector=TextVector(row.vector_model, row.vector) if row.vector else None,
        group=row.similarity_group,
    )


def own_confidence(confidence: float, grade: dict[str, Any]) -> float:
    """Before it was calibrated, if it was."""
    return float((grade.get("calibration") or {}).get("own_confidence", confidence))


def past_answer(row: Row[Any]) -> PastAnswer:
    items = row.grade["items"]
    machine = MachineGrade(
        revision=row.revision,
        score=row.machine_score,
        confidence=own_confidence(row.confidence, row.grade),
        grader=row.grader,
        verdicts={item["id"]: item["verdict"] for item in items},
        quotes={item["id"]: item["quote"] for item in items if item.get("quote")},
        flags=row.grade["flags"],
    )
    person = None
    if row.person_score is not None:
        person = PersonGrade(score=row.person_score, verdicts=row.verdicts or {}, rubric=row.rubric)
    return PastAnswer(answer=kept_answer(row), machine=machine, person=person)
