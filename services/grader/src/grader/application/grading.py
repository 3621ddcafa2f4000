"""One answer's grade, by the runtime's rules: a grader is asked once for each cause; what it says is kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

import structlog
from traclearn_contracts.models import AnswerGradedV1
from traclearn_worker import Permanent, Work

from grader.application.assessment import Assessment, assess
from grader.application.learning import Learning, Lessons, Study
from grader.application.panel import Panel
from grader.application.ports import Grader, Reply, Store
from grader.domain.attempt import LatestGrade, SubmittedAnswer
from grader.domain.errors import GraderError
from grader.domain.past_answer import KeptAnswer
from grader.domain.question import PublishedQuestion

log = structlog.get_logger()

Cause = Literal["first", "regrade", "ruling", "rubric"]
"""Of a grade, as the contract has it."""


@dataclass(frozen=True, slots=True)
class Graded:
    """Whose attempt it is that gets a grade, and for which answer."""

    ticket: int
    attempt: int
    learner: str
    text: str
    event_id: UUID
    """Of the answer."""
    at: datetime

    @property
    def submitted(self) -> SubmittedAnswer:
        return SubmittedAnswer(event_id=self.event_id, at=self.at)


class Grading:
    """Grades answers in a handler's name."""

    def __init__(self, panel: Panel, learning: Learning) -> None:
        self._panel = panel
        self.learning = learning

    async def grade(
        self, about: Graded, published: PublishedQuestion, lessons: Lessons, work: Work[Store]
    ) -> tuple[Assessment, Study]:
        """Raises Permanent when the reply of the last resort cannot be read."""
        study = await self.learning.study(published.question, about.text, lessons)

        async def call(grader: Grader) -> Reply:
            reply: Reply = await work.once(
                call_of(grader),
                lambda key: grader.ask(study.question, about.text, key),
                through=grader.dependency,
                repeatable=grader.provisional,
            )
            return reply

        try:
            assessment = await assess(self._panel, study.question, about.text, call, study.matches)
        except GraderError as error:
            raise Permanent(str(error)) from error
        if assessment.failure is not None:
            log.warning("no language model graded", reason=str(assessment.failure))
        return assessment, study

    async def keep(self, store: Store, about: Graded, study: Study, grade: AnswerGradedV1) -> AnswerGradedV1:
        """Answer and grade go to their tables. The grade with the group of its answer. Who asks holds the
        question's lock."""
        answer = KeptAnswer(
            ticket=about.ticket,
            learner=about.learner,
            attempt=about.attempt,
            event_id=about.event_id,
            at=about.at,
            text=about.text,
            vector=study.vector,
            group=about.event_id,
        )
        group = await self.learning.group(store, answer)
        grouped = grade.model_copy(update={"similarity_group": group})
        await store.save_answer(answer.model_copy(update={"group": group}))
        await store.append_grade(grouped, about.submitted)
        return grouped


def call_of(grader: Grader) -> str:
    """The name of a call on it, by which the runtime keeps its reply for one event. So what is paid for is
    keyed by submission and cause (the event) and by model."""
    return "grade" if grader.provisional else f"grade by {grader.name}"


def result_of(
    about: Graded,
    published: PublishedQuestion,
    assessment: Assessment,
    latest: LatestGrade | None,
    cause: Cause = "first",
) -> AnswerGradedV1:
    grade, receipt = assessment.grade, assessment.receipt
    return AnswerGradedV1(
        ticket=about.ticket,
        attempt=about.attempt,
        learner=about.learner,
        score=grade.score,
        feedback=grade.feedback,
        items=list(grade.items),
        provisional=assessment.grader.provisional,
        confidence=grade.confidence,
        needs_review=grade.needs_review,
        flags=list(grade.flags),
        sources=list(published.question.sources),
        question_revision=published.revision,
        revision=latest.revision + 1 if latest else 1,
        grader=assessment.grader.name,
        provenance=assessment.provenance,
        cause=cause,
        answer_event=about.event_id,
        reply_id=receipt.reply_id,
        latency_ms=round(1000 * receipt.seconds),
    )
