"""Migration 005: answers under numbers that Trac never gave, from when the API still took them."""

import pytest
from progress.adapters.store import SqlStore
from progress.handlers.projection import project
from sqlalchemy.ext.asyncio import AsyncConnection

pytestmark = pytest.mark.stack

FORGED = 9_999_999
TRACS = (
    "CREATE TABLE public.learning_attempt (ticket int, sub text, attempt int, event_id text)",
    "INSERT INTO public.learning_attempt VALUES ($1, $2, $3, $4)",
)
PROGRESS = "SELECT attempt, answer_score, last_accessed::text FROM learning.progress"
MARKED = "SELECT attempt, minted, answer FROM learning.attempts ORDER BY attempt"


@pytest.fixture
async def forged(database, make_events):
    """Attempt 1, of which Trac knows, and one by API with number and time of its own, as 004 kept them."""
    await database.run("trac", "INSERT INTO ticket (summary) VALUES ('q')")
    events = make_events(ticket=1)
    answer, lie = events.answer(1), events.answer(FORGED, minute=38_000_000)
    await project_all(database, answer, events.grade(1), lie, events.grade(FORGED, score=1.0))
    database.alembic("downgrade", "004")
    return database, events, answer


async def project_all(database, *events):
    engine = database.engine()
    async with engine.begin() as connection:
        assert isinstance(connection, AsyncConnection)
        for event in events:
            await project(event, SqlStore(connection))
    await engine.dispose()


async def trac_knows(database, answer):
    make, add = TRACS
    await database.run("trac", make)
    row = (answer.data.ticket, answer.metadata.learner, answer.data.attempt, str(answer.metadata.event_id))
    await database.run("trac", add, *row)


async def progress_row(database):
    (row,) = await database.seen(PROGRESS, scope="projector")
    return row


@pytest.mark.parametrize("then", ["override", "answer"])
async def test_authors_grade_or_next_answer_outranks_unminted_attempt(forged, then):
    database, events, answer = forged
    assert (await progress_row(database))["attempt"] == FORGED
    await trac_knows(database, answer)
    database.alembic("upgrade", "head")
    assert [tuple(row.values()) for row in await database.seen(MARKED, scope="projector")] == [
        (1, True, "answer 1"),
        (FORGED, False, f"answer {FORGED}"),
    ]
    await project_all(database, events.override(1, score=0.2) if then == "override" else events.answer(2))
    now = await progress_row(database)
    assert now["last_accessed"].startswith("2026")
    assert (now["attempt"], now["answer_score"]) == ((1, 0.2) if then == "override" else (2, None))


async def test_without_tracs_table_every_attempt_counts_as_minted(forged):
    database, events, _ = forged
    database.alembic("upgrade", "head")
    assert [row["minted"] for row in await database.seen(MARKED, scope="projector")] == [True, True]
    await project_all(database, events.override(FORGED, score=0.2))
    assert (await progress_row(database))["answer_score"] == 0.2
