"""Steps follow their passages while material comes and goes: events twice, late, out of order, in between."""

import asyncio
import json
from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from path_generator.handlers.material import MaterialEvents
from traclearn_contracts.events import parse
from traclearn_corpus import GraphAway, content_digest
from traclearn_worker import Unavailable
from traclearn_worker.testing import FakeWork

EXAMPLES = {"indexed": "ContentIndexed.v1/pdf", "removed": "ContentRemoved.v1/receipt"}


def document_of(path, concept):
    step = next(step for step in path.data.steps if step.concept == concept)
    return step.source.document


@pytest.fixture
def said_of_content(make_event):
    def make(kind, document):
        return make_event(EXAMPLES[kind], {"event_id": str(uuid4())}, document=str(document))

    return make


@pytest.fixture
def path(course, request_path):
    (said,) = asyncio.run(course.requests.handle(request_path(), FakeWork(course.store)))
    return said


async def handle(service, event, work=None, material=None):
    material = material or service.material
    handlers = {"ContentIndexed.v1": material.indexed, "ContentRemoved.v1": material.removed}
    handler = handlers.get(event.detail_type, material.committed)
    said = await handler(event, work or FakeWork(service.store))
    for each in said:
        parse(each.source, each.detail_type, json.loads(json.dumps(each.detail())))
    return said


def take_out(corpus, document):
    gone = {chunk: one for chunk, one in corpus.located.items() if one.passage.document == str(document)}
    for chunk in gone:
        del corpus.located[chunk]
    return gone


def concepts(path, steps):
    names = {step.step: step.concept for step in path.data.steps}
    return [names[step] for step in steps]


async def test_steps_of_removed_material_are_retired_and_come_back_with_it(course, path, said_of_content):
    lock = document_of(path, "lock")
    gone = take_out(course.corpus, lock)
    (said,) = await handle(course, said_of_content("removed", lock))
    assert (said.metadata.learner, said.data.path) == (path.metadata.learner, path.data.path)
    assert (said.data.version, concepts(path, said.data.retired)) == (1, ["lock"])
    course.corpus.located |= gone
    (said,) = await handle(course, said_of_content("indexed", lock))
    assert (said.data.version, said.data.retired, said.data.moved) == (2, [], [])


async def test_second_delivery_and_material_that_is_not_taught_from_say_nothing(
    course, path, said_of_content
):
    lock = document_of(path, "lock")
    take_out(course.corpus, lock)
    removed = said_of_content("removed", lock)
    first, again = await handle(course, removed), await handle(course, removed)
    assert (len(first), again) == (1, [])
    assert await handle(course, said_of_content("removed", uuid4())) == []
    assert await handle(course, said_of_content("indexed", uuid4())) == []


async def test_crashed_attempt_is_repeated_with_the_same_id(course, path, said_of_content):
    lock = document_of(path, "lock")
    take_out(course.corpus, lock)
    removed, before = said_of_content("removed", lock), dict(course.store.material)
    (first,) = await handle(course, removed)
    course.store.material = before
    (again,) = await handle(course, removed)
    assert first.metadata.event_id == again.metadata.event_id and first.data == again.data


async def test_removal_that_comes_after_its_material_is_back_retires_nothing(course, path, said_of_content):
    lock = document_of(path, "lock")
    assert await handle(course, said_of_content("indexed", lock)) == []
    assert await handle(course, said_of_content("removed", lock)) == []


async def test_passage_under_another_id_is_followed_and_its_question_links_there(
    course, path, said_of_content
):
    lock, other = document_of(path, "lock"), str(uuid4())
    (located,) = take_out(course.corpus, lock).values()
    await handle(course, said_of_content("removed", lock))
    passage = replace(located.passage, chunk="renamed", document=other, title="Locking", page=7)
    course.corpus.located["renamed"] = replace(located, passage=passage, href="learning/passage/1/2")
    (said,) = await handle(course, said_of_content("indexed", other))
    (moved,) = said.data.moved
    assert (concepts(path, [moved.step]), said.data.retired) == (["lock"], [])
    assert (moved.chunk, str(moved.document), moved.page) == ("renamed", other, 7)
    assert (moved.title, moved.href) == ("Locking", "learning/passage/1/2")


async def test_steps_without_a_known_text_follow_their_chunk_alone(course, path, said_of_content):
    lock, store = document_of(path, "lock"), course.store
    known = store.material[path.data.path]
    store.material[path.data.path] = replace(
        known, steps=tuple(replace(step, content=None) for step in known.steps)
    )
    (located,) = take_out(course.corpus, lock).values()
    course.corpus.located["copy"] = replace(located, passage=replace(located.passage, chunk="copy"))
    (said,) = await handle(course, said_of_content("removed", lock))
    assert concepts(path, said.data.retired) == ["lock"]


async def test_each_learner_with_a_step_there_is_told(course, path, request_path, said_of_content):
    (other,) = await course.requests.handle(request_path(metadata={"learner": "bob"}), FakeWork(course.store))
    lock = document_of(path, "lock")
    take_out(course.corpus, lock)
    said = await handle(course, said_of_content("removed", lock))
    assert {(one.metadata.learner, one.data.path) for one in said} == {
        (path.metadata.learner, path.data.path),
        ("bob", other.data.path),
    }
    assert len({one.metadata.event_id for one in said}) == 2


async def test_material_that_went_while_the_path_was_made_retires_its_step(course, path, said_of_content):
    """Its removal was handled before the steps were there."""
    take_out(course.corpus, document_of(path, "lock"))
    (said,) = await handle(course, path)
    assert concepts(path, said.data.retired) == ["lock"]
    assert await handle(course, said) == []


async def test_while_the_graph_is_away_the_message_waits_and_counts_nothing(course, path, said_of_content):
    course.corpus.away = GraphAway("away", 30)
    lock, work = document_of(path, "lock"), FakeWork(course.store)
    with pytest.raises(Unavailable):
        await handle(course, said_of_content("removed", lock), work)
    assert "write" not in work.done
    course.corpus.away = None
    take_out(course.corpus, lock)
    assert len(await handle(course, said_of_content("removed", lock))) == 1


class Interrupted:
    """A corpus that changes right after it was looked at, for as long as there are changes."""

    def __init__(self, corpus, changes):
        self.corpus, self.changes = corpus, changes

    async def look(self, work):
        return await work(self)

    async def passages(self, chunks):
        found = await self.corpus.passages(chunks)
        if self.changes:
            await self.changes.pop()()
        return found

    async def copies(self, digests):
        return await self.corpus.copies(digests)


class Life:
    """A path in material that changes. Events about that are delivered in any order, twice, and in the midst
    of others."""

    def __init__(self, service, make_event):
        self.service, self.corpus, self._make_event = service, service.corpus, make_event
        teach = self.corpus.teach
        teach("table", "A table holds rows, and each row holds one value for each column.", score=0.9)
        teach("lock", "A lock keeps other sessions from changing a row for a while.", needs=["table"])
        teach("row", "A row is what a table has many of, and all of one form.", needs=["lock"], score=0.9)
        self.course, self.waiting, self.said = sorted(self.corpus.located.items()), [], []

    async def begin(self):
        request = self._make_event("PathRequested.v1/plain", {"event_id": str(uuid4())})
        self.waiting = await self.service.requests.handle(request, FakeWork(self.service.store))
        return self.waiting[0].data.path

    def remove(self, which):
        live = [self.corpus.located[chunk] for chunk in sorted(self.corpus.located)]
        if live:
            document = live[which % len(live)].passage.document
            take_out(self.corpus, document)
            self._wait("removed", document)

    def restore(self, which):
        chunk, located = self.course[which % len(self.course)]
        self.corpus.located[chunk] = located
        self._wait("indexed", located.passage.document)

    def copy(self, which):
        chunk, located = self.course[which % len(self.course)]
        document = str(uuid4())
        passage = replace(located.passage, chunk=f"{chunk} in {document}", document=document)
        self.corpus.located[passage.chunk] = replace(located, passage=passage)
        self._wait("indexed", document)

    def _wait(self, what, document):
        self.waiting.append(self._make_event(EXAMPLES[what], {"event_id": str(uuid4())}, document=document))

    async def deliver(self, which, material=None):
        if self.waiting:
            await self._handle(self.waiting.pop(which % len(self.waiting)), material)

    async def repeat(self, which):
        if self.waiting:
            await self._handle(self.waiting[which % len(self.waiting)])

    async def _handle(self, event, material=None):
        said = await handle(self.service, event, material=material)
        self.said += said
        self.waiting += said

    async def deliver_interrupted(self, which):
        async def meanwhile():
            (self.remove, self.restore, self.copy)[which % 3](which)
            await self.deliver(-1)

        await self.deliver(which, MaterialEvents(Interrupted(self.corpus, [meanwhile])))

    async def end(self):
        while self.waiting:
            await self.deliver(-1)


ACTS = st.sampled_from(["remove", "restore", "copy", "deliver", "deliver_interrupted", "repeat"])


@settings(max_examples=200)
@given(acts=st.lists(st.tuples(ACTS, st.integers(0, 9)), max_size=25))
def test_in_the_end_those_steps_are_retired_of_which_the_words_are_gone(acts, new_service, make_event):
    asyncio.run(live_through(acts, Life(new_service(), make_event)))


async def live_through(acts, life):
    path = await life.begin()
    for act, which in acts:
        if asyncio.iscoroutine(pending := getattr(life, act)(which)):
            await pending
    await life.end()
    there = {content_digest(located.passage.text) for located in life.corpus.located.values()}
    steps = life.service.store.material[path].steps
    assert [step.retired for step in steps] == [step.content not in there for step in steps]
    assert {step.chunk for step in steps if not step.retired} <= set(life.corpus.located)
    assert [event.data.version for event in life.said] == list(range(1, len(life.said) + 1))
    if life.said:
        assert set(life.said[-1].data.retired) == {step.step for step in steps if step.retired}
        assert {moved.chunk for moved in life.said[-1].data.moved} <= {step.chunk for step in steps}
