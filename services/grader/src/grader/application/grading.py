"""One answer's grade, by the runtime's rules: a grader is asked once for each cause; what it says is kept.

A language model is paid within its budget: reserve ▸ intent ▸ call ▸ reply kept ▸ settle. Killed before the
intent, another attempt reserves anew and the first reservation stays counted; before the reply, it counts at
its worst case and nobody asks again; before the settlement, the next attempt settles what was kept.
"""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import structlog
from traclearn_contracts.models import AnswerGradedV1
from traclearn_worker import Permanent, Work, WorkerError

from grader.application.assessment import Assessment, assess
from grader.application.panel import Panel
from grader.application.ports import Grader, PaidGrader, Reply, Store
from grader.domain.attempt import LatestGrade
from grader.domain.errors import CallRefused, GraderError
from grader.domain.question import PublishedQuestion
from grader.domain.spending import Limits, PaidCall

log = structlog.get_logger()

NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Graded:
    """Whose attempt it is that gets a grade."""

    ticket: int
    attempt: int
    learner: str


class Grading:
    """Grades answers in a handler's name."""

    def __init__(self, panel: Panel, limits: Limits = NO_LIMITS) -> None:
        self._panel = panel
        self._limits = limits
        self.refusals: Counter[str] = Counter()
        """Calls that were not made, by what refused them, since the start."""

    async def grade(
        self, about: Graded, published: PublishedQuestion, answer: str, work: Work[Store]
    ) -> Assessment:
        """Raises Permanent when the reply of the last resort cannot be read."""

        async def call(grader: Grader) -> Reply:
            if isinstance(grader, PaidGrader):
                return await self._buy(grader, about, published, answer, work)
            return await _ask(grader, published, answer, work)

        panel = self._panel if published.policy.models_allowed else self._panel.without_models()
        try:
            assessment = await assess(panel, published.question, answer, call)
        except GraderError as error:
            raise Permanent(str(error)) from error
        if assessment.failure is not None:
            log.warning("no language model graded", reason=str(assessment.failure))
        return assessment

    async def _buy(
        self,
        model: PaidGrader,
        about: Graded,
        published: PublishedQuestion,
        answer: str,
        work: Work[Store],
    ) -> Reply:
        """Raises CallRefused where there is no budget. Whatever ends a call that may have been answered
        leaves its reservation counted."""
        name = call_of(model)
        key = work.key_of(name)
        async with model.turn():
            if not work.has_begun(name):
                worst = model.worst_usd(published.question, answer)
                await self._reserve(
                    PaidCall(key, about.learner, about.ticket, published.course, model.name, worst),
                    self._limits.for_course(published.policy.daily_budget_usd),
                    work,
                )
            try:
                reply = await _ask(model, published, answer, work)
            except (WorkerError, GraderError, TimeoutError):
                await _settle(key, None if work.has_begun(name) else Decimal(0), work)
                raise
        await _settle(key, model.cost_usd(reply), work)
        return reply

    async def _reserve(self, call: PaidCall, limits: Limits, work: Work[Store]) -> None:
        try:
            async with work.checkpoint() as store:
                await store.budget.reserve(call, limits)
        except CallRefused as error:
            self.refusals[error.limit] += 1
            raise


async def _ask(grader: Grader, published: PublishedQuestion, answer: str, work: Work[Store]) -> Reply:
    reply: Reply = await work.once(
        call_of(grader),
        lambda key: grader.ask(published.question, answer, key),
        through=grader.dependency,
        repeatable=grader.provisional,
    )
    return reply


async def _settle(key: UUID, cost_usd: Decimal | None, work: Work[Store]) -> None:
    async with work.checkpoint() as store:
        await store.budget.settle(key, cost_usd)


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
        provisional=assessment.grader.provisional and published.policy.models_allowed,
        confidence=grade.confidence,
        needs_review=grade.needs_review,
        flags=list(grade.flags),
        sources=list(published.question.sources),
        question_revision=published.revision,
        revision=latest.revision + 1 if latest else 1,
        grader=assessment.grader.name,
        provenance=assessment.provenance,
    )
