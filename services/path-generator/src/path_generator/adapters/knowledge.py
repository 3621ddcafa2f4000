"""The corpus in Neo4j, as a path is made of it."""

from collections.abc import Collection, Mapping, Sequence
from urllib.parse import quote

from traclearn_corpus import ConceptGraph, CorpusEmpty, Graph, corpus, reading
from traclearn_corpus.reading import Found, Search

from path_generator.domain.paths.proposal import Located
from path_generator.domain.questions.question import Passage


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

    async def search(self, goal: str, limit: int) -> Found:
        try:
            return await self._search.find(goal, limit)
        except CorpusEmpty:
            return Found((), 0, by_meaning=True)

    async def concept_graph(self, subject: str) -> ConceptGraph:
        return await reading.concept_graph(self._graph, subject, evidence=False)

    async def passages(self, chunks: Collection[str]) -> Mapping[str, Located]:
        found = await reading.passages(self._graph, chunks)
        return {chunk: located(passage) for chunk, passage in found.items()}

    async def copies(self, digests: Collection[str]) -> Mapping[str, Sequence[Located]]:
        found = await reading.copies(self._graph, digests)
        return {digest: [located(passage) for passage in same] for digest, same in found.items()}


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
