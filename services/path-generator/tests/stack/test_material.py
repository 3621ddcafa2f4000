"""Steps and paths on a real corpus of which documents go, come back, move and are indexed anew."""

from uuid import uuid4

import pytest
from path_generator.adapters.cache import CachedFinder
from path_generator.adapters.knowledge import Neo4jReading
from traclearn_corpus import content_digest
from traclearn_corpus.reading import read_consistently, read_copies
from traclearn_corpus.writing import remove

from .bus import accept, ask, example, worker
from .course import COURSE, DOCUMENT, teach

pytestmark = pytest.mark.stack


async def find_copies(course, digests):
    return await read_consistently(course, lambda transaction: read_copies(transaction, digests))


async def test_copies_are_live_passages_with_these_words(course, model_dir):
    digests = {name: content_digest(text) for name, text in COURSE.items()}
    found = await find_copies(course, digests.values())
    assert {digest: [passage.heading[-1] for passage in same] for digest, same in found.items()} == {
        digest: [name] for name, digest in digests.items()
    }
    await teach(course, model_dir, document=uuid4())
    assert {len(same) for same in (await find_copies(course, digests.values())).values()} == {2}
    await remove(course, DOCUMENT, 2)
    (left,) = (await find_copies(course, [digests["Lock"]])).values()
    assert [passage.content for passage in left] == [COURSE["Lock"]] and left[0].document != str(DOCUMENT)
    assert await find_copies(course, ["0" * 64]) == {}


def removed(document=DOCUMENT):
    return example("ContentRemoved.v1/receipt", "author", document=str(document))


def indexed(document=DOCUMENT):
    return example("ContentIndexed.v1/pdf", "author", document=str(document))


async def proposed(bus, learner="ada"):
    """A path that was looked at once more, as its own event asks."""
    request = ask(learner=learner)
    bus.send(request)
    path = await bus.outcome(request)
    bus.send(path)
    await bus.quiet()
    return path


def material(bus, path):
    """All that was said of the material of a path."""
    said = bus.said("PathMaterialChanged.v1")
    return [event for event in said if event.data.path == path.data.path]


async def test_removed_document_retires_the_steps_of_each_path_and_restored_brings_them_back(
    settings, parts, course, model_dir, database
):
    async with worker(settings, parts) as bus:
        mine, theirs = await proposed(bus), await proposed(bus, "bob")
        assert bus.said("PathMaterialChanged.v1") == []
        await remove(course, DOCUMENT, 2)
        bus.send(removed())
        for path in (mine, theirs):
            (gone,) = await bus.until(lambda path=path: material(bus, path))
            assert set(gone.data.retired) == {step.step for step in path.data.steps}
            assert (gone.data.version, gone.metadata.learner) == (1, path.metadata.learner)
            bus.send(gone)
        bus.send(accept(mine, 100))
        questions = await bus.until(lambda: bus.said("QuestionPublished.v1"))
        assert len(questions) == len(mine.data.steps), "accepted meanwhile: its tickets are answered as any"
        await teach(course, model_dir, origin="wiki", revision=3)
        bus.send(indexed())
        _, back = await bus.until(lambda: material(bus, mine)[1:] and material(bus, mine))
        assert back.data.retired == [] and len(back.data.moved) == len(mine.data.steps)
        bus.send(removed(), indexed())  # late, when nothing of it is so any more
        await bus.quiet()
        assert len(material(bus, mine)) == len(material(bus, theirs)) == 2
        rows = await database.run(
            "SELECT chunk, retired, moved IS NOT NULL AS moved FROM path_generator.steps"
        )
        live = {passage.chunk for same in (await find_copies(course, DIGESTS)).values() for passage in same}
        assert {row["chunk"] for row in rows} == live
        assert {(row["retired"], row["moved"]) for row in rows} == {(False, True)}
        assert not bus.transport.dead


DIGESTS = [content_digest(text) for text in COURSE.values()]


async def test_document_under_another_name_keeps_its_steps(settings, parts, course, model_dir):
    async with worker(settings, parts) as bus:
        path, other = await proposed(bus), uuid4()
        await teach(course, model_dir, document=other)
        bus.send(indexed(other))
        await bus.quiet()
        assert material(bus, path) == []
        await remove(course, DOCUMENT, 2)
        bus.send(removed())
        (moved,) = await bus.until(lambda: material(bus, path))
        assert moved.data.retired == []
        assert {place.document for place in moved.data.moved} == {other}
        assert all(place.href == f"learning/passage/{other}/{place.chunk}" for place in moved.data.moved)
        bus.send(accept(path, 100))
        (*_, question) = await bus.until(lambda: bus.said("QuestionPublished.v1"))
        assert question.data.sources[0].href.startswith(f"learning/passage/{other}/")


async def test_removal_during_a_request_retires_what_it_proposes(settings, parts, course, monkeypatch):
    """The removal is handled before the steps are there, and so finds none."""
    async with worker(settings, parts) as bus:
        find = CachedFinder.find

        async def find_just_before(finder, goal):
            found = await find(finder, goal)
            await remove(course, DOCUMENT, 2)
            assert await parts.material.removed(removed(), NoSteps()) == []
            return found

        monkeypatch.setattr(CachedFinder, "find", find_just_before)
        path = await proposed(bus)
        (gone,) = material(bus, path)
        assert set(gone.data.retired) == {step.step for step in path.data.steps}


class NoSteps:
    """The store before a path is committed."""

    def read(self):
        return self

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        pass

    async def find_steps_in(self, document):
        return []


async def test_path_asked_for_while_its_subject_is_indexed_anew_comes(
    settings, parts, course, model_dir, monkeypatch
):
    """What was found is gone before its passages are read, twice: the corpus is read again."""
    async with worker(settings, parts) as bus:
        read, revisions = Neo4jReading.closure, iter((2, 3))

        async def read_reindexed(reading, wanted):
            if revision := next(revisions, None):
                await teach(course, model_dir, origin="wiki", revision=revision)
            return await read(reading, wanted)

        monkeypatch.setattr(Neo4jReading, "closure", read_reindexed)
        path = await proposed(bus)
        assert path.detail_type == "PathGenerated.v1" and len(path.data.steps) == len(COURSE)
        assert next(revisions, None) is None, "it was indexed anew twice"
        bus.send(indexed())
        await bus.quiet()
        assert material(bus, path) == [] and not bus.transport.dead


async def test_while_the_graph_is_away_the_news_waits(settings, parts, course, server, monkeypatch):
    monkeypatch.setattr("traclearn_corpus.driver_errors.AWAY_SECONDS", 1.0)
    monkeypatch.setattr("traclearn_corpus.connection.RETRY_SECONDS", 1.0)
    async with worker(settings, parts) as bus:
        path = await proposed(bus)
        await remove(course, DOCUMENT, 2)
        server.stop()
        bus.send(removed(), example("AnswerGraded.v1/partly", ticket=7, learner="ada", score=0.9))
        await bus.until(lambda: len(bus.transport.stored) == 1)
        assert material(bus, path) == []
        server.start()
        await server.answers()
        (gone,) = await bus.until(lambda: material(bus, path))
        assert set(gone.data.retired) == {step.step for step in path.data.steps}
        assert not bus.transport.dead
