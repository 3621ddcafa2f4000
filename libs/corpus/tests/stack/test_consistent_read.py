"""A reader between two changes, and one that changes never leave alone."""

import asyncio

import pytest
from material import live, seen, staged
from traclearn_corpus import Graph
from traclearn_corpus.reading.consistent_read import MAX_OPTIMISTIC_TRIES, read_consistently
from traclearn_corpus.writing import cut_over

pytestmark = pytest.mark.stack
LIVE = "MATCH (d:Document {id: 'doc'})-[:LIVE]->(r:Revision) RETURN r.number AS number"


@pytest.fixture
async def meddler(server):
    async with Graph.open(*server) as other:
        yield other


async def twice(transaction, between):
    """Reads the live revision before and after `between`."""
    before = await transaction.one(LIVE)
    await between()
    return before["number"], (await transaction.one(LIVE))["number"]


async def test_a_read_that_was_overtaken_is_made_again(graph, meddler):
    await live(graph, "doc", 1, "a")
    await staged(graph, "doc", 2, "b")
    reads = []

    async def work(transaction):
        reads.append(await twice(transaction, lambda: cut_over(meddler, "doc", 2)))
        return reads[-1]

    assert await read_consistently(graph, work) == (2, 2)
    assert reads == [(1, 2), (2, 2)]


async def test_a_read_that_is_always_overtaken_holds_the_corpus_in_the_end(graph, meddler):
    for number in range(1, MAX_OPTIMISTIC_TRIES + 3):
        await staged(graph, "doc", number, f"{number}")
    await cut_over(graph, "doc", 1)
    reads, waiting = [], []

    async def overtake():
        waiting.append(asyncio.create_task(cut_over(meddler, "doc", len(reads) + 2)))
        await asyncio.wait(waiting[-1:], timeout=5)

    async def work(transaction):
        reads.append(await twice(transaction, overtake))
        return reads[-1]

    before, after = await read_consistently(graph, work)
    assert before == after == MAX_OPTIMISTIC_TRIES + 1
    assert len(reads) == MAX_OPTIMISTIC_TRIES + 1
    await asyncio.gather(*waiting)
    assert await seen(graph, "doc") == [str(MAX_OPTIMISTIC_TRIES + 2)]
