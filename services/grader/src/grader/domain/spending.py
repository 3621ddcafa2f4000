"""What calls of language models may cost in a day of UTC. Money is in USD at list prices."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Literal
from uuid import UUID

Scope = Literal["all", "course", "learner", "question"]


@dataclass(frozen=True, slots=True)
class PaidCall:
    """One call, and for whom and what it is made."""

    key: UUID
    """Its idempotency key: of submission, cause and stage."""
    learner: str
    ticket: int
    course: str | None
    model: str
    """`openai/gpt-5-mini`"""
    worst_usd: Decimal
    """What it costs at most."""

    def budgets(self) -> Iterator[tuple[Scope, str]]:
        """Those that it is paid from, always in this order, so that no two calls lock each other out."""
        yield "all", ""
        if self.course is not None:
            yield "course", self.course
        yield "learner", self.learner
        yield "question", str(self.ticket)


@dataclass(frozen=True, slots=True)
class Limits:
    """Of a day. None: no limit."""

    daily: Decimal | None = None
    course: Decimal | None = None
    learner: Decimal | None = None
    question: Decimal | None = None

    def for_course(self, own: Decimal | None) -> "Limits":
        """With the course's own in place of the general one."""
        return self if own is None else replace(self, course=own)

    def of(self, scope: Scope) -> Decimal | None:
        return {
            "all": self.daily,
            "course": self.course,
            "learner": self.learner,
            "question": self.question,
        }[scope]


@dataclass(frozen=True, slots=True)
class BudgetState:
    """What is spent and reserved of one."""

    scope: Scope
    name: str
    committed_usd: Decimal


def exceeded(budgets: Iterable[BudgetState], limits: Limits) -> BudgetState | None:
    """The first one that has given away more than it may."""
    limited = ((budget, limits.of(budget.scope)) for budget in budgets)
    return next((b for b, limit in limited if limit is not None and b.committed_usd > limit), None)


def waiting_for(day: date) -> str:
    """The key on which answers are parked that no language model may grade on that day any more."""
    return f"calls:{day.isoformat()}"


def until_next_day(at: datetime) -> timedelta:
    start = datetime.combine(at.astimezone(UTC).date() + timedelta(days=1), datetime.min.time(), UTC)
    return start - at


@dataclass(frozen=True, slots=True)
class Spending:
    """Of a day so far, of all calls or of one course's."""

    course: str | None
    reserved_usd: Decimal
    """Worst cases of calls under way."""
    spent_usd: Decimal
    daily_limit_usd: Decimal | None


@dataclass(frozen=True, slots=True)
class CallSwitch:
    """Whether language models may be asked, as who last said so."""

    allowed: bool
    said_by: str | None = None
    """`sub` of the operator; None: nobody yet, or at the command line."""
    said_at: datetime | None = None
    reason: str = ""
