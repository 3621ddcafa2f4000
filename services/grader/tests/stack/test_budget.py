"""What calls may cost, on real PostgreSQL: many at once, lost ones, another day, the switch."""

import asyncio
import json
from collections import Counter
from contextlib import asynccontextmanager
from decimal import Decimal
from uuid import uuid4

import asyncpg
import pytest
from grader.adapters.store import SqlStore
from grader.application.call_figures import CallFigures
from grader.application.model_calls import ModelCalls
from grader.domain.course import Course, CoursePolicy
from grader.domain.errors import BudgetSpent, CallsStopped
from grader.domain.spending import Limits, PaidCall, waiting_for
from grader.entrypoints.command import app
from traclearn_worker.postgres.parking import ParkingTable
from traclearn_worker.store import Claim
from typer.testing import CliRunner

pytestmark = pytest.mark.stack
CENT = Decimal("0.01")
WORST = 10 * CENT
COMMITTED = "SELECT committed_usd FROM grader.budgets WHERE scope = 'all'"
SUM = "SELECT sum(coalesce(cost_usd, worst_usd)) FROM grader.paid_calls"


def call(key=None, learner="ann", ticket=1, course="Databases", worst=WORST):
    return PaidCall(key or uuid4(), learner, ticket, course, "openai/gpt-5-mini", worst)


@pytest.fixture
def transaction(begin):
    @asynccontextmanager
    async def transaction():
        async with begin() as connection:
            yield SqlStore(connection)

    return transaction


@pytest.fixture
def reserve(transaction):
    async def reserve(of, limits):
        async with transaction() as store:
            await store.budget.reserve(of, limits)

    return reserve


@pytest.fixture
def settle(transaction):
    async def settle(key, cost):
        async with transaction() as store:
            await store.budget.settle(key, cost)

    return settle


LIMITS = [
    (Limits(daily=5 * WORST), lambda n: call(learner=f"l{n}", ticket=n, course=f"c{n}")),
    (Limits(course=5 * WORST), lambda n: call(learner=f"l{n}", ticket=n)),
    (Limits(learner=5 * WORST), lambda n: call(ticket=n, course=f"c{n}")),
    (Limits(question=5 * WORST), lambda n: call(learner=f"l{n}")),
]


@pytest.mark.parametrize(("limits", "make"), LIMITS, ids=["all", "course", "learner", "question"])
async def test_twenty_calls_at_once_never_pass_the_cap(reserve, database, limits, make):
    ends = await asyncio.gather(*(reserve(make(n), limits) for n in range(20)), return_exceptions=True)
    refused = [end for end in ends if end is not None]
    assert len(refused) == 15 and all(isinstance(end, BudgetSpent) and end.soon for end in refused)
    assert (await database.run(COMMITTED))[0][0] == 5 * WORST == (await database.run(SUM))[0][0]


async def test_twenty_calls_that_begin_and_end_at_once_spend_what_they_cost(reserve, settle, database):
    """Whatever interleaves: at no moment more than the cap is away, and counters and rows agree."""
    limits, most = Limits(daily=5 * WORST), []

    async def buy(n):
        this = call(ticket=n)
        while True:
            try:
                await reserve(this, limits)
                break
            except BudgetSpent as error:
                assert error.soon
                await asyncio.sleep(0.01)
        most.append((await database.run(COMMITTED))[0][0])
        await settle(this.key, CENT)

    await asyncio.gather(*(buy(n) for n in range(20)))
    assert max(most) <= 5 * WORST
    assert (await database.run(COMMITTED))[0][0] == 20 * CENT == (await database.run(SUM))[0][0]


async def test_call_that_is_settled_five_times_frees_its_reservation_once(reserve, settle, database):
    this = call()
    await reserve(this, Limits())
    await asyncio.gather(*(settle(this.key, CENT) for _ in range(5)))
    assert (await database.run(COMMITTED))[0][0] == CENT


async def test_lost_reservation_stays_counted_beside_the_one_that_follows_it(reserve, settle, database):
    """Killed between the reservation and the call's intent: the next attempt reserves under the same key."""
    this = call()
    await reserve(this, Limits())
    await reserve(this, Limits())
    await settle(this.key, CENT)
    await settle(this.key, None)
    await settle(this.key, CENT)
    assert (await database.run(COMMITTED))[0][0] == WORST + CENT


async def test_lost_reservation_is_no_reason_to_come_back_soon(reserve, database):
    limits = Limits(daily=WORST)
    await reserve(call(), limits)
    await database.run("UPDATE grader.paid_calls SET reserved_at = now() - interval '3 minutes'")
    with pytest.raises(BudgetSpent) as raised:
        await reserve(call(), limits)
    assert not raised.value.soon


async def test_next_day_begins_with_nothing_spent_and_late_settlements_count_where_they_were_reserved(
    reserve, settle, database
):
    limits, late = Limits(daily=WORST), call()
    await reserve(late, limits)
    for table in ("paid_calls", "budgets"):
        await database.run(f"UPDATE grader.{table} SET day = day - 1")
    await reserve(call(), limits)
    await settle(late.key, CENT)
    rows = await database.run("SELECT committed_usd FROM grader.budgets WHERE scope = 'all' ORDER BY day")
    assert [row[0] for row in rows] == [CENT, WORST]


async def test_refused_reservation_leaves_no_trace(reserve, database):
    with pytest.raises(BudgetSpent):
        await reserve(call(), Limits(question=CENT))
    assert await database.run("SELECT FROM grader.paid_calls UNION ALL SELECT FROM grader.budgets") == []


async def test_switch_stops_the_next_call_of_every_process(reserve, transaction):
    calls = ModelCalls(transaction, ["openai/gpt-5-mini"], Limits(daily=Decimal(10)))
    said = await calls.switch(allowed=False, said_by="ops", reason="The provider asked us to.")
    assert (said.allowed, said.said_by, said.reason) == (False, "ops", "The provider asked us to.")
    with pytest.raises(CallsStopped):
        await reserve(call(), Limits())
    assert (await calls.switch(allowed=True, said_by=None, reason="")).allowed
    await reserve(call(), Limits())


async def park_regrade(database):
    """One that waits for another day's budget."""
    await database.run(
        "INSERT INTO grader.parked (source, learner, event_id, detail_type, key, body, deadline) VALUES"
        " ('traclearn.grader', 'ann', gen_random_uuid(), 'RegradeRequested.v1',"
        " 'calls:' || (now() AT TIME ZONE 'utc')::date, '{}', now() + interval '1 day')"
    )


async def test_allowing_takes_up_what_waits(transaction, database):
    await park_regrade(database)
    calls = ModelCalls(transaction, [], Limits())
    await calls.switch(allowed=False, said_by="ops", reason="")
    assert await database.run("SELECT FROM grader.outbox") == []
    await calls.switch(allowed=True, said_by="ops", reason="")
    assert [row[0] for row in await database.run("SELECT target FROM grader.outbox")] == ["queue"]
    assert await database.run("SELECT FROM grader.parked") == []


async def test_process_with_other_limits_takes_up_what_waits_and_one_with_the_same_does_not(
    transaction, database
):
    await ModelCalls(transaction, [], Limits(daily=Decimal(1))).follow_limits()
    await park_regrade(database)
    await ModelCalls(transaction, [], Limits(daily=Decimal(1))).follow_limits()
    assert len(await database.run("SELECT FROM grader.parked")) == 1
    await ModelCalls(transaction, [], Limits(daily=Decimal(2))).follow_limits()
    assert await database.run("SELECT FROM grader.parked") == []
    assert [row[0] for row in await database.run("SELECT target FROM grader.outbox")] == ["queue"]


async def test_regrade_that_was_refused_before_calls_were_allowed_is_not_parked_after(transaction, database):
    """It asked, somebody allowed calls, and then it would have waited for the next day."""
    table, day = ParkingTable("grader"), (await database.run("SELECT (now() AT TIME ZONE 'utc')::date"))[0][0]
    horizon = (await database.run("SELECT pg_current_snapshot()::text"))[0][0]
    calls = ModelCalls(transaction, [], Limits())
    await calls.switch(allowed=False, said_by="ops", reason="")
    await calls.switch(allowed=True, said_by="ops", reason="")
    claim = Claim(key=("traclearn.grader", "ann", uuid4()), token=uuid4(), horizon=horizon)
    connection = await asyncpg.connect(database.url(), server_settings={"role": "grader"})
    async with connection.transaction():
        assert await table.lock(connection, claim, waiting_for(day))
    await connection.close()


async def test_report_says_limits_reservations_and_costs_by_course(reserve, settle, transaction, database):
    at = (await database.run("SELECT now()"))[0][0]
    policy = CoursePolicy(daily_budget_usd=Decimal("2.5"))
    async with transaction() as store:
        await store.save_course(Course("Databases", policy, at, uuid4()))
    paid, open_, other = call(), call(), call(course=None)
    for this in (paid, open_, other):
        await reserve(this, Limits())
    await settle(paid.key, CENT)
    await settle(other.key, 2 * CENT)
    report = await ModelCalls(transaction, ["m"], Limits(daily=Decimal(10), course=Decimal(1))).read()
    assert (report.daily_limit_usd, report.reserved_usd, report.spent_usd) == (10, 0.1, 0.03)
    assert [one.model_dump() for one in report.courses] == [
        {"course": "Databases", "daily_limit_usd": 2.5, "reserved_usd": 0.1, "spent_usd": 0.01}
    ]


async def test_course_said_last_counts_whenever_it_comes(transaction, database):
    at = (await database.run("SELECT now()"))[0][0]
    later = (await database.run("SELECT now()"))[0][0]
    async with transaction() as store:
        await store.save_course(Course("X", CoursePolicy(models_allowed=False), later, uuid4()))
        await store.save_course(Course("X", CoursePolicy(), at, uuid4()))
    rows = await database.run("SELECT language_models FROM grader.courses")
    assert [row[0] for row in rows] == ["refused"]


async def test_old_days_are_forgotten(reserve, transaction, database):
    await reserve(call(), Limits())
    for table in ("paid_calls", "budgets"):
        await database.run(f"UPDATE grader.{table} SET day = day - 36")
    await reserve(call(), Limits())
    await ModelCalls(transaction, [], Limits()).forget()
    assert (await database.run("SELECT count(*) FROM grader.paid_calls"))[0][0] == 1
    assert (await database.run("SELECT count(DISTINCT day) FROM grader.budgets"))[0][0] == 1


def test_operator_stops_and_allows_calls_at_the_command_line(database):
    def run(*arguments, url=None):
        return CliRunner().invoke(app, ["calls", *arguments], env={"DATABASE_URL": url or database.url()})

    assert "are allowed" in run().stdout
    assert "are stopped since" in run("--stop", "Too dear.").stdout
    said = json.loads(run("--json").stdout)
    assert (said["allowed"], said["reason"], said["spent_usd"]) == (False, "Too dear.", 0)
    assert json.loads(run("--allow", "--json").stdout)["allowed"]
    assert run("--allow", "--stop", "x").exit_code == 2
    assert run(url="postgresql://nobody@127.0.0.1:9/x").exit_code == 3


async def test_figures_say_what_is_spent_and_refused(reserve, settle, transaction):
    refusals, paid = Counter(course=2), call()
    figures = CallFigures(ModelCalls(transaction, [], Limits()), refusals)
    await reserve(paid, Limits())
    await settle(paid.key, CENT)
    await figures.read()
    told = {name: gauge() for name, gauge in figures.gauges.items()}
    assert (told["calls_allowed"], told["calls_spent_usd"], told["calls_refused_course"]) == (1, 0.01, 2)
    assert figures.gauges["calls_refused_course"]() == 0
