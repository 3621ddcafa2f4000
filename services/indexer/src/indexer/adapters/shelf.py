"""What readers find now: a document's chunks in order, and the chunks that answer a question."""

import asyncio
from dataclasses import asdict
from typing import Any
from uuid import UUID

import numpy as np
import structlog
import traclearn_graph as graph
from numpy.typing import NDArray
from traclearn_embedding import EmbeddingError
from traclearn_graph import Graph, Question

from indexer.adapters.embedding import Embedding

log = structlog.get_logger()
PATIENCE = 3.0
"""Seconds for a question's vector: a person waits."""
Json = dict[str, Any]


class Shelf:
    """Reads the graph for authors. Raises GraphAway while it cannot be reached."""

    def __init__(self, connection: Graph, embedding: Embedding) -> None:
        self._graph = connection
        self._embedding = embedding

    async def contents(self, document: UUID) -> Json:
        """Chunks with their near-duplicates in other documents, and the concepts that they teach."""
        pieces = await graph.live_pieces(self._graph, document)
        twins = await graph.duplicates(self._graph, document) if pieces else {}
        chunks = [
            {
                "id": piece.id,
                "ordinal": piece.ordinal,
                "heading": list(piece.heading),
                "page": piece.page,
                "kind": piece.kind,
                "content": piece.content,
                "tokens": piece.tokens,
                "concept": piece.concept,
                "has_prerequisite": list(piece.has_prerequisite),
                "prerequisite_for": list(piece.prerequisite_for),
                "duplicates": [asdict(twin) for twin in twins.get(piece.id, [])],
            }
            for piece in pieces
        ]
        concepts = dict.fromkeys(piece.concept for piece in pieces if piece.concept)
        return {"chunks": chunks, "concepts": list(concepts)}

    async def search(self, question: str, k: int, subject: str | None) -> list[Json]:
        """The best chunks first, with a score of which 0.65 and more means: on this topic."""
        model = (await graph.corpus(self._graph)).model
        asked = Question(question, await self._vector(question, model), model, subject)
        hits = await graph.search(self._graph, asked, k)
        return [asdict(hit) for hit in hits]

    async def _vector(self, question: str, model: str) -> NDArray[np.float32] | None:
        """None when no embedder of that model answers in time: then words alone find."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._embedding.ask(question, model)
        except (EmbeddingError, TimeoutError) as error:
            log.warning("searched by words alone", error=type(error).__name__)
            return None
