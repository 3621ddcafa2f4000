"""Documents for tests: pieces with ids as the chunker makes them, vectors of four numbers, and invariants."""

import hashlib
from contextlib import closing
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

import numpy as np
from traclearn_corpus import Meta
from traclearn_corpus.reading import Search, Wanted, read_closure
from traclearn_corpus.writing import cut_over, put_vectors, stage

MODEL = "toy"


@dataclass(frozen=True)
class Text:
    """A piece. Its id stands for document, heading and content."""

    document: str
    content: str
    ordinal: int = 0
    heading: tuple[str, ...] = ("Course",)
    page: int | None = None
    kind: str = "text"

    @property
    def id(self):
        return str(uuid5(NAMESPACE_URL, f"{self.document}{self.heading}{self.content}"))

    @property
    def parts(self):
        return (hashlib.sha256(self.content.encode()).hexdigest()[:12],)

    @property
    def tokens(self):
        return len(self.content.split())

    @property
    def passage(self):
        return f"{self.heading[-1]}\n{self.content}"


class Toy:
    """An embedder of these vectors; `given` is every text's, where there is one."""

    def __init__(self, model_id=MODEL, dimension=4, given=None):
        self.model_id, self.dimension, self.max_tokens = model_id, dimension, 99
        self.given, self.asked = given, 0

    def count(self, texts):
        return [1 for _ in texts]

    def embed(self, texts):
        self.asked += 1
        return np.array([self.given or vector(text, self.dimension) for text in texts], dtype=np.float32)


async def find(graph, text, k=10, embedders=(), **only):
    """What the search finds."""
    with closing(Search(graph, embedders)) as search:
        return await search.find(text, k, **only)


async def stale_among(graph, *subjects):
    wanted = Wanted("", (), 0, (), subjects)
    return (await graph.read(lambda transaction: read_closure(transaction, wanted))).stale


def pieces(document, *contents):
    return [Text(document, content, ordinal) for ordinal, content in enumerate(contents)]


def vector(text, size=4):
    """Always the same for the same text."""
    digest = hashlib.sha256(text.encode()).digest()
    return [byte - 127.5 for byte in digest[:size]]


def meta(document, subject="Git", **facts):
    return Meta(f"{document}.md", f"On {document}", "upload", subject, facts)


async def staged(graph, document, revision, *contents, subject="Git", size=4):
    """Staged with all its vectors."""
    made = pieces(document, *contents)
    result = await stage(graph, document, revision, meta(document, subject), made)
    passages = {piece.id: piece.passage for piece in made}
    vectors = {chunk: vector(passages[chunk], size) for chunk in result.missing}
    await put_vectors(graph, result.model, vectors)
    return result


async def live(graph, document, revision, *contents, subject="Git", size=4):
    await staged(graph, document, revision, *contents, subject=subject, size=size)
    return await cut_over(graph, document, revision)


async def ask(graph, query, **parameters):
    """Rows of any query, each as a tuple."""
    rows = await graph.read(lambda transaction: transaction.run(query, **parameters))
    return [tuple(row.values()) for row in rows]


INVARIANTS = {
    "a document has one live revision, or is removed, or never had one": """
        MATCH (d:Document)
        WITH d, COUNT { (d)-[:LIVE]->(:Revision) } AS live
        WHERE live <> CASE WHEN coalesce(d.removed, true) THEN 0 ELSE 1 END RETURN d.id""",
    "what is live is the greatest that ever was": """
        MATCH (d:Document)-[:LIVE]->(r:Revision) WHERE r.number <> d.revision RETURN d.id""",
    "nothing stands beside it that will never be live": """
        MATCH (d:Document), (r:Revision {document: d.id})
        WHERE r.number <= d.revision AND NOT (d)-[:LIVE]->(r) RETURN r.id""",
    "no chunk is without a revision": """
        MATCH (c:Chunk) WHERE NOT (c)<-[:HAS]-(:Revision) RETURN c.id""",
    "no chunk hangs on another document's revision": """
        MATCH (c:Chunk)<-[:HAS]-(r:Revision) WHERE c.document <> r.document RETURN c.id""",
    "no ordinal is there twice": """
        MATCH (r:Revision)-[h:HAS]->(:Chunk) WITH r, h.ordinal AS ordinal, count(*) AS times
        WHERE times > 1 RETURN r.id""",
    "only live chunks teach": """
        MATCH (c:Chunk)-[:TEACHES]->() WHERE NOT (c)<-[:HAS]-(:Revision)<-[:LIVE]-(:Document) RETURN c.id""",
    "all that is live has a vector": """
        MATCH (:Document)-[:LIVE]->(:Revision)-[:HAS]->(c:Chunk) WHERE c.embedding_toy IS NULL RETURN c.id""",
}


async def broken(graph):
    """The invariants that do not hold, with what breaks them: {} is well."""

    async def work(transaction):
        return {name: await transaction.run(query) for name, query in INVARIANTS.items()}

    found = await graph.read(work)
    return {name: rows for name, rows in found.items() if rows}


async def seen(graph, document):
    """The contents that readers see, read without this library."""
    rows = await ask(
        graph,
        "MATCH (:Document {id: $document})-[:LIVE]->(:Revision)-[h:HAS]->(c:Chunk)"
        " RETURN c.content ORDER BY h.ordinal",
        document=document,
    )
    return [content for (content,) in rows]
