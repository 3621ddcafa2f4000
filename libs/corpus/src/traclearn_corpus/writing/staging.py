"""A new revision beside the live one: unseen, in batches, and taken up again where it stopped."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, Literal

from traclearn_corpus import queries
from traclearn_corpus.chunks import Chunk, Document, Meta, content_digest
from traclearn_corpus.connection import Graph, Transaction
from traclearn_corpus.errors import NotStaged
from traclearn_corpus.models import read_corpus, vector_property
from traclearn_corpus.writing.documents import discard, locked, revision_id

BATCH_CHUNKS = 250
"""Pieces a transaction: about a megabyte."""

State = Literal["staged", "live", "superseded"]


@dataclass(frozen=True, slots=True)
class Staged:
    state: State
    """live: it was cut over before, only the report is left. superseded: nothing of it will ever be seen."""
    model: str
    """Vectors of this one are wanted."""
    total: int
    missing: tuple[str, ...] = ()
    """Chunks without such a vector, in the document's order."""


async def stage(
    graph: Graph, document: Document, revision: int, meta: Meta, chunks: Sequence[Chunk]
) -> Staged:
    """Makes the revision and its chunks. The same call again adds what is not there yet.

    A chunk that another revision of the document has is shared, with its vector.
    """
    staging = Staging(str(document), revision)
    state, model = await graph.write(lambda transaction: staging.begin(transaction, meta, chunks))
    missing: dict[str, None] = {}
    for start in range(0, len(chunks), BATCH_CHUNKS):
        if state != "staged":
            break
        batch = partial(staging.add, batch=chunks[start : start + BATCH_CHUNKS])
        state, found = await graph.write(batch)
        missing.update(dict.fromkeys(found))
    return Staged(state, model, len(chunks), tuple(missing) if state == "staged" else ())


class Staging:
    """The units of work for one revision of one document."""

    def __init__(self, document: str, revision: int) -> None:
        self._document, self._revision = document, revision
        self._id = revision_id(document, revision)

    async def begin(self, transaction: Transaction, meta: Meta, chunks: Sequence[Chunk]) -> tuple[State, str]:
        state = await self._state(transaction)
        if state == "superseded":
            await discard(transaction, self._document, self._revision)
        if state == "staged":
            about = {**asdict(meta), "facts": json.dumps(dict(meta.facts))}
            await transaction.run(
                queries.OPEN_STAGING, id=self._id, document=self._document, number=self._revision, meta=about
            )
            await self._keep_only(transaction, chunks)
        return state, (await read_corpus(transaction)).target

    async def add(self, transaction: Transaction, batch: Sequence[Chunk]) -> tuple[State, list[str]]:
        """Names the chunks among these that lack a vector."""
        state = await self._state(transaction)
        if state != "staged":
            return state, []
        if not await transaction.one(queries.REVISION, id=self._id):
            raise NotStaged(f"Revision {self._id} was swept away while it was being staged.")
        target = (await read_corpus(transaction)).target
        rows = await transaction.run(
            queries.STAGE_CHUNKS,
            id=self._id,
            document=self._document,
            property=vector_property(target),
            chunks=[row(chunk) for chunk in batch],
        )
        return state, [found["id"] for found in rows]

    async def _state(self, transaction: Transaction) -> State:
        now = await locked(transaction, self._document)
        if now.live == self._revision:
            return "live"
        return "superseded" if now.outdates(self._revision) else "staged"

    async def _keep_only(self, transaction: Transaction, chunks: Sequence[Chunk]) -> None:
        """Takes out what an earlier staging of this revision made of other chunks."""
        wanted = {(chunk.ordinal, chunk.id) for chunk in chunks}
        staged = await transaction.run(queries.STAGED, id=self._id)
        stray = [found for found in staged if (found["ordinal"], found["chunk"]) not in wanted]
        if stray:
            await transaction.run(queries.UNSTAGE, id=self._id, pairs=stray)
            await transaction.run(queries.DROP_ORPHANS, document=self._document)


def row(chunk: Chunk) -> dict[str, Any]:
    return {
        "id": chunk.id,
        "ordinal": chunk.ordinal,
        "heading": list(chunk.heading),
        "page": chunk.page,
        "kind": chunk.kind,
        "content": chunk.content,
        "tokens": chunk.tokens,
        "parts": list(chunk.parts),
        "passage": chunk.passage,
        "digest": content_digest(chunk.content),
    }
