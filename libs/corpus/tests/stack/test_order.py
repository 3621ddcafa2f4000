"""Whatever the order, however often, wherever it stops: the same end."""

import asyncio
from itertools import permutations

import pytest
from material import broken, live, meta, pieces, seen, staged
from traclearn_corpus import Graph, NotStaged
from traclearn_corpus.reading import live_chunks
from traclearn_corpus.writing import cut_over, document_status, remove, stage

pytestmark = pytest.mark.stack

STEPS = {
    "stage 1": lambda graph, doc: staged(graph, doc, 1, "one", "both"),
    "stage 2": lambda graph, doc: staged(graph, doc, 2, "two", "both"),
    "cut 1": lambda graph, doc: cut_over(graph, doc, 1),
    "cut 2": lambda graph, doc: cut_over(graph, doc, 2),
    "remove 3": lambda graph, doc: remove(graph, doc, 3),
}


async def delivered(graph, document, order):
    """Runs the steps; one that comes before its cause is put back, as a queue would."""
    waiting = list(order)
    while waiting:
        step = waiting.pop(0)
        try:
            await STEPS[step](graph, document)
        except NotStaged:
            waiting.append(step)
        assert await broken(graph) == {}, f"{step} of {order}"


async def test_a_tombstone_beats_whatever_comes_late(graph):
    for number, order in enumerate(permutations(STEPS)):
        document = f"doc {number}"
        await delivered(graph, document, order)
        assert await seen(graph, document) == [], order
        assert (await document_status(graph, document)).removed


async def test_the_greater_revision_wins(graph):
    for number, order in enumerate(permutations(set(STEPS) - {"remove 3"})):
        document = f"doc {number}"
        await delivered(graph, document, order)
        assert await seen(graph, document) == ["two", "both"], order


async def test_a_restored_document_is_a_greater_revision_than_its_tombstone(graph):
    await live(graph, "doc", 1, "a")
    await remove(graph, "doc", 2)
    assert (await live(graph, "doc", 2, "a")).superseded
    assert not (await live(graph, "doc", 3, "a")).superseded
    assert await seen(graph, "doc") == ["a"]
    assert await broken(graph) == {}


class Killed(Exception):
    """The process is gone."""


class Mortal:
    """A graph whose process dies at the `last`-th transaction: before it is sent, or after its commit."""

    def __init__(self, graph, last, committed):
        self._graph, self._left, self._committed = graph, last, committed

    async def read(self, work):
        return await self._graph.read(work)

    async def write(self, work):
        self._left -= 1
        if self._left < 0 or (self._left == 0 and not self._committed):
            raise Killed
        result = await self._graph.write(work)
        if self._left == 0:
            raise Killed
        return result


@pytest.mark.parametrize("committed", [False, True])
async def test_killed_anywhere_the_same_calls_again_come_to_the_same_end(graph, committed, monkeypatch):
    monkeypatch.setattr("traclearn_corpus.writing.staging.BATCH_CHUNKS", 2)
    survived = 0
    for last in range(1, 20):
        document = f"doc {last}"
        await live(graph, document, 1, "a", "b", "c", "d", "e")
        mortal = Mortal(graph, last, committed)
        try:
            await live(mortal, document, 2, "b", "d", "f", "g", "h")
            survived += 1
        except Killed:
            assert await broken(graph) == {}
            assert await seen(graph, document) in (["a", "b", "c", "d", "e"], ["b", "d", "f", "g", "h"])
        result = await live(graph, document, 2, "b", "d", "f", "g", "h")
        assert (result.chunks, result.embedded, result.reused) == (5, 3, 2)
        assert await seen(graph, document) == ["b", "d", "f", "g", "h"]
        assert await broken(graph) == {}
    assert 10 < survived < 19, "it must have died at each of its transactions"


async def test_two_processes_at_once_come_to_one_end(graph, server):
    async with Graph.open(*server) as other:
        for number in range(15):
            document = f"doc {number}"
            await asyncio.gather(staged(graph, document, 1, "one"), staged(other, document, 2, "two"))
            results = await asyncio.gather(
                cut_over(graph, document, 2),
                cut_over(other, document, 1),
                cut_over(other, document, 2),
                live(graph, document, 2, "two"),
            )
            assert results[0] == results[2] == results[3]
            assert await seen(graph, document) == ["two"]
    assert await broken(graph) == {}


async def test_a_removal_and_a_cut_over_at_once_leave_nothing(graph, server):
    async with Graph.open(*server) as other:
        for number in range(15):
            document = f"doc {number}"
            await staged(graph, document, 1, "a", "b")
            await asyncio.gather(
                cut_over(graph, document, 1), remove(other, document, 2), live(graph, document, 1, "a", "b")
            )
            assert await seen(graph, document) == []
    assert await broken(graph) == {}


async def test_a_reader_sees_one_revision_and_never_a_mixture(graph, server):
    whole = {number: [f"{number} says {part}" for part in range(60)] for number in range(1, 16)}
    await live(graph, "doc", 1, *whole[1])
    reads = []

    async def write():
        async with Graph.open(*server) as other:
            for number in range(2, 16):
                await live(other, "doc", number, *whole[number])

    async def read():
        while not writing.done():
            reads.append([piece.content for piece in await live_chunks(graph, "doc")])

    writing = asyncio.create_task(write())
    await asyncio.gather(writing, read(), read())
    assert len(reads) > 30
    assert all(found in whole.values() for found in reads)


async def test_a_staging_of_two_processes_is_one(graph, server):
    async with Graph.open(*server) as other:
        made = pieces("doc", *(f"paragraph {number}" for number in range(300)))
        await asyncio.gather(*(stage(each, "doc", 1, meta("doc"), made) for each in (graph, other)))
    assert await broken(graph) == {}
