"""The corpus in Neo4j: documents, chunks, vectors, concepts and prerequisites.

async with Graph.open("neo4j://127.0.0.1:7687", "neo4j", password) as graph:
    await prepare(graph)
    await adopt(graph, embedder.model_id, embedder.dimension)
    staged = await stage(graph, document, 1, meta, pieces)
    await put_vectors(graph, staged.model, {chunk: vector, …})   # of staged.missing
    await cut_over(graph, document, 1)
    hits = await Search(graph, [embedder]).find("What does a commit record?")
"""

from traclearn_graph.connection import Graph
from traclearn_graph.cutover import CutOver, cut_over
from traclearn_graph.documents import Standing, standing
from traclearn_graph.errors import (
    BadVector,
    GraphAway,
    GraphError,
    GraphRefused,
    ModelClash,
    NotStaged,
    VectorsMissing,
    WrongDimension,
)
from traclearn_graph.finding import Hit, Question, Search, search
from traclearn_graph.lessons import decide, teach
from traclearn_graph.models import Corpus, adopt, corpus, missing, retire, switch
from traclearn_graph.pieces import LivePiece, Meta, Piece
from traclearn_graph.reading import Duplicate, duplicates, live_pieces
from traclearn_graph.removal import Receipt, remove
from traclearn_graph.schema import prepare
from traclearn_graph.scoring import ON_TOPIC
from traclearn_graph.staging import Staged, stage
from traclearn_graph.subject import curriculum, facts, subjects
from traclearn_graph.sweeping import Swept, sweep
from traclearn_graph.teaching import Concept, Decision, Edge, Facts, Source, Taught, Teaching
from traclearn_graph.vectors import put_vectors

__all__ = [
    "ON_TOPIC",
    "BadVector",
    "Concept",
    "Corpus",
    "CutOver",
    "Decision",
    "Duplicate",
    "Edge",
    "Facts",
    "Graph",
    "GraphAway",
    "GraphError",
    "GraphRefused",
    "Hit",
    "LivePiece",
    "Meta",
    "ModelClash",
    "NotStaged",
    "Piece",
    "Question",
    "Receipt",
    "Search",
    "Source",
    "Staged",
    "Standing",
    "Swept",
    "Taught",
    "Teaching",
    "VectorsMissing",
    "WrongDimension",
    "adopt",
    "corpus",
    "curriculum",
    "cut_over",
    "decide",
    "duplicates",
    "facts",
    "live_pieces",
    "missing",
    "prepare",
    "put_vectors",
    "remove",
    "retire",
    "search",
    "stage",
    "standing",
    "subjects",
    "sweep",
    "switch",
    "teach",
]
