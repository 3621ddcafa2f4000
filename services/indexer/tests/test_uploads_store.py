"""Removing and restoring on PostgreSQL, while the bucket's answers and its events fail to come."""

import asyncio

import pytest
from indexer.adapters.store import SqlStore
from indexer.application.sweeper import REMOVAL_TIMEOUT_S
from indexer.application.uploads import Uploads
from indexer.domain.documents.identity import document_id, key_of
from indexer.domain.documents.upload import UploadGrant, UploadRequest
from indexer.domain.errors import Conflict, ObjectGone
from indexer.settings import Settings
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from traclearn_corpus import GraphAway
from traclearn_worker.postgres.database import transactions

pytestmark = pytest.mark.stack
NAME = "databases/isolation.md"
DOCUMENT = document_id("upload", NAME)
SWEEP_EVERY = Settings.model_fields["sweep_every"].default
HOUR = 3600
COUNTS = {"chunks": 2, "edges": 1, "concepts": 1}


class ObjectStore:
    """The bucket; `broken` is what a copy raises."""

    grant_seconds = 300

    def __init__(self):
        self.hidden, self.copied, self.broken = [], [], None

    async def grant(self, key, size, type_, name, owner):
        return UploadGrant("https://bucket", {})

    async def hide(self, key):
        self.hidden.append(key)

    async def copy(self, key, version, to):
        if self.broken:
            raise self.broken
        self.copied.append((key, version, to))


class Corpus:
    """The graph: a new one has another recipe, and one that is away has none."""

    def __init__(self):
        self.born = "first"

    async def recipe(self):
        if self.born is None:
            raise GraphAway("It does not answer.", 1.0)
        return f"1/{self.born}"


class World:
    """Uploads on their database, and what the worker writes there."""

    def __init__(self, engine):
        self.engine, self.transactions = engine, transactions(engine, SqlStore)
        self.object_store, self.corpus = ObjectStore(), Corpus()
        self.uploads = Uploads(self.transactions, self.object_store, self.corpus)

    async def request_upload(self):
        (granted,) = await self.uploads.request_uploads([UploadRequest(NAME, 9)], "ada")
        return granted.revision

    async def came(self, state="ready"):
        """The bytes of the newest revision, which the worker takes that far."""
        async with self.transactions() as store:
            source = await store.find_newest(DOCUMENT)
            await store.save_file_facts(source, object_version=f"v{source.revision}")
            await (store.save_outcome if state == "ready" else store.save_progress)(source, state)

    async def buried(self, tombstone, receipt=COUNTS, document=DOCUMENT):
        """What the worker makes of S3's event, if it is news; without a receipt it only begins."""
        async with self.transactions() as store:
            return await store.mark_removed(document, tombstone, receipt)

    async def pass_(self, seconds):
        async with self.engine.begin() as connection:
            past = "UPDATE indexer.revisions SET at = at - make_interval(secs => :seconds)"
            await connection.execute(text(past), {"seconds": seconds})

    async def sweep(self, seconds, begun=None):
        """What the sweeper does in that time, and a worker that begins each time and comes no further."""
        for _ in range(int(seconds / SWEEP_EVERY)):
            await self.pass_(SWEEP_EVERY)
            await self.uploads.finish_removals(REMOVAL_TIMEOUT_S)
            if begun:
                await self.buried(begun, receipt=None)


@pytest.fixture
async def world(migrated):
    """One document that is teachable."""
    engine = create_async_engine(migrated)
    async with engine.begin() as connection:
        await connection.execute(text("TRUNCATE indexer.documents CASCADE"))
    world = World(engine)
    await world.request_upload()
    await world.came()
    yield world
    await engine.dispose()


async def test_a_removal_that_is_not_completed_is_soon_asked_for_again_and_then_seldom(world):
    await world.uploads.remove(DOCUMENT)
    await world.sweep(2 * REMOVAL_TIMEOUT_S, begun=2)
    assert world.object_store.hidden == [key_of(DOCUMENT, 1)] * 2
    await world.sweep(HOUR, begun=2)
    assert 4 <= len(world.object_store.hidden) <= 10
    asked = len(world.object_store.hidden)
    await world.sweep(HOUR, begun=2)
    assert 2 <= len(world.object_store.hidden) - asked <= 4


async def test_of_two_sweepers_one_asks(world):
    await world.uploads.remove(DOCUMENT)
    await world.pass_(2 * REMOVAL_TIMEOUT_S)
    asked = await asyncio.gather(*(world.uploads.finish_removals(REMOVAL_TIMEOUT_S) for _ in range(2)))
    assert sorted(asked) == [0, 1]


async def test_a_removal_is_completed_once_and_not_asked_for_any_more(world):
    await world.uploads.remove(DOCUMENT)
    await world.sweep(2 * REMOVAL_TIMEOUT_S)
    assert [await world.buried(2, receipt) for receipt in (None, COUNTS, None, COUNTS)] == [
        False,
        True,
        False,
        False,
    ]
    await world.sweep(HOUR)
    assert len(world.object_store.hidden) == 2
    async with world.engine.connect() as connection:
        status = await SqlStore(connection).find_status(DOCUMENT, 2)
        done = await connection.scalar(text("SELECT done FROM indexer.revisions WHERE revision = 2"))
    assert (status.state, status.removed_revision, status.live_revision, done) == (
        "removed",
        2,
        None,
        0,
    )


async def test_a_removal_is_asked_for_again_although_a_newer_revision_was_granted(world):
    await world.uploads.remove(DOCUMENT)
    assert await world.request_upload() == 3
    await world.sweep(2 * REMOVAL_TIMEOUT_S)
    assert world.object_store.hidden == [key_of(DOCUMENT, 1)] * 2


async def test_the_only_revision_is_asked_for_by_its_own_key(world):
    await world.buried(1, receipt=None)
    await world.sweep(2 * REMOVAL_TIMEOUT_S)
    assert world.object_store.hidden == [key_of(DOCUMENT, 1)]


async def test_a_page_has_nothing_in_the_bucket_to_ask_for(world):
    async with world.transactions() as store:
        page = await store.append_revision("wiki", "Course/Branches", "ada", None)
    await world.buried(1, receipt=None, document=page.document)
    await world.sweep(2 * REMOVAL_TIMEOUT_S)
    assert world.object_store.hidden == []


async def test_a_restore_whose_copy_failed_may_be_asked_for_again(world):
    await world.uploads.remove(DOCUMENT)
    await world.buried(2)
    world.object_store.broken = TimeoutError()
    with pytest.raises(TimeoutError):
        await world.uploads.restore(DOCUMENT)
    world.object_store.broken = None
    await world.uploads.restore(DOCUMENT)
    assert world.object_store.copied == [(key_of(DOCUMENT, 1), "v1", key_of(DOCUMENT, 4))]


async def test_a_grant_that_nobody_used_prevents_no_restore(world):
    await world.uploads.remove(DOCUMENT)
    await world.request_upload()
    await world.uploads.restore(DOCUMENT)
    assert world.object_store.copied == [(key_of(DOCUMENT, 1), "v1", key_of(DOCUMENT, 4))]


@pytest.mark.parametrize("state", ["reading", "embedding", "waiting", "ready"])
async def test_what_is_back_is_not_restored_again(world, state):
    await world.uploads.remove(DOCUMENT)
    await world.uploads.restore(DOCUMENT)
    await world.came(state)
    with pytest.raises(Conflict):
        await world.uploads.restore(DOCUMENT)


async def test_what_was_never_removed_is_not_restored(world):
    await world.request_upload()
    with pytest.raises(Conflict):
        await world.uploads.restore(DOCUMENT)


async def test_a_removal_takes_along_a_restore_that_is_on_its_way(world):
    await world.uploads.remove(DOCUMENT)
    await world.uploads.remove(DOCUMENT)
    await world.uploads.restore(DOCUMENT)
    await world.uploads.remove(DOCUMENT)
    assert world.object_store.hidden == [key_of(DOCUMENT, 1), key_of(DOCUMENT, 3)]
    async with world.engine.connect() as connection:
        status = await SqlStore(connection).find_status(DOCUMENT, 3)
    assert (status.removed_revision, status.outdated) == (4, True)


async def sent(world, owner="ada", subject="Databases", **more):
    (granted,) = await world.uploads.request_uploads(
        [UploadRequest(NAME, 9, sha256="cafe", subject=subject, **more)], owner
    )
    return granted.state


async def indexed(world):
    """The worker has made the newest revision teachable."""
    async with world.transactions() as store:
        source = await store.find_newest(DOCUMENT)
        await store.save_file_facts(source, object_version=f"v{source.revision}", sha256="cafe")
        await store.save_outcome(source, "ready", recipe=await world.corpus.recipe())


async def test_the_same_bytes_are_unchanged_until_subject_or_graph_is_another(world):
    assert await sent(world) == "granted"
    await indexed(world)
    assert await sent(world) == await sent(world, subject=None) == "unchanged"
    assert await sent(world, subject="Git") == "granted"
    await indexed(world)
    assert await sent(world, subject="Git") == "unchanged"
    world.corpus.born = "anew"
    assert await sent(world, subject="Git") == "granted"
    await indexed(world)
    world.corpus.born = None
    assert await sent(world, subject="Git") == "granted"


async def test_two_authors_of_two_subjects_do_not_replace_each_others_document(world):
    await sent(world, "ada")
    await indexed(world)
    assert await sent(world, "otto", "Git") == await sent(world, "otto", None) == "refused"
    assert await sent(world, "otto", "Databases") == "unchanged"
    assert await sent(world, "otto", "Git", document=DOCUMENT) == "granted"
    await indexed(world)
    await world.uploads.remove(DOCUMENT)
    assert await sent(world, "ada", "Databases") == "granted"


async def test_the_bytes_that_could_not_be_read_are_not_what_is_restored(world):
    await world.request_upload()
    await world.came("embedding")
    async with world.transactions() as store:
        await store.save_outcome(await store.find_newest(DOCUMENT), "rejected", reason="encrypted")
    await world.uploads.remove(DOCUMENT)
    await world.buried(3)
    await world.uploads.restore(DOCUMENT)
    assert world.object_store.copied[-1][0] == key_of(DOCUMENT, 1)


async def test_a_name_that_s3_could_not_keep_is_refused(world):
    (granted,) = await world.uploads.request_uploads([UploadRequest("潮" * 200 + ".md", 9)], "ada")
    assert (granted.state, "too long" in granted.reason) == ("refused", True)


async def test_what_readers_find_is_indexed_again_as_a_new_revision(world):
    (again,) = await world.uploads.index_again()
    assert again.document == DOCUMENT
    assert world.object_store.copied == [(key_of(DOCUMENT, 1), "v1", key_of(DOCUMENT, 2))]


async def test_what_is_removed_is_not_indexed_again(world):
    await world.uploads.remove(DOCUMENT)
    assert await world.uploads.index_again() == []
    assert world.object_store.copied == []


async def test_document_whose_bytes_are_gone_is_left_out(world):
    world.object_store.broken = ObjectGone(key_of(DOCUMENT, 1))
    assert await world.uploads.index_again() == []
