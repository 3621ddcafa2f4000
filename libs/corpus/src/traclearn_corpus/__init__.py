"""The corpus in Neo4j: documents, chunks, vectors, concepts and prerequisites.

`traclearn_corpus.reading` is for whoever asks of it, `traclearn_corpus.writing` for the indexer alone. What
both speak of is here: the connection, the shapes, the errors.

async with Graph.open("neo4j://127.0.0.1:7687", "neo4j", password) as graph:
    found = await Search(graph, [embedder]).find("What does a commit record?")
"""

from traclearn_corpus.chunks import Chunk, Document, Heading, Meta, content_digest, without_pictures
from traclearn_corpus.concepts import (
    Concept,
    ConceptGraph,
    Decision,
    EdgeState,
    Evidence,
    EvidenceKind,
    Facts,
    Prerequisite,
    Source,
    Verdict,
)
from traclearn_corpus.connection import Graph
from traclearn_corpus.errors import (
    BadVector,
    CorpusEmpty,
    GraphAway,
    GraphError,
    GraphRefused,
    ModelClash,
    NotStaged,
    VectorsMissing,
    WrongDimension,
)
from traclearn_corpus.models import Corpus, corpus

__all__ = [
    "BadVector",
    "Chunk",
    "Concept",
    "ConceptGraph",
    "Corpus",
    "CorpusEmpty",
    "Decision",
    "Document",
    "EdgeState",
    "Evidence",
    "EvidenceKind",
    "Facts",
    "Graph",
    "GraphAway",
    "GraphError",
    "GraphRefused",
    "Heading",
    "Meta",
    "ModelClash",
    "NotStaged",
    "Prerequisite",
    "Source",
    "VectorsMissing",
    "Verdict",
    "WrongDimension",
    "content_digest",
    "corpus",
    "without_pictures",
]
