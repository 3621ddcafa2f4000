"""The Store in PostgreSQL, on a connection whose transaction belongs to the runtime."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from traclearn_contracts.models import AnswerGradedV1, QuestionPublishedV1

from grader.adapters.tables import GRADES, QUESTIONS
from grader.domain.attempt import LatestGrade, SubmittedAnswer
from grader.domain.question import PublishedQuestion, Question


class SqlStore:
    """See `grader.application.ports.Store`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find_question(self, ticket: int) -> PublishedQuestion | None:
        columns = (QUESTIONS.c.revision, QUESTIONS.c.learner, QUESTIONS.c.content)
        found = await self._connection.execute(select(*columns).where(QUESTIONS.c.ticket == ticket))
        row = found.one_or_none()
        if row is None:
            return None
        question = Question.model_validate(row.content)
        return PublishedQuestion(revision=row.revision, learner=row.learner, question=question)

    async def upsert_question(self, question: QuestionPublishedV1) -> bool:
        values = {
            "revision": question.revision,
            "learner": question.learner,
            "content": question.model_dump(
                mode="json", include={"question", "reference", "rubric", "sources", "hint_deduction"}
            ),
        }
        statement = insert(QUESTIONS).values(ticket=question.ticket, **values)
        newer = statement.on_conflict_do_update(
            index_elements=[QUESTIONS.c.ticket],
            set_=values,
            where=QUESTIONS.c.revision < statement.excluded.revision,
        )
        return (await self._connection.execute(newer)).rowcount > 0

    async def find_latest_grade(self, ticket: int, learner: str, attempt: int) -> LatestGrade | None:
        same = (GRADES.c.ticket == ticket, GRADES.c.learner == learner, GRADES.c.attempt == attempt)
        columns = (GRADES.c.revision, GRADES.c.event_id, GRADES.c.answered_at)
        latest = select(*columns).where(*same).order_by(GRADES.c.revision.desc()).limit(1)
        row = (await self._connection.execute(latest)).one_or_none()
        if row is None:
            return None
        return LatestGrade(
            revision=row.revision, answer=SubmittedAnswer(event_id=row.event_id, at=row.answered_at)
        )

    async def append_grade(self, grade: AnswerGradedV1, answer: SubmittedAnswer) -> None:
        columns = set(GRADES.c.keys())
        values = {name: value for name, value in grade.model_dump(mode="json").items() if name in columns}
        content = grade.model_dump(
            mode="json", include={"items", "flags", "feedback", "sources", "provisional"}
        )
        answered = {"event_id": answer.event_id, "answered_at": answer.at}
        await self._connection.execute(insert(GRADES).values(**values, **answered, grade=content))
