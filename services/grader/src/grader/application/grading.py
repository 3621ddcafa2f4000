"""One answer's grade, and what is kept of it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

import structlog
from traclearn_contracts.models import AnswerGradedV1
from traclearn_worker import Permanent, Work

from grader.application.assessment import Assessment, assess
from grader.application.budgeted_calls import BudgetedCalls, CallSubject
from grader.application.learning import GradingContext, GradingInput, Learning
from grader.application.panel import Panel
from grader.application.ports import Store
from grader.domain.attempt import LatestGrade, SubmittedAnswer
from grader.domain.errors import GraderError
from grader.domain.lessons.past_answer import KeptAnswer
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

    def __init__(self, panel: Panel, learning: Learning, budgeted_calls: BudgetedCalls) -> None:
        self._panel = panel
        self._budgeted_calls = budgeted_calls
        self.learning = learning

    @property
    def refusals(self) -> Counter[str]:
        """Calls that were not made, by what refused them, since the start."""
        return self._budgeted_calls.refusals

    async def grade(
        self, about: Graded, published: PublishedQuestion, context: GradingContext, work: Work[Store]
    ) -> tuple[Assessment, GradingInput]:
        """Raises Permanent when the reply of the last resort cannot be read."""
        prepared = await self.learning.prepare_input(
            published.question, about.text, context, examples_used=published.policy.examples_used
        )
        subject = CallSubject(
            about.learner, about.ticket, about.attempt, published, prepared.question, about.text
        )
        call = self._budgeted_calls.about(subject, work)
        panel = self._panel if published.policy.models_allowed else self._panel.without_models()
        try:
            assessment = await assess(panel, prepared.question, about.text, call, prepared.learned)
        except GraderError as error:
            raise Permanent(str(error)) from error
        if assessment.failure is not None:
            log.warning("no language model graded", reason=str(assessment.failure))
        return assessment, prepared

    async def keep(
        self, store: Store, about: Graded, prepared: GradingInput, grade: AnswerGradedV1
    ) -> AnswerGradedV1:
        """Answer and grade go to their tables. The grade with the group of its answer. Who asks holds the
        question's lock."""
        answer = KeptAnswer(
            ticket=about.ticket,
            learner=about.learner,
            attempt=about.attempt,
            event_id=about.event_id,
            at=about.at,
            text=about.text,
            vector=prepared.vector,
            group=about.event_id,
        )
        group = await self.learning.group(store, answer)
        grouped = grade.model_copy(update={"similarity_group": group})
        await store.save_answer(answer.model_copy(update={"group": group}))
        await store.append_grade(grouped, about.submitted)
        return grouped


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
        remarks=list(grade.remarks),
        items=list(grade.items),
        provisional=assessment.grader.provisional and published.policy.models_allowed,
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
        calibration=grade.calibration,
        latency_ms=round(1000 * receipt.seconds),
    )
