"""One answer's grade, by the runtime's rules: a grader is asked once for each cause; what it says is kept."""

from dataclasses import dataclass

import structlog
from traclearn_contracts.models import AnswerGradedV1
from traclearn_worker import Permanent, Work

from grader.application.assessment import Assessment, assess
from grader.application.panel import Panel
from grader.application.ports import Grader, Reply, Store
from grader.domain.attempt import LatestGrade
from grader.domain.errors import GraderError
from grader.domain.question import PublishedQuestion

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Graded:
    """Whose attempt it is that gets a grade."""

    ticket: int
    attempt: int
    learner: str


class Grading:
    """Grades answers in a handler's name."""

    def __init__(self, panel: Panel) -> None:
        self._panel = panel

    async def grade(self, published: PublishedQuestion, answer: str, work: Work[Store]) -> Assessment:
        """Raises Permanent when the reply of the last resort cannot be read."""

        async def call(grader: Grader) -> Reply:
            reply: Reply = await work.once(
                call_of(grader),
                lambda key: grader.ask(published.question, answer, key),
                through=grader.dependency,
                repeatable=grader.provisional,
            )
            return reply

        try:
            assessment = await assess(self._panel, published.question, answer, call)
        except GraderError as error:
            raise Permanent(str(error)) from error
        if assessment.failure is not None:
            log.warning("no language model graded", reason=str(assessment.failure))
        return assessment


def call_of(grader: Grader) -> str:
    """The name of a call on it, by which the runtime keeps its reply for one event. So what is paid for is
    keyed by submission and cause (the event) and by model."""
    return "grade" if grader.provisional else f"grade by {grader.name}"


def result_of(
    about: Graded, published: PublishedQuestion, assessment: Assessment, latest: LatestGrade | None
) -> AnswerGradedV1:
    grade = assessment.grade
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
    )
