"""Whether language models are asked, what they may cost today and what they did: for people who pay. And what
they said."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from decimal import Decimal

from pydantic import BaseModel, ConfigDict
from traclearn_contracts.topology import INBOX_RETENTION

from grader.application.ports import Store
from grader.domain.model_reply import ModelReply
from grader.domain.spending import CallSwitch, Limits, Spending


class CourseSpending(BaseModel):
    """Of one course today. Money is in USD; a limit of None is none."""

    model_config = ConfigDict(frozen=True)

    course: str
    daily_limit_usd: float | None
    reserved_usd: float
    spent_usd: float


class CallsReport(BaseModel):
    """What `GET /api/v1/llm/calls` answers."""

    model_config = ConfigDict(frozen=True)

    allowed: bool
    said_by: str | None
    said_at: datetime | None
    reason: str
    models: list[str]
    daily_limit_usd: float | None
    reserved_usd: float
    spent_usd: float
    courses: list[CourseSpending]


class ModelCalls:
    """Calls outside as an operator sees and stops them."""

    def __init__(
        self, begin: Callable[[], AbstractAsyncContextManager[Store]], models: Sequence[str], limits: Limits
    ) -> None:
        """`begin` opens short transactions; `models` are those that are configured, the cheapest first."""
        self._begin = begin
        self._models = models
        self._limits = limits

    async def read(self) -> CallsReport:
        async with self._begin() as store:
            return await self._report(store)

    async def switch(self, *, allowed: bool, said_by: str | None, reason: str) -> CallsReport:
        """Holds for each call that begins from now on, in all processes; what waited is graded again.

        `said_by` is the operator's `sub`; None at the command line.
        """
        async with self._begin() as store:
            await store.call_switch.turn(CallSwitch(allowed, said_by, reason=reason))
            return await self._report(store)

    async def list_replies(self, ticket: int, learner: str, attempt: int) -> list[ModelReply]:
        """What models said of an attempt, word for word."""
        async with self._begin() as store:
            return await store.list_replies(ticket, learner, attempt)

    async def follow_limits(self) -> None:
        """When a process starts: an operator may have configured another budget."""
        async with self._begin() as store:
            await store.call_switch.follow_limits(repr(self._limits))

    async def forget(self) -> None:
        """Lets go of days that nobody asks for any more; what each grade cost is in the ledger."""
        async with self._begin() as store:
            await store.budget.forget(INBOX_RETENTION)

    async def _report(self, store: Store) -> CallsReport:
        switch = await store.call_switch.read()
        spending = await store.budget.read_spending(self._limits)
        return CallsReport(
            allowed=switch.allowed,
            said_by=switch.said_by,
            said_at=switch.said_at,
            reason=switch.reason,
            models=list(self._models),
            daily_limit_usd=dollars(self._limits.daily),
            reserved_usd=float(sum(one.reserved_usd for one in spending)),
            spent_usd=float(sum(one.spent_usd for one in spending)),
            courses=[course_spending(one) for one in spending if one.course is not None],
        )


def course_spending(of: Spending) -> CourseSpending:
    return CourseSpending(
        course=of.course or "",
        daily_limit_usd=dollars(of.daily_limit_usd),
        reserved_usd=float(of.reserved_usd),
        spent_usd=float(of.spent_usd),
    )


def dollars(usd: Decimal | None) -> float | None:
    return None if usd is None else float(usd)
