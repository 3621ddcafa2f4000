"""How the corpus changes. For the indexer alone.

await prepare(graph)
await adopt(graph, embedder.model_id, embedder.dimension)
staged = await stage(graph, document, 1, meta, chunks)
await put_vectors(graph, staged.model, {chunk: vector, …})   # of staged.missing
await cut_over(graph, document, 1)
"""

from traclearn_corpus.writing.concept_graphs import WrittenConceptGraph, write_concept_graph
from traclearn_corpus.writing.cutover import CutOver, cut_over
from traclearn_corpus.writing.documents import DocumentStatus, document_status
from traclearn_corpus.writing.former_decisions import (
    FormerDecision,
    drop_former_decisions,
    former_decisions,
)
from traclearn_corpus.writing.models import adopt, missing, retire, switch
from traclearn_corpus.writing.removal import Receipt, remove
from traclearn_corpus.writing.schema import prepare
from traclearn_corpus.writing.staging import Staged, stage
from traclearn_corpus.writing.staging_sweep import Swept, sweep
from traclearn_corpus.writing.vectors import put_vectors

__all__ = [
    "CutOver",
    "DocumentStatus",
    "FormerDecision",
    "Receipt",
    "Staged",
    "Swept",
    "WrittenConceptGraph",
    "adopt",
    "cut_over",
    "document_status",
    "drop_former_decisions",
    "former_decisions",
    "missing",
    "prepare",
    "put_vectors",
    "remove",
    "retire",
    "stage",
    "sweep",
    "switch",
    "write_concept_graph",
]
