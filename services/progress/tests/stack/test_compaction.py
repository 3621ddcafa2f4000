"""What goes from the feed and what stays, on the real tables."""

import random
from datetime import timedelta

import pytest
from progress.adapters.compaction import Compaction
from progress.adapters.reader import Reader
from progress.adapters.store import SqlStore
from progress.application.compactor import Compactor
from progress.domain.grade import grade_of
from progress.handlers.projection import project

pytestmark = pytest.mark.stack

OWN = {"path", "review", "hint", "appeal"}
TICKETS = "INSERT INTO ticket (summary) SELECT 'q' FROM generate_series(1, 6)"
LONG_AGO = "UPDATE learning.feed_readers SET seen_at = now() - interval '91 days' WHERE reader = 'gone'"


@pytest.fixture
async def engine(database):
    await database.run("trac", TICKETS)
    engine = database.engine()
    yield engine
    await engine.dispose()


@pytest.fixture
def compactor(engine):
    return Compactor(Compaction(engine, retention=timedelta(0)))


async def take(engine, events):
    for event in events:
        async with engine.begin() as connection:
            await project(event, SqlStore(connection))


def story(events):
    """Attempts with failures, two answers under one number, grades, overrides, hints; a document; a path."""
    return [
        events.question(),
        events.page(events.ticket),
        events.answer(1),
        events.answer(1, "another", minute=11),
        events.started(1),
        events.ungradable(1),
        events.started(1, minute=30),
        events.grade(1),
        events.grade(1, 2, score=0.8),
        events.answer(2),
        events.started(2),
        appeal := events.appeal(1),
        events.assessed(appeal),
        events.override(1, minute=61),
        events.override(1, 3, minute=62, said={"against": str(grade_of(events.grade(1)).id)}),
        events.withdrawal(events.override(1, minute=61)),
        events.hint(1),
        events.hint(2, "b", 0.3),
        events.hint(2, "b", 0, minute=99),
        events.grade(2),
        events.question(2, learner="learner"),
        *events.history(),
        events.path_request(),
        events.path_progressed(),
        events.path_generated(),
        events.path_progressed(minute=99),
        events.path_created(),
        events.path_created(producer="traclearn.api"),
        events.review_scheduled(1),
        events.review_scheduled(2, due_minute=None),
        events.review_scheduled(3),
    ]


def followed(rows, known=None):
    """What a reader has of each attempt, hint and document after these rows, by the rule of the contract."""
    states = dict(known or {})
    for row in rows:
        key, state = (row["ticket"], row["learner"], row["attempt"]), row["state"]
        if row["content"]:
            states[row["document"]] = row["content"]
        elif row.get("hint"):
            states["hint", row["hint"]["hint"]] = row["hint"]
        elif row.get("review"):
            states["review", row["ticket"], row["learner"]] = row["review"]
        elif ranked := row.get("path") or row.get("appeal"):
            where = ranked["id"] if row.get("path") else ("appeal", *key)
            held = states.get(where)
            if not held or ranked["rank"] >= held["rank"]:
                states[where] = ranked
        elif state and state["answer"] is None:
            held = states.get(key)
            if not held or not held["grade"] or state["rank"] > held["rank"]:
                states[key] = state
    return states


async def all_rows(engine):
    return await Reader(engine).changes(0, 10_000)


async def test_compaction_at_any_point_leaves_a_new_reader_the_states_of_one_that_read_all(
    engine, compactor, make_events
):
    dice, reader, read, known, gone = random.Random(5), Reader(engine), 0, {}, 0
    pool = [event for ticket in range(1, 7) for event in story(make_events(ticket=ticket))]
    pool = dice.sample(pool, len(pool))
    while pool:
        count = dice.randint(1, 12)
        await take(engine, pool[:count])
        del pool[:count]
        await reader.claim("trac", read)
        rows = await reader.changes(read, 10_000)
        known, read = followed(rows, known), rows[-1]["id"]
        gone += await compactor.compact_all(batch=dice.randint(1, 50))
        assert followed(await all_rows(engine)) == known
    await reader.claim("trac", read)
    assert gone + await compactor.compact_all() > 60
    assert followed(await all_rows(engine)) == known


async def test_only_the_states_stay_when_everybody_has_read(engine, compactor, make_events):
    await take(engine, story(make_events(ticket=1)))
    await Reader(engine).claim("trac", (await all_rows(engine))[-1]["id"])
    await compactor.compact_all()
    left = [
        (row["attempt"], row["document"] is not None, *row.keys() & OWN) for row in await all_rows(engine)
    ]
    hints = [(1, False, "hint"), (2, False, "hint")]
    others = [(None, True), (None, False, "path"), (1, False, "review")]
    assert left == [(1, False), (1, False, "appeal"), *hints, (2, False), *others]


async def test_of_a_hint_told_again_the_last_row_stays_and_of_another_hint_its_own(
    engine, compactor, make_events
):
    alice, bob = make_events(ticket=1), make_events(ticket=1, learner="bob")
    again = [alice.hint(1, minute=99), alice.hint(2, minute=98)]
    await take(engine, [alice.hint(1), bob.hint(1), alice.hint(1, "b"), *again])
    rows = await all_rows(engine)
    await Reader(engine).claim("trac", rows[-1]["id"])
    assert await compactor.compact_all() == 2
    assert await all_rows(engine) == [rows[1], rows[2], rows[4]]


async def test_an_echo_stays_until_the_last_reader_is_past_it(engine, compactor, make_events):
    await take(engine, [make_events(ticket=1).question(), make_events(ticket=2).question()])
    first, second = await all_rows(engine)
    assert await compactor.compact_all() == 0, "nobody is known to have read"
    await Reader(engine).claim("one", second["id"])
    await Reader(engine).claim("other", first["id"] - 1)
    assert await compactor.compact_all() == 0
    await Reader(engine).claim("other", first["id"])
    assert await compactor.compact_all() == 1
    assert await all_rows(engine) == [second]


async def test_claim_of_a_reader_gone_for_long_holds_up_nothing(database, engine, compactor, make_events):
    await take(engine, [make_events(ticket=1).question()])
    await Reader(engine).claim("gone", 0)
    await Reader(engine).claim("trac", (await all_rows(engine))[-1]["id"])
    assert await compactor.compact_all() == 0
    await database.run("progress", LONG_AGO)
    assert await compactor.compact_all() == 1


async def test_row_younger_than_the_retention_is_not_compacted(engine, make_events):
    await take(engine, [make_events(ticket=1).question()])
    await Reader(engine).claim("trac", (await all_rows(engine))[-1]["id"])
    assert await Compactor(Compaction(engine)).compact_all() == 0
