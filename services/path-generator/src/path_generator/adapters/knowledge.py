"""The corpus in Neo4j, as a path is made of it."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import TypeVar
from urllib.parse import quote

from traclearn_corpus import ConceptGraph, CorpusEmpty, Graph, corpus, reading
from traclearn_corpus.connection import Transaction
from traclearn_corpus.reading import (
    Found,
    Search,
    Wanted,
    Watched,
    read_called_now,
    read_closure,
    read_consistently,
    read_copies,
    read_generation,
    read_needs,
    read_passages,
    read_watched,
)

from path_generator.application.ports import Closure, Reading
from path_generator.domain.paths.proposal import Located
from path_generator.domain.questions.question import Passage

T = TypeVar("T")


class Neo4jKnowledge:
    """See `path_generator.application.ports.KnowledgeBase`."""

    def __init__(self, graph: Graph, search: Search) -> None:
        self._graph = graph
        self._search = search

    async def state(self) -> str:
        try:
            now = await corpus(self._graph)
        except CorpusEmpty:
            return "empty"
        return f"{now.born} {now.generation}"

    async def read(self, goal: str, limit: int, work: Callable[[Found, Reading], Awaitable[T]]) -> T:
        question = await self._search.prepare(goal)

        async def find(transaction: Transaction) -> Watched[T]:
            try:
                found, before, after = await self._search.hits(transaction, question, limit)
            except CorpusEmpty:
                found, before, after = Found((), 0, by_meaning=True), None, None
            beyond = Neo4jReading(transaction, after)
            made = await work(found, beyond)
            return made, before, await beyond.generation()

        return await read_watched(self._graph, find)

    async def look(self, work: Callable[[Reading], Awaitable[T]]) -> T:
        return await read_consistently(self._graph, lambda transaction: work(Neo4jReading(transaction)))


class Neo4jReading:
    """See `path_generator.application.ports.Reading`."""

    def __init__(self, transaction: Transaction, generation: int | None = None) -> None:
        self._inner = transaction
        self._generation = generation
        """The corpus's after all that was read so far; None where it is not known."""

    async def generation(self) -> int | None:
        if self._generation is None:
            self._generation = await read_generation(self._inner)
        return self._generation

    @property
    def _transaction(self) -> Transaction:
        """For a reading that does not say of which generation it is."""
        self._generation = None
        return self._inner

    async def closure(self, wanted: Wanted) -> Closure:
        found = await read_closure(self._inner, wanted)
        self._generation = found.generation
        return Closure(found.graph, by_chunk(found.passages), found.stale)

    async def needs(self, subject: str, concepts: Collection[str]) -> ConceptGraph:
        return await read_needs(self._transaction, subject, concepts)

    async def called_now(self, subject: str, name: str) -> str | None:
        return await read_called_now(self._transaction, subject, name)

    async def passages(self, chunks: Collection[str]) -> Mapping[str, Located]:
        return by_chunk(await read_passages(self._transaction, chunks))

    async def copies(self, digests: Collection[str]) -> Mapping[str, Sequence[Located]]:
        found = await read_copies(self._transaction, digests)
        return {digest: [located(passage) for passage in same] for digest, same in found.items()}


def by_chunk(found: Mapping[str, reading.Passage]) -> dict[str, Located]:
    return {chunk: located(passage) for chunk, passage in found.items()}


def located(passage: reading.Passage) -> Located:
    """With its address in Trac: of a wiki page its own, of a file the page that shows the passage."""
    made = Passage(
        chunk=passage.chunk,
        document=passage.document,
        name=passage.name,
        title=passage.title,
        heading=passage.heading,
        page=passage.page,
        kind=passage.kind,
        text=passage.content.replace("\0", " "),  # which neither JSON nor a contract takes
    )
    wiki = passage.origin == "wiki"
    address = (
        f"wiki/{quote(passage.name)}" if wiki else f"learning/passage/{passage.document}/{passage.chunk}"
    )
    return Located(made, address)
