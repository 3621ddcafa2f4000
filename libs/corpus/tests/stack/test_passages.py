"""One passage with its place."""

import pytest
from material import live, pieces, staged
from traclearn_corpus.reading import find_passage
from traclearn_corpus.writing import remove

pytestmark = pytest.mark.stack


async def test_passage_is_found_with_those_around_it(graph):
    await live(graph, "one", 1, "First.", "Second.", "Third.")
    first, second, third = (piece.id for piece in pieces("one", "First.", "Second.", "Third."))
    found = await find_passage(graph, "one", second)
    assert (found.content, found.name, found.title, found.origin) == (
        "Second.",
        "one.md",
        "On one",
        "upload",
    )
    assert (found.previous, found.next, found.heading) == (first, third, ("Course",))
    assert (await find_passage(graph, "one", first)).previous is None
    assert (await find_passage(graph, "one", third)).next is None


async def test_passage_that_is_not_live_is_not_found(graph):
    await live(graph, "one", 1, "First.")
    await staged(graph, "one", 2, "Second.")
    (first,), (second,) = pieces("one", "First."), pieces("one", "Second.")
    assert await find_passage(graph, "one", second.id) is None
    assert await find_passage(graph, "two", first.id) is None
    await remove(graph, "one", 3)
    assert await find_passage(graph, "one", first.id) is None
