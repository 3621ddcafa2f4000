"""Calls of graders: each is asked once for a cause, within the budget, and what it says is kept.

A language model is paid within its budget: reserve ▸ intent ▸ call ▸ reply kept ▸ settle. Killed before the
intent, another attempt reserves anew and the first reservation stays counted; before the reply, it counts at
its worst case and nobody asks again; before the settlement, the next attempt settles what was kept. With the
settlement the reply goes to a table of its own, where authors read it: the inbox forgets it with the event.
"""

from collections import Counter
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from traclearn_worker import WorkerError
from traclearn_worker.calls import Ask

from grader.application.panel import Call
from grader.application.ports import Grader, Model, PaidGrader, PaidModel, PaidStore, Reply
from grader.domain.errors import CallRefused, CourseRefuses, GraderError
from grader.domain.evidence import Evidence
from grader.domain.model_reply import ModelReply
from grader.domain.question import PublishedQuestion, Question
from grader.domain.spending import Limits, PaidCall

NO_LIMITS = Limits()


class Attempt(Protocol):
    """What is tried until it succeeds, and keeps what it was told: the runtime's `Work`, or a hint."""

    def has_begun(self, name: str) -> bool: ...

    def key_of(self, name: str) -> UUID: ...

    def checkpoint(self) -> AbstractAsyncContextManager[PaidStore]: ...

    async def once(self, name: str, ask: Ask, *, through: str, repeatable: bool = False) -> Any: ...


@dataclass(frozen=True, slots=True)
class CallSubject:
    """What a grader is asked about: `question` is the published one with what was learned of it."""

    learner: str
    ticket: int
    attempt: int
    published: PublishedQuestion
    question: Question
    answer: str


class BudgetedCalls:
    """Asks graders in a handler's name, and pays for it."""

    def __init__(self, limits: Limits = NO_LIMITS) -> None:
        self._limits = limits
        self.refusals: Counter[str] = Counter()
        """Calls that were not made, by what refused them, since the start."""

    def about(self, subject: CallSubject, work: Attempt, cause: str = "grade") -> Call:
        """Asks with a name for each grader and each thing that it reads, by which the runtime keeps its reply
        for one event. So what is paid for is keyed by submission (the event), cause, model and stage."""

        async def call(grader: Grader, evidence: Evidence | None = None) -> Reply:
            name = cause if grader.provisional else f"{cause} by {grader.name}"
            about = subject
            if evidence:
                name = f"{name} on evidence"
                about = replace(subject, question=evidence.question, answer=evidence.text)
            if isinstance(grader, PaidGrader):
                return await self.buy(grader, name, about, work)
            return await _ask(grader, name, about, work)

        return call

    async def buy(self, model: PaidModel, name: str, subject: CallSubject, work: Attempt) -> Reply:
        """Raises CallRefused where there is no budget. Whatever ends a call that may have been answered
        leaves its reservation counted."""
        key = work.key_of(name)
        async with model.turn():
            if not work.has_begun(name):
                await self._reserve(key, model, subject, work)
            try:
                reply = await _ask(model, name, subject, work)
            except (WorkerError, GraderError, TimeoutError):
                await _settle(key, None if work.has_begun(name) else Decimal(0), work)
                raise
        kept = ModelReply(
            key=key,
            ticket=subject.ticket,
            learner=subject.learner,
            attempt=subject.attempt,
            call=name,
            reply=reply,
        )
        await _settle(key, model.cost_usd(reply), work, kept)
        return reply

    async def _reserve(self, key: UUID, model: PaidModel, subject: CallSubject, work: Attempt) -> None:
        """Authors may have said something else of the course while the call waited for its turn."""
        worst = model.worst_usd(subject.question, subject.answer)
        try:
            async with work.checkpoint() as store:
                published = await store.find_question(subject.ticket) or subject.published
                policy = published.policy
                if not policy.models_allowed:
                    raise CourseRefuses(datetime.now(UTC).date())
                call = PaidCall(key, subject.learner, subject.ticket, published.course, model.name, worst)
                await store.budget.reserve(call, self._limits.for_course(policy.daily_budget_usd))
        except CallRefused as error:
            self.refusals[error.limit] += 1
            raise


async def _ask(model: Model, name: str, subject: CallSubject, work: Attempt) -> Reply:
    reply: Reply = await work.once(
        name,
        lambda key: model.ask(subject.question, subject.answer, key),
        through=model.dependency,
        repeatable=model.provisional,
    )
    return reply


async def _settle(
    key: UUID, cost_usd: Decimal | None, work: Attempt, reply: ModelReply | None = None
) -> None:
    """`reply`: what was bought; it stays with the grader when the attempt is done."""
    async with work.checkpoint() as store:
        await store.budget.settle(key, cost_usd)
        if reply:
            await store.save_reply(reply)
