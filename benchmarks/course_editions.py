"""A corpus of any size that is like a real one: the demo course on databases, and varied editions of it.

The first edition is the course itself; of every other one each chunk is varied, as `course_parts.py` says.
Each edition teaches the course's concepts, under names and section titles of its own in its subject, with the
prerequisites that were inferred.
Seven editions are a subject, of about 950 chunks and 500 concepts.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

import numpy as np
from indexer.adapters.concept_graphs import found
from indexer.domain.chunking.chunker import chunk_document
from indexer.domain.chunking.embedded_text import embedded_text
from indexer.domain.concepts.author_decisions import AuthorDecisions
from traclearn_corpus import Chunk, Concept, ConceptGraph, Facts, Prerequisite, Source
from traclearn_documents.reader import read_document
from traclearn_embedding import SpanEmbedder, Vectors

from benchmarks.course_parts import Parts, take_apart, unit, vary

EDITIONS_PER_SUBJECT = 7
SUBJECT = "Databases"


@dataclass(frozen=True, slots=True)
class Edition:
    """One document. `vectors` are [chunks, dimension], rows of length 1."""

    document: str
    subject: str
    chunks: tuple[Chunk, ...]
    vectors: Vectors
    concepts: tuple[Concept, ...]
    edges: tuple[Prerequisite, ...]


@dataclass(frozen=True, slots=True)
class Course:
    chunks: tuple[Chunk, ...]
    parts: tuple[Parts, ...]
    graph: ConceptGraph

    def edition(self, number: int) -> Edition:
        """The same for the same number; 0 is the course itself."""
        random = np.random.default_rng(number)
        document = uuid5(NAMESPACE_URL, f"edition {number}")
        place = number % EDITIONS_PER_SUBJECT
        made = [
            self._chunk(at, document, place, random if number else None) for at in range(len(self.chunks))
        ]
        chunks = tuple(chunk for chunk, _ in made)
        ids = {old.id: new.id for old, new in zip(self.chunks, chunks, strict=True)}
        return Edition(
            str(document),
            f"{SUBJECT} {number // EDITIONS_PER_SUBJECT + 1}",
            chunks,
            np.stack([vector for _, vector in made]),
            tuple(_concept(concept, ids, place) for concept in self.graph.concepts),
            tuple(_edge(edge, place) for edge in self.graph.edges),
        )

    def _chunk(
        self, at: int, document: UUID, place: int, random: np.random.Generator | None
    ) -> tuple[Chunk, Vectors]:
        chunk = self.chunks[at]
        if random is None:
            text, vector = chunk.content, unit(self.parts[at].sums.sum(axis=0))
        else:
            text, vector = vary(self.parts[at], self.parts, random)
        heading = (*chunk.heading[:-1], *(_name(title, place) for title in chunk.heading[-1:]))
        passage = embedded_text(heading, text)
        made = replace(
            chunk,
            id=str(uuid5(document, str(at))),
            ordinal=at,
            heading=heading,
            content=text,
            passage=passage,
            parts=(str(at),),
        )
        return made, vector


def read_course(folder: Path, embedder: SpanEmbedder) -> Course:
    """The documents of a folder as one course."""
    sources = [_source(path, embedder) for path in sorted(folder.iterdir())]
    chunks = tuple(chunk for source in sources for chunk in source.chunks)
    graph = found(Facts(SUBJECT, 0, tuple(sources)), AuthorDecisions())
    return Course(
        chunks, tuple(take_apart(chunk.passage, chunk.content, embedder) for chunk in chunks), graph
    )


def _source(path: Path, embedder: SpanEmbedder) -> Source:
    document, content = uuid5(NAMESPACE_URL, path.name), read_document(path, path.name, None)
    chunks, _ = chunk_document(document, content, lambda text: embedder.count([text])[0], embedder.max_tokens)
    return Source(str(document), path.name, content.title, {}, tuple(chunks))


def _concept(concept: Concept, ids: dict[str, str], place: int) -> Concept:
    chunks = tuple(ids[chunk] for chunk in concept.chunks)
    return replace(concept, name=_name(concept.name, place), chunks=chunks)


def _edge(edge: Prerequisite, place: int) -> Prerequisite:
    """With the evidence as it was found: it is read with each edge."""
    concept, prerequisite = _name(edge.concept, place), _name(edge.prerequisite, place)
    return replace(edge, concept=concept, prerequisite=prerequisite)


def _name(title: str, place: int) -> str:
    """Another one in each edition of a subject."""
    return f"{title} {place + 1}" if place else title
