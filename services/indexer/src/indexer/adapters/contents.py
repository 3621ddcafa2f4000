"""What readers find in a document now, as authors see it."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from traclearn_corpus import Graph
from traclearn_corpus.reading import duplicates, live_chunks

Json = dict[str, Any]


async def read_contents(graph: Graph, document: UUID) -> Json:
    """Chunks with their near-duplicates in other documents, and the concepts that they teach.

    Raises GraphAway while the graph cannot be reached.
    """
    found = await live_chunks(graph, document)
    twins = await duplicates(graph, document) if found else {}
    chunks = [
        {
            "id": chunk.id,
            "ordinal": chunk.ordinal,
            "heading": list(chunk.heading),
            "page": chunk.page,
            "kind": chunk.kind,
            "content": chunk.content,
            "tokens": chunk.tokens,
            "concept": chunk.concept,
            "has_prerequisite": list(chunk.has_prerequisite),
            "prerequisite_for": list(chunk.prerequisite_for),
            "duplicates": [asdict(twin) for twin in twins.get(chunk.id, [])],
        }
        for chunk in found
    ]
    concepts = dict.fromkeys(chunk.concept for chunk in found if chunk.concept)
    return {"chunks": chunks, "concepts": list(concepts)}
