"""Two projectors at once on PostgreSQL, with the runtime's inbox: every order leaves equal tables."""

import asyncio
import json
import random
from collections import defaultdict
from dataclasses import replace
from itertools import permutations
from uuid import UUID

import pytest
from progress.adapters.content import content_from
from progress.adapters.paths import STATEMENTS, path_from
from progress.adapters.store import SqlStore
from progress.domain.grade import grade_of
from progress.domain.material import content_of, content_summary
from progress.domain.path_document import path_document
from progress.entrypoints.worker import SOURCE
from progress.handlers.events import handle
from traclearn_worker.breaker import Breakers
from traclearn_worker.postgres.store import PostgresStore
from traclearn_worker.service import Service
from traclearn_worker.store import Claim, Held
from traclearn_worker.work import Attempt

pytestmark = pytest.mark.stack

TABLES = ("progress", "attempts", "questions", "grades")
APART = {"version", "received_at", "recorded_at", "ticket_id"}
"""Columns that say when a row came, are random on purpose, or say which order it was."""
TOGETHER = 6
TICKETS = "INSERT INTO ticket (summary) SELECT 'q' FROM generate_series(1, $1)"
CONTENTS = "SELECT DISTINCT ON (document) document, content FROM learning.changes ORDER BY document, id DESC"
PATHS_TOLD = "SELECT DISTINCT ON (path_id) path_id, path FROM learning.changes ORDER BY path_id, id DESC"
APPEALS_TOLD = """
    SELECT DISTINCT ON (cognito_user_id) cognito_user_id, appeal FROM learning.changes
    WHERE appeal IS NOT NULL ORDER BY cognito_user_id, id DESC"""
LAST = "SELECT kind, reason FROM learning.changes ORDER BY id DESC LIMIT 1"


class Process:
    """One projector: an engine, an inbox and the handler, as the runtime puts them together."""

    def __init__(self, database):
        self.engine = database.engine(pool_size=TOGETHER, max_overflow=0)
        self.breakers = Breakers()
        self.inbox = PostgresStore(self.engine, "progress", self.breakers["database"])
        self.service = Service("progress", SOURCE, [], SqlStore)

    async def consume(self, event):
        """Delivers once; what the other one holds is delivered again, as by SQS."""
        while True:
            claim = await self.inbox.claim(event, 30, None)
            if isinstance(claim, Claim):
                attempt = Attempt(claim, self.inbox, self.breakers, self.service, 30)
                await attempt.complete(await handle(event, attempt))
                return
            if not isinstance(claim, Held):
                return
            await asyncio.sleep(0.002)

    async def consume_all(self, events):
        for event in events:
            await self.consume(event)


def six(events):
    return {
        "question": events.question(),
        "answer 1": events.answer(1),
        "answer 2": events.answer(2),
        "grade 2": events.grade(2, score=0.9),
        "grade 1": events.grade(1, score=0.1),
        "override": events.override(1),
    }


def names(of_six):
    """Ids follow from the ticket: their names make tickets comparable."""
    known = {str(event.metadata.event_id): name for name, event in of_six.items()}
    graded = ("grade 1", "grade 2", "override")
    return known | {str(grade_of(of_six[name]).id): f"ledger {name}" for name in graded}


async def tables(database, known):
    """For each ticket its rows in each table, without what is random and with names for ids."""
    found = defaultdict(lambda: {table: [] for table in TABLES})
    for table in TABLES:
        sql = f"SELECT ticket_id, to_json(t)::text AS row FROM learning.{table} t"
        for row in await database.seen(sql, scope="projector"):
            values = {key: value for key, value in json.loads(row["row"]).items() if key not in APART}
            named = {key: known.get(str(value), value) for key, value in values.items()}
            found[row["ticket_id"]][table].append(json.dumps(named, sort_keys=True))
    return {ticket: {name: sorted(rows) for name, rows in of.items()} for ticket, of in found.items()}


@pytest.fixture
async def processes(database):
    both = Process(database), Process(database)
    yield both
    for process in both:
        await process.engine.dispose()


async def test_all_orders_through_two_projectors_end_alike(database, processes, make_events):
    """Each of the 720 orders has a ticket of its own; one projector gets the order, the other its reverse."""
    orders = list(permutations(range(6)))
    await database.run("trac", TICKETS, len(orders))
    places = asyncio.Semaphore(TOGETHER)

    async def run(ticket, order):
        events = list(six(make_events(ticket=ticket)).values())
        queue = [events[index] for index in order]
        async with places:
            await asyncio.gather(
                processes[0].consume_all(queue), processes[1].consume_all([*reversed(queue)])
            )

    await asyncio.gather(*(run(ticket, order) for ticket, order in enumerate(orders, 1)))

    known = {}
    for ticket in range(1, len(orders) + 1):
        known |= names(six(make_events(ticket=ticket)))
    found = await tables(database, known)
    expected = found[1]
    assert [len(rows) for rows in expected.values()] == [1, 2, 1, 3]
    result = json.loads(expected["progress"][0])
    assert (result["attempt"], result["answer_score"], result["status"]) == (2, 0.9, "completed")
    assert sorted(found) == list(range(1, len(orders) + 1))
    for ticket, order in enumerate(orders, 1):
        assert found[ticket] == expected, order
    changes = await database.seen(
        "SELECT count(*) AS rows, count(DISTINCT event_id) AS events FROM learning.changes", scope="projector"
    )
    assert changes == [{"rows": 6 * 720, "events": 6 * 720}], "a duplicate is told once"


async def test_document_in_many_orders_through_two_projectors_ends_alike(database, processes, make_events):
    """As above; who follows the feed ends with what the table says."""
    dice = random.Random(4)
    known = [make_events(document=UUID(int=number)) for number in range(1, 101)]
    places = asyncio.Semaphore(TOGETHER)

    async def run(events):
        queue = dice.sample(events.history(), 7)
        async with places:
            await asyncio.gather(
                processes[0].consume_all(queue), processes[1].consume_all([*reversed(queue)])
            )

    await asyncio.gather(*map(run, known))

    expected = None
    for event in known[0].history():
        expected = content_of(event).merged_with(expected)
    rows = await database.seen("SELECT * FROM learning.content", scope="projector")
    found = {row["document"]: content_from(row | {"receipt": json.loads(row["receipt"])}) for row in rows}
    assert found == {events.document: replace(expected, document=events.document) for events in known}
    changes = await database.seen(CONTENTS, scope="feed")
    assert {row["document"]: json.loads(row["content"]) for row in changes} == {
        document: content_summary(content) for document, content in found.items()
    }


async def test_paths_in_all_orders_through_two_projectors_end_alike(database, processes, make_events):
    """Each of the 120 orders has a learner of its own, and so a path; the other one gets the reverse."""
    orders = list(permutations(range(5)))
    known = [make_events(learner=f"learner {number}") for number in range(len(orders))]
    places = asyncio.Semaphore(TOGETHER)

    async def run(events, order):
        story = [
            events.path_request(),
            events.path_progressed(minute=1),
            events.path_progressed(minute=2, done=1, total=3),
            events.path_generated(),
            events.path_created(),
        ]
        queue = [story[index] for index in order]
        async with places:
            await asyncio.gather(
                processes[0].consume_all(queue), processes[1].consume_all([*reversed(queue)])
            )

    await asyncio.gather(*map(run, known, orders))

    rows = await database.seen("SELECT * FROM learning.paths", scope="projector")
    found = {row["id"]: row for row in rows}
    assert set(found) == {events.path for events in known}
    assert {(row["state"], row["minutes"], row["path_minutes"], row["headway"]) for row in rows} == {
        ("accepted", 60, 15, None)
    }
    last = {row["path_id"]: json.loads(row["path"]) for row in await database.seen(PATHS_TOLD, scope="feed")}
    for events in known:
        row = found[events.path]
        columns = (*STATEMENTS, "proposed_steps", "declined")
        statements = {name: row[name] and json.loads(row[name]) for name in columns}
        assert last[events.path]["steps"] == path_document(path_from(row | statements))["steps"]
        assert [step["ticket_id"] for step in last[events.path]["steps"]] == [51, 52, 53]


async def test_appeals_in_many_orders_through_two_projectors_end_alike(database, processes, make_events):
    """Each is assessed, decided and opened again; who follows the feed ends with what the table says."""
    dice, places = random.Random(7), asyncio.Semaphore(TOGETHER)
    await database.run("trac", TICKETS, 1)
    known = [make_events(ticket=1, learner=f"learner {number}") for number in range(60)]

    async def run(events):
        appeal, override = events.appeal(), events.override(minute=70, said={"reason": "Seen."})
        again = events.appeal(minute=32, name="again")
        story = [events.answer(), events.grade(), appeal, events.assessed(appeal), override, again]
        queue = dice.sample([*story, events.withdrawal(override)], 7)
        async with places:
            await asyncio.gather(
                processes[0].consume_all(queue), processes[1].consume_all([*reversed(queue)])
            )

    await asyncio.gather(*map(run, known))

    rows = await database.seen("SELECT * FROM learning.appeals", scope="projector")
    columns = ("state", "why", "reason", "answer")
    assert {tuple(row[name] for name in columns) for row in rows} == {
        ("with_author", "author", "It is there .", "")
    }
    found = {row["cognito_user_id"]: str(row["id"]) for row in rows}
    assert found == {events.learner: str(events.appeal().metadata.event_id) for events in known}
    told = {row["cognito_user_id"]: row for row in await database.seen(APPEALS_TOLD, scope="feed")}
    assert {who: json.loads(row["appeal"])["id"] for who, row in told.items()} == found
    assert {json.loads(row["appeal"])["state"] for row in told.values()} == {"with_author"}


async def test_event_that_both_projectors_get_at_once_is_projected_once(database, processes, make_events):
    await database.run("trac", TICKETS, 20)
    for ticket in range(1, 21):
        answer = make_events(ticket=ticket).answer(1)
        await asyncio.gather(*(process.consume(answer) for process in processes * 3))
    assert len(await database.seen("SELECT FROM learning.changes", scope="projector")) == 20


async def test_grade_of_a_ticket_deleted_under_way_is_rejected_and_kept(database, processes, make_events):
    """Its late grade is in the ledger, is told as rejected, and brings nothing back."""
    await database.run("trac", TICKETS, 1)
    events = make_events(ticket=1)
    await processes[0].consume_all([events.question(), events.answer(1)])
    await database.run("trac", "DELETE FROM ticket")
    await processes[1].consume(events.grade(1))
    found = await tables(database, {})
    assert [len(rows) for rows in found[1].values()] == [0, 0, 0, 1]
    last = await database.seen(LAST, scope="feed")
    assert last == [{"kind": "rejected", "reason": "unknown_ticket"}]


async def test_abandoned_attempt_leaves_no_rows(database, processes, make_events):
    """The projection and the inbox row are one transaction: a handler that fails later leaves nothing."""
    await database.run("trac", TICKETS, 1)
    process, event = processes[0], make_events(ticket=1).answer(1)
    claim = await process.inbox.claim(event, 30, None)
    attempt = Attempt(claim, process.inbox, process.breakers, process.service, 30)
    await handle(event, attempt)
    await (await attempt.write()).now()  # still inside, and written
    await attempt.abandon()
    assert await database.seen("SELECT FROM learning.changes", scope="projector") == []
    assert await database.seen("SELECT FROM learning.attempts", scope="projector") == []
