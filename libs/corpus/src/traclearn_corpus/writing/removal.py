"""A document goes: its chunks, what only it taught, and its words where they are evidence elsewhere."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from traclearn_corpus import queries
from traclearn_corpus.chunks import Document
from traclearn_corpus.connection import Graph, Transaction
from traclearn_corpus.writing.documents import discard, locked


@dataclass(frozen=True, slots=True)
class Receipt:
    chunks: int
    """That readers saw before."""
    edges: int
    """Prerequisites that rested on this document alone."""
    concepts: int
    """That only this document taught."""
    generation: int
    subjects: tuple[str, ...] = ()
    """Those whose material changed."""
    superseded: bool = False
    """A greater revision stands; nothing was changed."""


async def remove(graph: Graph, document: Document, revision: int) -> Receipt:
    """Takes the document away as of `revision`; a revision up to this one never becomes visible again.

    The same call again gives the receipt of the first time.
    """

    name = str(document)

    async def work(transaction: Transaction) -> Receipt:
        now = await locked(transaction, name)
        await transaction.run(queries.LOCK_CORPUS)
        if now.removed and now.revision == revision and now.receipt:
            return Receipt(**{**now.receipt, "subjects": tuple(now.receipt["subjects"])})
        if now.revision > revision:
            await discard(transaction, name, revision)
            generation = (await transaction.one(queries.GENERATION))["generation"]
            return Receipt(0, 0, 0, generation, superseded=True)
        receipt = await _take(transaction, name, revision, now.subject if now.live else None)
        kept = json.dumps(asdict(receipt))
        await transaction.run(queries.SET_TOMBSTONE, document=name, number=revision, receipt=kept)
        return receipt

    return await graph.write(work)


async def _take(transaction: Transaction, document: str, revision: int, subject: str | None) -> Receipt:
    """`subject` is None when readers saw nothing of the document."""
    if subject is None:
        await discard(transaction, document, revision)
        return Receipt(0, 0, 0, (await transaction.one(queries.GENERATION))["generation"])
    chunks = (await transaction.one(queries.LIVE_COUNT, document=document))["chunks"]
    await transaction.run(queries.INCREMENT_SUBJECT_GENERATIONS, subjects=[subject])
    gone = [
        row["key"] for row in await transaction.run(queries.CONCEPTS_OF_DOCUMENT_ALONE, document=document)
    ]
    edges = await _withdraw(transaction, document, subject, gone)

    await transaction.run(queries.DROP_LIVE, document=document)
    await discard(transaction, document, revision)
    await transaction.run(queries.UNLINK_DOCUMENT_CONCEPTS, document=document)
    await transaction.run(queries.DROP_CONCEPTS, keys=gone)
    await transaction.run(queries.SET_CHUNK_PREREQUISITES, subject=subject)
    generation = (await transaction.one(queries.INCREMENT_GENERATION))["generation"]
    return Receipt(chunks, edges, len(gone), generation, (subject,))


async def _withdraw(transaction: Transaction, document: str, subject: str, gone: Sequence[str]) -> int:
    """Takes the document's words out of the evidence, and edges that had no other; says how many edges."""
    touched = await transaction.run(queries.AFFECTED_EDGES, subject=subject, document=document, gone=gone)
    dropped, kept = [], []
    for edge in touched:
        evidence = without(edge["evidence"], document)
        if edge["loose"] or not (evidence or edge["decision"]):
            dropped.append(edge)
        else:
            kept.append({"edge": edge["edge"], "evidence": json.dumps(evidence)})
    await transaction.run(queries.DROP_EDGES, subject=subject, edges=[edge["edge"] for edge in dropped])
    await transaction.run(queries.SET_EVIDENCE, subject=subject, rows=kept)
    return len([edge for edge in dropped if edge["type"] == "REQUIRES"])


def without(evidence: str | None, document: str) -> list[dict[str, Any]]:
    """The items that do not rest on the document."""
    return [item for item in json.loads(evidence or "[]") if item.get("document") != document]
