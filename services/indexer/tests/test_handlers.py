"""What the service does with events, in any order. Small fakes play database, graph and bucket."""

import json
from contextlib import asynccontextmanager
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from indexer.application.dependency_guard import REQUIRED
from indexer.application.events import EventFactory
from indexer.application.indexing import Indexing, batches
from indexer.application.removal import Removal
from indexer.domain.documents.identity import Source, document_id, key_of
from indexer.domain.documents.status import DocumentStatus
from indexer.domain.documents.upload import StoredObject
from indexer.domain.errors import BucketAway, ObjectGone
from indexer.handlers.failures import Failures
from indexer.handlers.objects import ObjectEvents
from indexer.handlers.pages import Pages
from traclearn_contracts.events import parse
from traclearn_contracts.files import CONTRACTS
from traclearn_corpus import Chunk, GraphAway
from traclearn_corpus.writing import CutOver, Receipt, Staged
from traclearn_documents import Block, Document, ReaderUnavailable, Rejected
from traclearn_hosted import BudgetSpent, ModelDown
from traclearn_worker import Busy, Transient, Unavailable
from traclearn_worker.breaker import Breakers
from traclearn_worker.testing import FakeWork

NAME = "databases/isolation.md"
DOCUMENT = document_id("upload", NAME)


class Memory:
    """The Store, without a database."""

    def __init__(self):
        self.rows, self.live, self.tombstone, self.subjects = {}, None, 0, []

    def grant(self, revision):
        source = Source(DOCUMENT, revision, "upload", NAME, "ada")
        self.rows[revision] = {"source": source, "state": "waiting_for_upload", "reason": None}

    async def find_status(self, document, revision):
        row = self.rows.get(revision)
        return row and DocumentStatus(row["source"], row["state"], row["reason"], self.live, self.tombstone)

    async def ensure_revision(self, source):
        self.rows.setdefault(source.revision, {"source": source, "state": "uploaded", "reason": None})
        return await self.find_status(source.document, source.revision)

    async def save_file_facts(self, source, **facts):
        self.rows[source.revision] |= facts

    async def save_progress(self, source, state, done=0, total=0, detail=""):
        await self._change(source, state=state)

    async def save_outcome(self, source, state, **facts):
        await self._change(source, **{"reason": None, **facts, "state": state})
        if state == "ready" and source.revision > self.tombstone:
            self.live = max(self.live or 0, source.revision)

    async def _change(self, source, **facts):
        row = self.rows[source.revision]
        if not DocumentStatus(source, row["state"], row["reason"]).settled:
            row |= facts

    async def mark_removed(self, document, revision, receipt):
        self.tombstone = max(self.tombstone, revision)
        if receipt is not None and self.live and self.live <= revision:
            self.live = None
        row = self.rows.setdefault(revision, {"state": None, "reason": None})
        state = "removing" if receipt is None else "removed"
        news = row["state"] not in (state, "removed")
        if news:
            row |= {"state": state, "receipt": receipt}
        return news

    async def mark_concepts_stale(self, *subjects):
        self.subjects += subjects


class Graph:
    """The corpus: which revision readers find, and what is staged."""

    def __init__(self):
        self.live_revision, self.tombstone, self.vectors, self.staged = 0, 0, set(), {}
        self.away = None

    def _awake(self):
        if self.away:
            raise self.away

    async def live_chunks(self, document):
        self._awake()
        return ()

    async def stage(self, material):
        self._awake()
        late = material.revision <= self.tombstone or material.revision < self.live_revision
        self.staged[material.revision] = material
        missing = [chunk.id for chunk in material.chunks if chunk.id not in self.vectors]
        return Staged("superseded" if late else "staged", "test", len(material.chunks), tuple(missing))

    async def put_vectors(self, vectors):
        self.vectors |= set(vectors)

    async def cut_over(self, document, revision):
        late = revision <= self.tombstone or revision < self.live_revision
        if not late:
            self.live_revision = revision
        count = len(self.staged[revision].chunks)
        return CutOver(7, count, count, 0, ("databases",), superseded=late)

    async def remove(self, document, revision):
        self._awake()
        kept = self.live_revision > revision
        self.tombstone = max(self.tombstone, revision)
        self.live_revision = self.live_revision if kept else 0
        return Receipt(2, 1, 1, 8, ("databases",), superseded=kept)

    async def recipe(self):
        return "1/born"

    async def searched_model(self):
        return "test"


class Embedding:
    model, limit, broken = "test", 256, None

    async def embed(self, passages):
        if self.broken:
            raise self.broken
        return np.ones((len(passages), 2), dtype=np.float32)

    def count(self, passage):
        return len(passage.split()) + 2


class Bucket:
    """Every key holds the same; `gone` holds nothing."""

    def __init__(self):
        self.gone, self.name, self.broken = False, NAME, None

    @asynccontextmanager
    async def fetch(self, key, version):
        if self.broken:
            raise self.broken
        if self.gone:
            raise ObjectGone(key)
        yield Path("/nowhere"), self._facts()

    async def read_metadata(self, key, version):
        return self._facts()

    def _facts(self):
        return StoredObject(9, "ab", "text/markdown", "v", self.name, "ada")


class Reader:
    wrong = None

    async def read(self, path, name, type):
        if self.wrong:
            raise self.wrong
        blocks = (
            Block("heading", "Isolation", level=1),
            Block("text", "A transaction sees a snapshot.", ("Isolation",)),
        )
        return Document(title="Isolation", type=type or "text/markdown", blocks=blocks)


class World:
    """The service's handlers among fakes."""

    def __init__(self):
        self.store, self.graph, self.embedding = Memory(), Graph(), Embedding()
        self.bucket, self.reader, self.work = Bucket(), Reader(), None
        self.breakers = Breakers(required=REQUIRED)
        indexing, removal = Indexing(self.graph, self.embedding), Removal(self.graph)
        self.uploads = ObjectEvents(self.bucket, self.reader, indexing, removal)
        self.pages = Pages(self.reader, indexing, removal)
        self.failures = Failures(indexing)

    async def handle(self, handler, event):
        self.work = FakeWork(self.store, self.breakers)
        return await handler(event, self.work)

    async def created(self, revision):
        return await self.handle(self.uploads.created, notice("Object Created", revision))

    async def deleted(self, revision):
        return await self.handle(self.uploads.deleted, notice("Object Deleted", revision))

    @property
    def waits_for(self):
        return [event.data.detail for event in self.work.announced if event.data.phase == "waiting"]


@pytest.fixture
def world():
    return World()


def notice(kind, revision, document=DOCUMENT):
    body = json.loads((CONTRACTS / "examples/external" / f"{kind}.json").read_text())
    body["detail"]["object"] |= {"key": key_of(document, revision), "version-id": f"v{revision}"}
    return parse(body["source"], body["detail-type"], body["detail"])


def page(file, **data):
    body = json.loads((CONTRACTS / "examples/WikiPageChanged.v1" / f"{file}.json").read_text())
    body["detail"]["data"] |= data
    return parse(body["source"], body["detail-type"], body["detail"])


def names(events):
    return [event.detail_type for event in events]


async def test_an_upload_becomes_teachable_and_is_told(world):
    world.store.grant(1)
    (indexed,) = await world.created(1)
    assert (indexed.detail_type, indexed.data.document, indexed.data.chunks) == (
        "ContentIndexed.v1",
        DOCUMENT,
        1,
    )
    assert (indexed.data.subject, indexed.data.generation, indexed.metadata.learner) == (
        "databases",
        7,
        "ada",
    )
    assert [event.data.phase for event in world.work.announced] == ["reading", "embedding"]
    assert (world.graph.live_revision, world.store.live, world.store.rows[1]["state"]) == (1, 1, "ready")
    assert "databases" in world.store.subjects


async def test_the_same_notice_with_another_version_does_nothing(world):
    world.store.grant(1)
    await world.created(1)
    assert await world.created(1) == []
    assert world.work.announced == []


@pytest.mark.parametrize("order", list(permutations(["c1", "c2", "d1", "d2"])))
async def test_readers_find_the_same_whatever_came_first(world, order):
    """Two revisions, and both originals deleted: the tombstone of the second covers all."""
    world.store.grant(1)
    world.store.grant(2)
    for step in order:
        await (world.created if step[0] == "c" else world.deleted)(int(step[1]))
    assert (world.graph.live_revision, world.store.live, world.store.tombstone) == (0, None, 2)


@pytest.mark.parametrize("order", list(permutations(["c1", "c2", "d1"])))
async def test_deleting_an_old_original_takes_nothing_away(world, order):
    world.store.grant(1)
    world.store.grant(2)
    for step in order:
        await (world.created if step[0] == "c" else world.deleted)(int(step[1]))
    assert (world.graph.live_revision, world.store.live) == (2, 2)


async def test_the_receipt_is_told_once(world):
    world.store.grant(1)
    await world.created(1)
    (removed,) = await world.deleted(1)
    assert (removed.data.chunks, removed.data.edges, removed.data.revision) == (2, 1, 1)


async def test_a_stranger_is_left_alone(world):
    body = notice("Object Created", 1)
    stranger = body.model_copy(
        update={
            "data": body.data.model_copy(
                update={"object": body.data.object.model_copy(update={"key": "x/y"})}
            )
        }
    )
    assert await world.handle(world.uploads.created, stranger) == []


async def test_an_object_that_nobody_was_granted_is_taken_in_by_its_name(world):
    assert names(await world.created(4)) == ["ContentIndexed.v1"]
    world.bucket.name = "another.md"
    assert await world.created(5) == []


async def test_a_document_that_cannot_be_read_is_rejected_with_what_to_do(world):
    world.store.grant(1)
    world.reader.wrong = Rejected("scanned", "Run it through text recognition.")
    (rejected,) = await world.created(1)
    assert (rejected.data.reason, rejected.data.detail) == ("scanned", "Run it through text recognition.")
    assert world.store.rows[1]["state"] == "rejected"


async def test_an_original_that_is_gone_says_so(world):
    world.store.grant(1)
    world.bucket.gone = True
    (rejected,) = await world.created(1)
    assert (rejected.data.reason, "again" in rejected.data.detail) == ("failed", True)


async def test_a_graph_that_is_away_is_waited_for_and_then_trusted_again(world, later):
    world.store.grant(1)
    world.graph.away = GraphAway("paused", 5.0)
    for said in ("it may be paused", "goes on by itself"):  # the second time the breaker is open, or tries
        with pytest.raises(Unavailable):
            await world.created(1)
        assert said in world.waits_for[0]
        assert world.breakers.retry_in > 0
        later(61)
    world.graph.away = None
    assert names(await world.created(1)) == ["ContentIndexed.v1"]
    assert (world.breakers.retry_in, world.breakers.cautious) == (0, False)


async def test_an_embedder_that_is_away_is_waited_for(world):
    world.store.grant(1)
    world.embedding.broken = ModelDown("no answer", 5.0)
    with pytest.raises(Unavailable):
        await world.created(1)
    assert "makes vectors" in world.waits_for[0]
    assert (world.breakers.away, world.breakers.retry_in) == (["embedder"], 0)


async def test_storage_that_is_away_is_waited_for_and_the_state_says_so(world):
    world.store.grant(1)
    world.bucket.broken = BucketAway("SlowDown")
    with pytest.raises(Unavailable):
        await world.created(1)
    assert "storage of files" in world.waits_for[0]
    assert (await world.store.find_status(DOCUMENT, 1)).state == "waiting"
    assert (world.breakers.away, world.breakers.retry_in) == (["bucket"], 0)


def test_large_passages_are_embedded_few_together():
    def chunks(number, tokens):
        return [Chunk(str(n), n, (), None, "text", "x", tokens, (), "x") for n in range(number)]

    assert [len(batch) for batch in batches(chunks(130, 90))] == [64, 64, 2]
    assert [len(batch) for batch in batches(chunks(5, 8000))] == [2, 2, 1]
    assert [len(batch) for batch in batches(chunks(2, 99_999))] == [1, 1]
    assert list(batches([])) == []


def test_a_replay_that_ends_otherwise_is_news_and_a_redelivery_is_not():
    def told(reason):
        events = EventFactory(notice("Object Created", 1), Source(DOCUMENT, 1, "upload", NAME, "ada"))
        return events.rejected(reason, "…").metadata.event_id

    assert told("failed") == told("failed") != told("broken")


async def test_a_budget_that_is_spent_counts_against_no_document(world):
    world.store.grant(1)
    world.embedding.broken = BudgetSpent("This month's budget is used up.", 3600.0)
    with pytest.raises(Busy):
        await world.created(1)
    assert world.waits_for == ["This month's budget is used up."]


async def test_a_reader_that_cannot_be_had_is_tried_again(world):
    world.store.grant(1)
    world.reader.wrong = ReaderUnavailable("no process to be had")
    with pytest.raises(Transient):
        await world.created(1)


async def test_a_page_becomes_teachable_changes_and_goes(world):
    (first,) = await world.handle(world.pages.handle, page("changed"))
    assert (first.data.document, first.data.origin, first.data.subject) == (
        document_id("wiki", "Course/Branches"), "wiki", "Course",
    )  # fmt: skip
    assert await world.handle(world.pages.handle, page("changed", revision=3)) == []
    assert names(await world.handle(world.pages.handle, page("deleted"))) == ["ContentRemoved.v1"]
    assert await world.handle(world.pages.handle, page("changed")) == []
    assert world.graph.live_revision == 0


async def test_a_page_that_no_event_holds_is_rejected(world):
    (rejected,) = await world.handle(world.pages.handle, page("too-large"))
    assert (rejected.data.reason, "912,345" in rejected.data.detail) == ("too_large", True)


async def test_what_failed_by_our_fault_is_said_and_may_be_replayed(world):
    world.store.grant(1)
    work = FakeWork(world.store)
    (rejected,) = await world.failures.failed(notice("Object Created", 1), "out of memory", work)
    assert (rejected.data.reason, "out of memory" in rejected.data.detail) == ("failed", True)
    assert names(await world.created(1)) == ["ContentIndexed.v1"]
    assert await world.failures.failed(notice("Object Created", 1), "late", FakeWork(world.store)) == []
