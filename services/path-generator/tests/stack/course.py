"""A small course in a graph."""

from uuid import NAMESPACE_URL, uuid5

from traclearn_corpus import Chunk, Concept, ConceptGraph, Meta, Prerequisite
from traclearn_corpus.reading import facts
from traclearn_corpus.writing import adopt, cut_over, prepare, put_vectors, stage, write_concept_graph
from traclearn_embedding import MiniLM

COURSE = {
    "Table": (
        "A table holds rows, and each row holds one value for each column of the table. Tables are what a "
        "database stores its data in."
    ),
    "Transaction": (
        "A transaction is a group of statements that take effect together or not at all. It ends with a "
        "commit, which makes the changes visible to others, or with a rollback, which undoes them."
    ),
    "Lock": (
        "A lock keeps other sessions from changing a row until the session that holds it has ended its "
        "work. Two sessions that wait for each other's locks are in a deadlock."
    ),
    "Isolation level": (
        "The isolation level decides which changes of other transactions a transaction sees while it runs. "
        "With read committed each statement sees what was committed before it began."
    ),
}
EDGES = [
    ("Transaction", "Table"),
    ("Lock", "Table"),
    ("Isolation level", "Transaction"),
    ("Isolation level", "Lock"),
]
DOCUMENT = uuid5(NAMESPACE_URL, "course")


async def teach(graph, model_dir, origin="upload", document=DOCUMENT, revision=1):
    """The course, as the indexer leaves it. In another document or revision its chunks have other ids."""
    embedder = MiniLM.load(model_dir)
    same = (document, revision) == (DOCUMENT, 1)
    await prepare(graph)
    await adopt(graph, embedder.model_id, embedder.dimension)
    chunks = [
        Chunk(
            id=str(uuid5(NAMESPACE_URL, text if same else f"{document} {revision} {text}")),
            ordinal=at,
            heading=("Databases", name),
            page=at + 1,
            kind="text",
            content=text,
            tokens=len(text.split()),
            parts=(str(at),),
            passage=f"{name}\n{text}",
        )
        for at, (name, text) in enumerate(COURSE.items())
    ]
    await stage(graph, document, revision, Meta("Course/Databases", "Databases", origin, "Databases"), chunks)
    vectors = embedder.embed([chunk.passage for chunk in chunks])
    await put_vectors(graph, embedder.model_id, dict(zip((one.id for one in chunks), vectors, strict=True)))
    await cut_over(graph, document, revision)
    concepts = [Concept(name, (chunk.id,)) for name, chunk in zip(COURSE, chunks, strict=True)]
    edges = [Prerequisite(concept, need, 0.9, state="agreed") for concept, need in EDGES]
    generation = (await facts(graph, "Databases")).generation
    await write_concept_graph(graph, ConceptGraph("Databases", concepts, edges), generation)
