"""A document as one text."""

import pytest
from material import live, pieces, staged
from traclearn_corpus.reading import read_document_text
from traclearn_corpus.writing import remove

pytestmark = pytest.mark.stack


async def test_text_is_read_page_by_page_in_order(graph):
    await live(graph, "one", 1, "First.", "Second.", "Third.")
    page = await read_document_text(graph, "one", limit=2)
    assert [passage.content for passage in page.passages] == ["First.", "Second."]
    assert (page.name, page.title, page.origin, page.subject) == ("one.md", "On one", "upload", "Git")
    assert (page.revision, page.count, page.next) == (1, 3, 1)
    last = await read_document_text(graph, "one", limit=2, after=page.next)
    assert [passage.content for passage in last.passages] == ["Third."]
    assert last.next is None
    assert page.sections == last.sections
    assert [section.heading for section in last.sections] == [("Course",)]


async def test_page_that_holds_a_passage_is_the_one_of_the_whole_division(graph):
    texts = [f"Text {n}." for n in range(5)]
    await live(graph, "one", 1, *texts)
    third = pieces("one", *texts)[3]
    page = await read_document_text(graph, "one", limit=2, passage=third.id)
    assert [passage.ordinal for passage in page.passages] == [2, 3]
    gone = await read_document_text(graph, "one", limit=2, passage="gone", after=0)
    assert [passage.ordinal for passage in gone.passages] == [1, 2]


async def test_only_the_live_revision_is_read(graph):
    await live(graph, "one", 1, "First.")
    await staged(graph, "one", 2, "Second.")
    (second,) = pieces("one", "Second.")
    page = await read_document_text(graph, "one", passage=second.id)
    assert [passage.content for passage in page.passages] == ["First."]
    assert await read_document_text(graph, "two") is None
    await remove(graph, "one", 3)
    assert await read_document_text(graph, "one") is None
