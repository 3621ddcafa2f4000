"""A document as one text, page by page, for whoever reads on from a passage."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from traclearn_corpus import queries
from traclearn_corpus.chunks import Document, Heading
from traclearn_corpus.connection import Graph, Row, Transaction
from traclearn_corpus.reading.consistent_read import read_consistently

MAX_SECTIONS = 1000
"""In a table of contents. Of a document with more of them the deepest are left out."""


@dataclass(frozen=True, slots=True)
class TextPassage:
    """A live chunk in its place."""

    id: str
    ordinal: int
    heading: Heading
    page: int | None
    kind: str
    content: str


@dataclass(frozen=True, slots=True)
class Section:
    """Consecutive passages under the same headings begin with this one."""

    passage: str
    ordinal: int
    heading: Heading


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A page of a live revision, with the table of contents of all of it."""

    document: str
    name: str
    title: str
    origin: str
    subject: str
    revision: int
    count: int
    """Passages of the whole document."""
    passages: tuple[TextPassage, ...]
    sections: tuple[Section, ...]
    next: int | None
    """The last ordinal of this page, where there are more."""


async def read_document_text(
    graph: Graph, document: Document, *, after: int = -1, limit: int = 50, passage: str | None = None
) -> DocumentText | None:
    """The `limit` passages behind the ordinal `after`; None when nothing is live.

    With `passage` it is the page in which that one stands, of pages that have `limit` passages each; where it
    does not stand in the document, `after` counts.
    """

    async def work(transaction: Transaction) -> Row:
        return await transaction.one(
            queries.DOCUMENT_TEXT,
            document=str(document),
            after=after,
            limit=limit,
            rows=limit + 1,
            passage=passage,
        )

    row = await read_consistently(graph, work)
    if not row:
        return None
    passages = [_passage(each) for each in row.pop("passages")]
    headings = row.pop("headings")
    return DocumentText(
        **row,
        passages=tuple(passages[:limit]),
        sections=contents(headings),
        next=passages[limit - 1].ordinal if len(passages) > limit else None,
    )


def contents(headings: Sequence[tuple[int, str, Sequence[str]]]) -> tuple[Section, ...]:
    """The table of contents of (ordinal, id, heading) of all passages, as deep as there is room for."""
    for depth in range(max((len(heading) for _, _, heading in headings), default=0), 0, -1):
        found = _sections(headings, depth)
        if len(found) <= MAX_SECTIONS:
            return found
    return _sections(headings, 1)[:MAX_SECTIONS]


def _sections(headings: Sequence[tuple[int, str, Sequence[str]]], depth: int) -> tuple[Section, ...]:
    runs = groupby(headings, key=lambda each: tuple(each[2][:depth]))
    firsts = ((heading, next(run)) for heading, run in runs if heading)
    return tuple(Section(passage, ordinal, heading) for heading, (ordinal, passage, _) in firsts)


def _passage(row: dict[str, Any]) -> TextPassage:
    return TextPassage(**{**row, "heading": tuple(row["heading"])})
