"""Removals that fail, wait and come twice. The doubles commit and roll back, as the transactions do."""

import json
from copy import deepcopy

import pytest
from indexer.application.dependency_guard import dependency_guard
from indexer.application.events import EventFactory
from indexer.application.indexing import Indexing
from indexer.application.removal import Removal
from indexer.domain.documents.identity import Source, document_id, key_of
from indexer.domain.documents.status import DocumentStatus
from indexer.handlers.failures import Failures
from indexer.handlers.objects import ObjectEvents
from indexer.handlers.pages import Pages
from traclearn_contracts.events import parse
from traclearn_contracts.files import CONTRACTS
from traclearn_corpus import GraphAway
from traclearn_corpus.writing import Receipt
from traclearn_embedding import EmbeddingError
from traclearn_hosted import ModelDown
from traclearn_worker import LeaseLost, Unavailable
from traclearn_worker.breaker import Breakers, State
from traclearn_worker.testing import FakeWork

UPLOAD = document_id("upload", "isolation.md")
PAGE = document_id("wiki", "Course/Branches")
GONE = 5
"""The revision with which the example takes the page away."""


class Rows:
    """The Store on one transaction, which is a dictionary of rows by document and revision."""

    def __init__(self, rows):
        self.rows = rows

    async def find_status(self, document, revision):
        row = self.rows.get((document, revision))
        return row and DocumentStatus(
            row["source"], row["state"], row["reason"], None, self._tombstone(document)
        )

    def _tombstone(self, document):
        gone = [key[1] for key, row in self.rows.items() if key[0] == document and "buried" in row]
        return max(gone, default=0)

    async def ensure_revision(self, source):
        row = {"source": source, "state": "uploaded", "reason": None, "detail": ""}
        self.rows.setdefault((source.document, source.revision), row)
        return await self.find_status(source.document, source.revision)

    async def save_outcome(self, source, state, **facts):
        self.rows[source.document, source.revision] |= {**facts, "state": state}

    async def mark_removed(self, document, revision, receipt):
        row, state = self.rows[document, revision], "removing" if receipt is None else "removed"
        news = row["state"] not in (state, "removed")
        if news:
            row |= {"state": state, "reason": None, "buried": True}
        return news

    async def mark_concepts_stale(self, *subjects):
        pass


class Graph:
    """Gives the same receipt each time, or raises."""

    broken = None

    async def remove(self, document, revision):
        if self.broken:
            raise self.broken
        return Receipt(2, 1, 1, 8, ("Course",))


class World:
    """What takes documents away."""

    def __init__(self):
        self.rows, self.graph, self.breakers = {}, Graph(), Breakers()
        indexing, removal = Indexing(self.graph, None), Removal(self.graph)
        self.uploads = ObjectEvents(None, None, indexing, removal)
        self.pages = Pages(None, indexing, removal)
        self.failures = Failures(indexing)

    async def run(self, handler, *said, lost=False):
        work = FakeWork(Rows(self.rows), self.breakers, begin=deepcopy, lost=lost)
        try:
            told = await handler(*said, work)
            work.commit()
        finally:
            self.announced, self.rows = work.announced, work.store.rows
        return told

    async def unmark(self, event=None, **how):
        return await self.run(self.pages.handle, event or unmarked(), **how)

    async def fail(self, event=None, reason="out of memory"):
        return await self.run(self.failures.failed, event or unmarked(), reason)

    async def bury(self, tombstone):
        """As an author's removal through the API begins."""
        store = Rows(self.rows)
        for revision in range(1, tombstone + 1):
            await store.ensure_revision(Source(UPLOAD, revision, "upload", "isolation.md", "ada"))
        await store.mark_removed(UPLOAD, tombstone, None)

    def state(self, document=PAGE, revision=GONE):
        return self.rows[document, revision]["state"]


@pytest.fixture
def world():
    return World()


def unmarked():
    """The page is material no longer."""
    body = json.loads((CONTRACTS / "examples/WikiPageChanged.v1/deleted.json").read_text())
    return parse(body["source"], body["detail-type"], body["detail"])


def deleted(revision, sequencer):
    """S3's word; each has a sequencer, and so an id, of its own."""
    body = json.loads((CONTRACTS / "examples/external/Object Deleted.json").read_text())
    body["detail"]["object"] |= {
        "key": key_of(UPLOAD, revision),
        "sequencer": sequencer,
        "version-id": sequencer,
    }
    return parse(body["source"], body["detail-type"], body["detail"])


async def test_a_pages_removal_that_is_tried_has_a_row(world):
    world.graph.broken = ValueError("a defect")
    with pytest.raises(ValueError, match="a defect"):
        await world.unmark()
    assert world.state() == "removing"


async def test_a_pages_removal_that_failed_says_what_to_do(world):
    world.graph.broken = ValueError("a defect")
    with pytest.raises(ValueError, match="a defect"):
        await world.unmark()
    (rejected,) = await world.fail()
    assert (rejected.detail_type, rejected.data.document) == ("ContentRejected.v1", PAGE)
    assert (rejected.data.revision, rejected.data.reason) == (GONE, "failed")
    assert "Ask an operator to replay its removal (out of memory)" in rejected.data.detail
    assert (world.state(), world.rows[PAGE, GONE]["detail"]) == ("rejected", rejected.data.detail)


async def test_a_pages_removal_that_failed_may_be_replayed(world):
    await world.fail()
    (removed,) = await world.unmark()
    assert (removed.data.revision, removed.data.chunks, world.state()) == (GONE, 2, "removed")
    assert await world.fail() == []


async def test_a_pages_removal_that_failed_before_it_began_is_told_too(world):
    assert [event.data.reason for event in await world.fail()] == ["failed"]


async def test_a_long_reason_hides_not_what_to_do(world):
    (rejected,) = await world.fail(reason="x" * 1000)
    assert "Ask an operator to replay" in rejected.data.detail


async def test_nothing_is_told_of_a_page_that_trac_did_not_send(world):
    forged = unmarked().model_copy(update={"source": "traclearn.grader"})
    assert await world.fail(forged) == []
    assert world.rows == {}


async def test_an_uploads_removal_that_failed_waits_for_the_sweeper(world):
    await world.bury(2)
    assert await world.fail(deleted(1, "0A")) == []
    assert world.state(UPLOAD, 2) == "removing"


async def test_an_embedder_that_is_away_holds_up_no_removal(world):
    world.breakers["embedder"].trip()
    assert len(await world.unmark()) == 1


async def test_a_removal_is_no_sign_that_the_embedder_is_back(world, later):
    world.breakers["embedder"].trip()
    later(61)
    await world.unmark()
    assert world.breakers["embedder"].state is State.HALF_OPEN


async def test_a_graph_that_is_away_holds_up_a_removal_which_has_begun(world, later):
    world.graph.broken = GraphAway("paused", 5.0)
    with pytest.raises(Unavailable):
        await world.unmark()
    assert [event.data.phase for event in world.announced] == ["waiting"]
    assert (world.state(), world.breakers["graph"].state) == ("removing", State.OPEN)
    world.graph.broken = None
    later(61)
    assert len(await world.unmark()) == 1
    assert world.breakers["graph"].state is State.CLOSED


class TextFault(EmbeddingError):
    """One that no breaker knows."""


@pytest.mark.parametrize(
    ("error", "raised", "state"),
    [
        (TextFault("too long"), TextFault, State.CLOSED),
        (ModelDown("no answer", 5.0), Unavailable, State.OPEN),
    ],
)
async def test_a_text_that_is_refused_is_no_outage(world, error, raised, state):
    work = FakeWork(Rows(world.rows), world.breakers)
    with pytest.raises(raised):
        events = EventFactory(unmarked(), Source(PAGE, 1, "wiki", "Course/Branches", "ada"))
        async with dependency_guard(work, events, reported=False):
            raise error
    assert world.breakers["embedder"].state is state
    assert bool(work.announced) == (raised is Unavailable)


async def test_a_removal_that_is_asked_for_again_is_told_once(world):
    """The sweeper hides the object again: S3 tells it as an event of another id."""
    await world.bury(2)
    (removed,) = await world.run(world.uploads.deleted, deleted(1, "0A"))
    assert removed.data.revision == 2
    assert await world.run(world.uploads.deleted, deleted(1, "0B")) == []
    assert world.state(UPLOAD, 2) == "removed"


async def test_a_removal_that_was_not_committed_is_told_by_the_next_delivery(world):
    with pytest.raises(LeaseLost):
        await world.unmark(lost=True)
    assert world.state() == "removing"
    (removed,) = await world.unmark()
    (expected,) = await World().unmark()
    assert removed.metadata.event_id == expected.metadata.event_id
    assert await world.unmark() == []
