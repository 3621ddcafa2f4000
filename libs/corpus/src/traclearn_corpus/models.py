"""Which model's vectors the corpus holds, and how often it changed."""

import re
from dataclasses import dataclass

from traclearn_corpus import queries
from traclearn_corpus.connection import Graph, Transaction
from traclearn_corpus.errors import CorpusEmpty


@dataclass(frozen=True, slots=True)
class Corpus:
    """`generation` grows with each change that a reader can see."""

    model: str
    dimension: int
    generation: int
    next: str | None = None
    next_dimension: int | None = None
    born: str = ""
    """Another one in a graph that was made anew."""

    @property
    def target(self) -> str:
        """The model that new vectors are of."""
        return self.next or self.model


def vector_property(model: str) -> str:
    """Where a chunk keeps its vector of `model`, and the name of the index over it: letters, digits and _."""
    return "embedding_" + re.sub(r"[^a-z0-9]+", "_", model.lower()).strip("_")


async def corpus(graph: Graph) -> Corpus:
    return await graph.read(read_corpus)


async def read_corpus(transaction: Transaction) -> Corpus:
    row = await transaction.one(queries.CORPUS)
    if not row:
        raise CorpusEmpty("No embedding model has been adopted yet.")
    return Corpus(**row)
