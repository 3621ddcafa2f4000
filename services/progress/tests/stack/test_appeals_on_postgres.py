"""Appeals on the real tables: what the API and the feed tell, who sees them, and what waits too long."""

import json
from datetime import timedelta

import pytest
from progress.adapters.reader import Reader
from progress.adapters.store import SqlStore
from progress.application.appeal_sweeper import AppealSweeper
from traclearn_worker.database import transactions

pytestmark = pytest.mark.stack

WHERE = ("learner", 42)


@pytest.fixture(autouse=True)
async def ticket(database):
    await database.run("trac", "INSERT INTO public.ticket (id, type) VALUES (42, 'task')")


@pytest.fixture
def sweep(engine):
    async def sweep(overdue_after=timedelta(0)):
        return await AppealSweeper(transactions(engine, SqlStore), overdue_after).sweep()

    return sweep


async def test_attempt_and_feed_tell_the_same_from_appeal_to_withdrawal(engine, take, events):
    reader, grade = Reader(engine), events.grade()
    appeal = events.appeal(grade=grade)
    said = {"appeal": str(appeal.metadata.event_id), "reason": "Your second sentence says it."}
    override = events.override(minute=70, said=said)
    await take(events.answer(), grade)
    version = await reader.version(*WHERE)
    for event, state, why in (
        (appeal, "open", None),
        (events.assessed(appeal), "with_author", "second_differs"),
        (override, "decided", "author"),
        (events.withdrawal(override), "with_author", "author"),
    ):
        await take(event)
        newer, shown = await reader.progress(*WHERE)
        (attempt,) = shown["attempts"]
        assert (attempt["appeal"]["state"], attempt["appeal"]["why"]) == (state, why)
        assert newer != version
        version = newer
        told = [row["appeal"] for row in await reader.changes(0, 100) if "appeal" in row][-1]
        assert {name: told[name] for name in attempt["appeal"]} == attempt["appeal"]
    assert attempt["score"] == 0.5


async def test_appeal_that_waits_too_long_goes_to_an_author_once(engine, take, events, sweep):
    await take(events.answer(), events.grade(), events.appeal())
    assert await sweep(timedelta(minutes=5)) == 0
    assert (await sweep(), await sweep()) == (1, 0)
    (row,) = (await Reader(engine).changes(0, 100))[-1:]
    assert (row["kind"], row["appeal"]["state"], row["appeal"]["why"]) == (
        *("appeal", "with_author"),
        "no_second_voice",
    )
    await take(events.assessed(events.appeal(), "stands"))
    _, shown = await Reader(engine).progress(*WHERE)
    assert shown["attempts"][0]["appeal"]["state"] == "stands"


async def test_another_appeal_of_the_attempt_waits_anew(database, take, events):
    since = "SELECT waiting_since FROM learning.appeals"
    first, regrade = events.appeal(), events.grade(revision=30)
    await take(events.answer(), events.grade(), first)
    (before,) = await database.seen(since, scope="projector")
    await take(events.assessed(first, "stands"), regrade)
    assert await database.seen(since, scope="projector") == [before]
    await take(events.appeal(grade=regrade, minute=50))
    (after,) = await database.seen(since, scope="projector")
    assert after["waiting_since"] > before["waiting_since"]


async def test_appeals_are_their_learners_and_staffs_alone(database, take, events):
    await take(events.appeal())
    sql = "SELECT id, state, facts FROM learning.appeals"
    assert await database.seen(sql) == await database.seen(sql, learner="bob") == []
    assert await database.seen(sql, scope="feed") == []
    for who in ({"learner": "learner"}, {"scope": "staff"}):
        (row,) = await database.seen(sql, **who)
        assert (row["id"], row["state"]) == (None, None)
        (fact,) = json.loads(row["facts"]).values()
        assert fact["made"]["data"]["reason"] == "It is there ."


async def test_appeals_go_with_their_ticket(database, take, events):
    await take(events.answer(), events.grade(), events.appeal())
    await database.run("trac", "DELETE FROM ticket")
    assert await database.seen("SELECT 1 FROM learning.appeals", scope="projector") == []
