"""Editions of the course in Neo4j, as the indexer writes what is live, and in memory for the exact scan."""

import asyncio
from collections import defaultdict

import numpy as np
from traclearn_corpus import ConceptGraph, Graph, Meta, queries
from traclearn_corpus.writing import adopt, cut_over, prepare, put_vectors, stage, write_concept_graph
from traclearn_embedding import Embedder, Vectors

from benchmarks.course_editions import Course, Edition

AT_ONCE = 4
"""Editions: while Neo4j writes some, the next are packed for it."""


class Corpus:
    """Grows by whole editions."""

    def __init__(self, graph: Graph, course: Course, embedder: Embedder) -> None:
        self._graph, self._course = graph, course
        self._model, self._dimension = embedder.model_id, embedder.dimension
        self._editions: dict[str, list[Edition]] = defaultdict(list)
        self.chunks: list[str] = []
        self.vectors: Vectors = np.zeros((0, embedder.dimension), dtype=np.float32)
        """[chunks, dimension], in the order of `chunks`."""

    async def open(self) -> None:
        await prepare(self._graph)
        await adopt(self._graph, self._model, self._dimension)

    async def grow(self, chunks: int) -> None:
        """To about so many chunks."""
        wanted = max(1, round(chunks / len(self._course.chunks)))
        there = len(self.chunks) // len(self._course.chunks)
        added = [self._course.edition(number) for number in range(there, wanted)]
        for start in range(0, len(added), AT_ONCE):
            await asyncio.gather(*map(self._write, added[start : start + AT_ONCE]))
        for edition in added:
            self._editions[edition.subject].append(edition)
            self.chunks += [chunk.id for chunk in edition.chunks]
        for subject in dict.fromkeys(edition.subject for edition in added):
            await self._write_concepts(subject)
        self.vectors = np.concatenate([self.vectors, *(edition.vectors for edition in added)])

    def nearest(self, vector: Vectors, count: int) -> set[str]:
        """The exact scan: the chunks with the greatest cosines."""
        best = np.argsort(-(self.vectors @ vector), kind="stable")[:count]
        return {self.chunks[at] for at in best}

    async def _write(self, edition: Edition) -> None:
        meta = Meta(f"{edition.document}.md", "Databases", "upload", edition.subject)
        await stage(self._graph, edition.document, 1, meta, edition.chunks)
        ids = (chunk.id for chunk in edition.chunks)
        await put_vectors(self._graph, self._model, dict(zip(ids, edition.vectors, strict=True)))
        await cut_over(self._graph, edition.document, 1)

    async def _write_concepts(self, subject: str) -> None:
        editions = self._editions[subject]
        graph = ConceptGraph(
            subject,
            [concept for edition in editions for concept in edition.concepts],
            [edge for edition in editions for edge in edition.edges],
        )
        now = await self._graph.read(lambda transaction: transaction.one(queries.SUBJECT, subject=subject))
        await write_concept_graph(self._graph, graph, now["generation"])
