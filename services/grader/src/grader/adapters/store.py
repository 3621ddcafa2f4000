"""The Store in PostgreSQL, on a connection whose transaction belongs to the runtime."""

from typing import Any

from sqlalchemy import Select, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from traclearn_contracts.models import AnswerGradedV1, QuestionPublishedV1

from grader.adapters.budget import SqlBudget
from grader.adapters.call_switch import SqlCallSwitch
from grader.adapters.decisions import Decisions
from grader.adapters.model_replies import ModelReplies
from grader.adapters.past_answers import PastAnswers
from grader.adapters.tables import COURSES, GRADES, QUESTIONS, of_attempt
from grader.domain.attempt import LatestGrade, SubmittedAnswer
from grader.domain.course import Course, CoursePolicy
from grader.domain.question import PublishedQuestion, Question

CONTENT = {
    *("question", "reference", "further_references"),
    *("rubric", "sources", "passages", "hint_deduction"),
}
"""Of a published question what grading needs."""
POLICY = (COURSES.c.language_models, COURSES.c.graded_examples, COURSES.c.daily_budget_usd)


class SqlStore(PastAnswers, Decisions, ModelReplies):
    """See `grader.application.ports.Store`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.budget = SqlBudget(connection)
        self.call_switch = SqlCallSwitch(connection)

    async def find_question(self, ticket: int) -> PublishedQuestion | None:
        return await self._question(published(ticket))

    async def lock_question(self, ticket: int) -> PublishedQuestion | None:
        return await self._question(published(ticket).with_for_update(of=QUESTIONS, key_share=True))

    async def _question(self, statement: Select[Any]) -> PublishedQuestion | None:
        row = (await self._connection.execute(statement)).one_or_none()
        if row is None:
            return None
        return PublishedQuestion(
            revision=row.revision,
            learner=row.learner,
            question=Question.model_validate(row.content),
            course=row.course,
            policy=policy_of(row),
            regrade_order=row.regrade_order,
            regrades_ordered_at=row.regrades_ordered_at,
        )

    async def upsert_question(self, question: QuestionPublishedV1) -> bool:
        values = {
            "revision": question.revision,
            "learner": question.learner,
            "course": question.course,
            "content": question.model_dump(mode="json", include=CONTENT),
        }
        statement = insert(QUESTIONS).values(ticket=question.ticket, **values)
        newer = statement.on_conflict_do_update(
            index_elements=[QUESTIONS.c.ticket],
            set_=values,
            where=QUESTIONS.c.revision < statement.excluded.revision,
        )
        return (await self._connection.execute(newer)).rowcount > 0

    async def find_latest_grade(self, ticket: int, learner: str, attempt: int) -> LatestGrade | None:
        same = of_attempt(GRADES, ticket, learner, attempt)
        columns = (GRADES.c.revision, GRADES.c.event_id, GRADES.c.answered_at)
        latest = select(*columns).where(same).order_by(GRADES.c.revision.desc()).limit(1)
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
            mode="json", include={"items", "flags", "feedback", "sources", "provisional", "calibration"}
        )
        answered = {"event_id": answer.event_id, "answered_at": answer.at}
        await self._connection.execute(insert(GRADES).values(**values, **answered, grade=content))

    async def save_course(self, course: Course) -> None:
        said = course.policy
        values = {
            "language_models": "allowed" if said.models_allowed else "refused",
            "graded_examples": "used" if said.examples_used else "unused",
            "daily_budget_usd": said.daily_budget_usd,
            "said_at": course.at,
            "event": course.event_id,
        }
        new = insert(COURSES).values(subject=course.subject, **values)
        ranks = [tuple_(columns.said_at, columns.event) for columns in (new.excluded, COURSES.c)]
        later = new.on_conflict_do_update(
            index_elements=[COURSES.c.subject], set_=values, where=ranks[0] > ranks[1]
        )
        await self._connection.execute(later)


def published(ticket: int) -> Select[Any]:
    """A question with what authors said of its course."""
    courses = COURSES.c.subject == QUESTIONS.c.course
    both = select(QUESTIONS, *POLICY).join_from(QUESTIONS, COURSES, courses, isouter=True)
    return both.where(QUESTIONS.c.ticket == ticket)


def policy_of(row: Any) -> CoursePolicy:
    """Of a course about which nobody said anything all is null, and the defaults hold."""
    return CoursePolicy(
        models_allowed=row.language_models != "refused",
        examples_used=row.graded_examples != "unused",
        daily_budget_usd=row.daily_budget_usd,
    )
