"""What readers find in a document now, as authors see it."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from traclearn_corpus import Graph
from traclearn_corpus.reading import duplicates, live_pieces

Json = dict[str, Any]


async def read_contents(graph: Graph, document: UUID) -> Json:
    """Chunks with their near-duplicates in other documents, and the concepts that they teach.

    Raises GraphAway while the graph cannot be reached.
    """
    pieces = await live_pieces(graph, document)
    twins = await duplicates(graph, document) if pieces else {}
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
