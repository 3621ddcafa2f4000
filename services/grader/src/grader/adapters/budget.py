"""The Budget in PostgreSQL: a day's counters, and a row for each call from its reservation on.

A reservation raises the counters of all budgets that it is paid from and is undone with its transaction where
one of them has not enough. The rows of the counters are locked in one order until that transaction ends, so
that reservations that come together are counted one after the other. What a process that was killed has
reserved stays counted at its worst case; the next day begins with counters of its own.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Date, String, case, cast, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from grader.adapters.tables import BUDGETS, CALL_SWITCH, COURSES, PAID_CALLS
from grader.domain.errors import BudgetSpent, CallsStopped
from grader.domain.spending import BudgetState, Limits, PaidCall, Scope, Spending, exceeded

TODAY = cast(func.timezone("UTC", func.now()), Date)
"""By the database's clock, which all processes share."""
MAX_CALL = timedelta(minutes=2)
"""No call takes longer, so what was reserved before has been lost."""
OWNERS = {
    "course": PAID_CALLS.c.course,
    "learner": PAID_CALLS.c.learner,
    "question": cast(PAID_CALLS.c.ticket, String),
}
"""Of the budgets that are not everybody's."""


class SqlBudget:
    """See `grader.application.ports.Budget`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def reserve(self, call: PaidCall, limits: Limits) -> None:
        row = (await self._connection.execute(select(CALL_SWITCH.c.allowed, TODAY.label("day")))).one()
        if not row.allowed:
            raise CallsStopped(row.day)
        if spent := exceeded(await self._commit(row.day, call.budgets(), call.worst_usd), limits):
            raise await self._refusal(spent, row.day, limits)
        values = {
            "key": call.key,
            "day": row.day,
            "learner": call.learner,
            "ticket": call.ticket,
            "course": call.course,
            "model": call.model,
            "worst_usd": call.worst_usd,
        }
        await self._connection.execute(insert(PAID_CALLS).values(values))

    async def settle(self, key: UUID, cost_usd: Decimal | None) -> None:
        open_calls = (
            select(PAID_CALLS)
            .where(PAID_CALLS.c.key == key, PAID_CALLS.c.cost_usd.is_(None))
            .order_by(PAID_CALLS.c.id.desc())
            .limit(1)
            .with_for_update()
        )
        row = (await self._connection.execute(open_calls)).one_or_none()
        if row is None:
            return
        call = PaidCall(row.key, row.learner, row.ticket, row.course, row.model, row.worst_usd)
        cost = call.worst_usd if cost_usd is None else cost_usd
        settled = {"cost_usd": cost, "settled_at": func.now()}
        await self._connection.execute(update(PAID_CALLS).where(PAID_CALLS.c.id == row.id).values(settled))
        await self._commit(row.day, call.budgets(), cost - call.worst_usd)

    async def read_spending(self, limits: Limits) -> list[Spending]:
        reserved = case((PAID_CALLS.c.cost_usd.is_(None), PAID_CALLS.c.worst_usd), else_=0)
        sums = [func.sum(reserved).label("reserved"), func.sum(PAID_CALLS.c.cost_usd).label("spent")]
        today = (
            select(PAID_CALLS.c.course, *sums)
            .where(PAID_CALLS.c.day == TODAY)
            .group_by(PAID_CALLS.c.course)
            .subquery()
        )
        course = func.coalesce(today.c.course, COURSES.c.subject)
        query = (
            select(course.label("course"), today.c.reserved, today.c.spent, COURSES.c.daily_budget_usd)
            .join_from(today, COURSES, COURSES.c.subject == today.c.course, full=True)
            .order_by(course)
        )
        return [
            Spending(
                row.course,
                reserved_usd=row.reserved or Decimal(0),
                spent_usd=row.spent or Decimal(0),
                daily_limit_usd=limits.for_course(row.daily_budget_usd).course,
            )
            for row in await self._connection.execute(query)
        ]

    async def forget(self, older_than: timedelta) -> None:
        for table in (PAID_CALLS, BUDGETS):
            await self._connection.execute(delete(table).where(table.c.day < TODAY - older_than))

    async def _commit(
        self, day: date, budgets: Iterable[tuple[Scope, str]], usd: Decimal
    ) -> Sequence[BudgetState]:
        rows = [{"day": day, "scope": scope, "name": name, "committed_usd": usd} for scope, name in budgets]
        new = insert(BUDGETS).values(rows)
        added = new.on_conflict_do_update(
            index_elements=[BUDGETS.c.day, BUDGETS.c.scope, BUDGETS.c.name],
            set_={"committed_usd": BUDGETS.c.committed_usd + new.excluded.committed_usd},
        ).returning(BUDGETS.c.scope, BUDGETS.c.name, BUDGETS.c.committed_usd)
        found = await self._connection.execute(added)
        return [BudgetState(row.scope, row.name, row.committed_usd) for row in found]

    async def _refusal(self, budget: BudgetState, day: date, limits: Limits) -> BudgetSpent:
        under_way = select(func.coalesce(func.sum(PAID_CALLS.c.worst_usd), 0)).where(
            PAID_CALLS.c.day == day,
            PAID_CALLS.c.cost_usd.is_(None),
            PAID_CALLS.c.reserved_at > func.now() - MAX_CALL,
        )
        if budget.scope in OWNERS:
            under_way = under_way.where(OWNERS[budget.scope] == budget.name)
        held: Decimal = (await self._connection.execute(under_way)).scalar_one()
        limit = limits.of(budget.scope) or Decimal(0)
        return BudgetSpent(budget.scope, day, soon=budget.committed_usd - held <= limit)
