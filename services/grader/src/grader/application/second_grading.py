"""A second grading, by a grader other than the first, which is not told what that found."""

from dataclasses import dataclass

from traclearn_worker import Permanent, Transient, Unavailable, Work

from grader.application.assessment import Assessment, assess_by
from grader.application.budgeted_calls import BudgetedCalls, CallSubject
from grader.application.learning import GradingContext, Learning
from grader.application.panel import AWAY, Panel
from grader.application.ports import Store
from grader.domain.errors import BadReply, CallRefused
from grader.domain.lessons.past_answer import PastAnswer
from grader.domain.question import PublishedQuestion

MAY_COME_BACK = (CallRefused, Unavailable, Transient)
"""What nothing was paid for, and what may pass."""


@dataclass(frozen=True, slots=True)
class SecondLook:
    """`found` is None where nobody looked; then `may_come` says whether somebody may later."""

    found: Assessment | None = None
    may_come: bool = False


class SecondGrading:
    """Language models alone are a second voice: the offline grader was heard the first time."""

    def __init__(self, panel: Panel, learning: Learning, budgeted_calls: BudgetedCalls) -> None:
        self._panel = panel
        self._learning = learning
        self._budgeted_calls = budgeted_calls

    async def look(
        self, past: PastAnswer, published: PublishedQuestion, context: GradingContext, work: Work[Store]
    ) -> SecondLook:
        """Each model is asked once for an appeal, whatever becomes of its reply."""
        answer = past.answer
        prepared = await self._learning.prepare_input(
            published.question, answer.text, context, examples_used=published.policy.examples_used
        )
        subject = CallSubject(
            answer.learner, answer.ticket, answer.attempt, published, prepared.question, answer.text
        )
        call = self._budgeted_calls.about(subject, work, "appeal")
        models = self._panel.models_besides(past.machine.grader) if published.policy.models_allowed else []
        may_come = False
        for model in models:
            try:
                found = await assess_by(model, prepared.question, answer.text, call, prepared.learned)
            except (*AWAY, BadReply, Permanent) as error:
                may_come = may_come or isinstance(error, MAY_COME_BACK)
            else:
                return SecondLook(found)
        return SecondLook(may_come=may_come)
