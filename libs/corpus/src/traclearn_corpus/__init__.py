"""The corpus in Neo4j: documents, chunks, vectors, concepts and prerequisites.

`traclearn_corpus.reading` is for whoever asks of it, `traclearn_corpus.writing` for the indexer alone. What
both speak of is here: the connection, the shapes, the errors.

async with Graph.open("neo4j://127.0.0.1:7687", "neo4j", password) as graph:
    found = await Search(graph, [embedder]).find("What does a commit record?")
"""

from traclearn_corpus.chunks import Document, Heading, LivePiece, Meta, Piece
from traclearn_corpus.concepts import Concept, Decision, Edge, Facts, Source, Teaching
from traclearn_corpus.connection import Graph
from traclearn_corpus.errors import (
    BadVector,
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
    "Concept",
    "Corpus",
    "Decision",
    "Document",
    "Edge",
    "Facts",
    "Graph",
    "GraphAway",
    "GraphError",
    "GraphRefused",
    "Heading",
    "LivePiece",
    "Meta",
    "ModelClash",
    "NotStaged",
    "Piece",
    "Source",
    "Teaching",
    "VectorsMissing",
    "WrongDimension",
    "corpus",
]
