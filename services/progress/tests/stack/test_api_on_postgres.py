"""What the API reads from the real tables, and what PostgreSQL cannot hold."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from progress.adapters.reader import Reader
from progress.adapters.store import SqlStore
from progress.adapters.tables import ATTEMPTS
from progress.application.answer_sweeper import answer_sweeper
from progress.handlers.events import failed, handle
from sqlalchemy import text, update
from traclearn_worker import Permanent
from traclearn_worker.postgres.database import transactions
from traclearn_worker.testing import FakeWork

pytestmark = pytest.mark.stack

REMARK = {
    **{"code": "met", "item": "a", "label": "A", "point": None, "quote": "words", "text": None},
    **{"titles": [], "words": []},
}
NASTY = 'It\'s "quoted" \\ back\\slash\n\ttab $var {{{ }}} [[Macro]] <script>alert(1)</script> 😀 שלום'


@pytest.fixture
async def engine(database):
    await database.run("trac", "INSERT INTO ticket (summary) VALUES ('one'), ('two')")
    engine = database.engine()
    yield engine
    await engine.dispose()


async def test_progress_shows_a_learner_own_attempts_and_grades_alone(engine, take, make_events):
    mine, other = make_events(ticket=1, learner="alice"), make_events(ticket=1, learner="bob")
    await take(
        mine.question(), mine.answer(1), mine.grade(1), mine.answer(2, NASTY), mine.grade(2, score=0.8)
    )
    await take(other.answer(1))
    reader = Reader(engine)
    version, found = await reader.progress("alice", 1)
    assert version == await reader.version("alice", 1)
    assert json.loads(json.dumps(found)) == found
    attempts = found.pop("attempts")
    assert [(a["attempt"], a["answer"], a["phase"], a["score"]) for a in attempts] == [
        (1, "answer 1", "graded", 0.5),
        (2, NASTY, "graded", 0.8),
    ]
    assert found == {
        "ticket_id": 1,
        "status": "completed",
        "phase": "graded",
        "phase_at": "2026-01-15T09:23:00+00:00",
        "attempt": 2,
        "answer_score": 0.8,
        "provisional": True,
        "needs_review": False,
        "started_at": "2026-01-15T09:10:00+00:00",
        "last_accessed": "2026-01-15T09:20:00+00:00",
        "completed_at": "2026-01-15T09:23:00+00:00",
        "last_answer": NASTY,
        "answer_feedback": "Half of it.",
        "remarks": [REMARK],
        "items": [
            {"id": "a", "label": "A", "verdict": "yes", "quote": "words", "reason": None, "ruling": None}
        ],
        "sources": [],
        "person": False,
        "time_spent_minutes": 0,
        "review_due_at": None,
        "counting_attempt": 2,
        "counting_score": 0.8,
    }
    await take(mine.grade(1))
    assert await reader.version("alice", 1) == version, "what changes nothing makes no new version"
    await take(mine.override(1))
    assert await reader.version("alice", 1) != version
    assert await reader.progress("carol", 1) is None
    assert await reader.version("bob", 2) is None
    assert [row["ticket_id"] for row in (await reader.overview("bob"))[1]["progress"]] == [1]


async def test_progress_says_when_its_review_is_due_whichever_came_first(engine, take, make_events):
    first, second = make_events(ticket=1, learner="alice"), make_events(ticket=2, learner="alice")
    await take(first.review_scheduled(), make_events(ticket=2, learner="bob").review_scheduled())
    await take(first.answer(1), second.answer(1))
    reader, version = Reader(engine), await Reader(engine).version("alice", 1)
    due = {row["ticket_id"]: row["review_due_at"] for row in (await reader.overview("alice"))[1]["progress"]}
    assert due == {1: "2026-01-17T11:00:00+00:00", 2: None}
    await take(first.review_scheduled())
    assert await reader.version("alice", 1) == version, "what changes nothing makes no new version"
    await take(first.review_scheduled(2, due_minute=None))
    assert await reader.version("alice", 1) != version
    assert (await reader.progress("alice", 1))[1]["review_due_at"] is None


async def test_the_feed_carries_the_grade(engine, take, make_events):
    events = make_events(ticket=1, learner="alice")
    await take(events.answer(1), events.grade(1), events.override(1, score=1))
    reader = Reader(engine)
    assert isinstance(await reader.epoch(), UUID)
    answer, graded, overridden = await reader.changes(0, 10)
    assert json.loads(json.dumps(graded)) == graded
    assert answer | {"id": 0, "at": ""} == {
        "id": 0,
        "at": "",
        "kind": "answer_received",
        "event_id": str(events.answer(1).metadata.event_id),
        "learner": "alice",
        "ticket": 1,
        "attempt": 1,
        "grade": None,
        "reason": None,
        "document": None,
        "content": None,
        "state": {
            "attempt": 1,
            "phase": "queued",
            "at": answer["at"],
            "reason": None,
            "answer": None,
            "rank": [0, 0, 0, ""],
            "grade": None,
        },
        "counting": None,
    }
    names = (
        "id at score feedback remarks items provisional confidence needs_review flags sources grader person "
        "revision cause reason"
    )
    assert set(graded["grade"]) == set(names.split())
    assert (graded["grade"]["remarks"], overridden["grade"]["remarks"]) == ([REMARK], [])
    assert graded["grade"]["at"] == "2026-01-15T09:13:00+00:00", "when it was given, not when it was told"
    assert (graded["grade"]["person"], overridden["grade"]["person"]) == (False, True)
    assert await reader.changes(answer["id"], 1) == [graded]
    assert graded["state"]["grade"] == graded["grade"]
    assert graded["state"]["at"] == graded["grade"]["at"]
    assert graded["state"]["rank"] == [0, 1, 1768468380000000, graded["grade"]["id"]]
    assert overridden["state"]["rank"] > graded["state"]["rank"]


async def test_a_late_row_of_the_feed_carries_the_grade_that_counts(engine, take, make_events):
    events = make_events(ticket=1, learner="alice")
    await take(events.override(1, score=1), events.grade(1), events.answer(1))
    overridden, outranked, late = await Reader(engine).changes(0, 10)
    assert outranked["grade"]["person"] is False
    assert outranked["state"] == overridden["state"] == late["state"]


async def test_the_feed_carries_documents_and_pages(engine, take, make_events):
    events = make_events()
    await take(events.page(), events.indexed(1, title=NASTY[:300]), events.rejected(2), events.removed(3))
    page, indexed, rejected, removed = await Reader(engine).changes(0, 10)
    assert json.loads(json.dumps(indexed)) == indexed
    assert (page["kind"], page["learner"], page["ticket"]) == ("page_received", "author", None)
    assert page["event_id"] == str(events.page().metadata.event_id)
    assert page["document"] is page["content"] is None
    assert {row["kind"] for row in (indexed, rejected, removed)} == {"content"}
    assert {row["document"] for row in (indexed, rejected, removed)} == {str(events.document)}
    assert indexed["content"]["title"] == NASTY[:300]
    assert [row["content"]["live_revision"] for row in (indexed, rejected, removed)] == [1, 1, None]
    assert removed["content"]["receipt"] == {"chunks": 40, "edges": 3, "concepts": 5}


async def test_dead_lettered_event_without_ticket_is_in_the_feed(engine, make_events):
    for event in (make_events().page(), make_events().indexed(1)):
        async with engine.begin() as connection:
            await failed(event, "why", FakeWork(SqlStore(connection)))
    assert [(row["kind"], row["ticket"]) for row in await Reader(engine).changes(0, 10)] == [
        ("rejected", None)
    ] * 2


async def test_sweeper_delays_waiting_answers_once_on_real_tables(engine, take, make_events):
    events = make_events(ticket=1, learner="alice")
    await take(events.answer(1), make_events(ticket=2, learner="bob").grade(1))
    counts = []
    late_sweeper = answer_sweeper(transactions(engine, SqlStore), timedelta(minutes=5), report=counts.append)
    assert await late_sweeper.sweep() == 0
    early_sweeper = answer_sweeper(transactions(engine, SqlStore), timedelta(0), report=counts.append)
    assert [await early_sweeper.sweep(), await early_sweeper.sweep()] == [1, 0]
    found = (await Reader(engine).progress("alice", 1))[1]
    assert found["phase"] == "delayed"
    assert (await Reader(engine).changes(0, 10))[-1]["kind"] == "delayed"


async def test_restarted_attempt_is_delayed_by_its_new_start(engine, take, make_events):
    events, now = make_events(ticket=1, learner="alice"), datetime.now(UTC)
    old = now - timedelta(hours=1)
    await take(events.answer(1))
    async with transactions(engine, SqlStore)() as store:
        await store.lock_ticket(1)
        await store._connection.execute(update(ATTEMPTS).values(received_at=old))
    late_sweeper = answer_sweeper(transactions(engine, SqlStore), timedelta(minutes=5), report=[].append)
    for minutes, marked in ((10, 1), (1, 0)):
        async with transactions(engine, SqlStore)() as store:
            await store.lock_ticket(1)
            known = await store.find_record("alice", 1)
            began = now - timedelta(minutes=minutes)
            await store.save_record(
                known.with_attempt(replace(known.attempts[1], delayed_at=old, grading_at=began)), {1}
            )
        assert (await Reader(engine).progress("alice", 1))[1]["phase"] == "grading"
        assert await late_sweeper.sweep() == marked


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"feedback": "a\0b"}, id="NUL in a text"),
        pytest.param({"flags": ["a\0b"]}, id="NUL in JSON"),
        pytest.param({"feedback": "\ud800"}, id="half a surrogate pair"),
        pytest.param({"flags": ["\ud800"]}, id="half a surrogate pair in JSON"),
        pytest.param({"revision": 2**70}, id="a number too large"),
    ],
)
async def test_value_that_postgres_cannot_hold_is_permanent(engine, make_events, change):
    event = make_events(ticket=1).grade(1)
    event = event.model_copy(update={"data": event.data.model_copy(update=change)})
    async with engine.connect() as connection:
        with pytest.raises(Permanent):
            await handle(event, FakeWork(SqlStore(connection)))


async def test_a_broken_statement_is_not_permanent(engine, make_events):
    class Broken(SqlStore):
        async def append_change(self, change):
            await self._connection.execute(text("SELECT nothing"))

    async with engine.connect() as connection:
        with pytest.raises(Exception, match="nothing") as raised:
            await handle(make_events(ticket=1).answer(1), FakeWork(Broken(connection)))
        assert not isinstance(raised.value, Permanent)
