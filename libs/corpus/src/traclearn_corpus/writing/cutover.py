"""From one revision to the next in one transaction: readers see the old one or the new one."""

import json
from dataclasses import asdict, dataclass

from traclearn_corpus import queries
from traclearn_corpus.chunks import Document
from traclearn_corpus.connection import Graph, Transaction
from traclearn_corpus.errors import NotStaged, VectorsMissing
from traclearn_corpus.models import read_corpus, vector_property
from traclearn_corpus.writing.documents import DocumentStatus, discard, locked, revision_id


@dataclass(frozen=True, slots=True)
class CutOver:
    generation: int
    """Of the corpus, after it."""
    chunks: int
    embedded: int
    """Chunks that had no vector when this revision was staged."""
    reused: int
    subjects: tuple[str, ...] = ()
    """Those whose material changed: the document's, and the one that it had before."""
    superseded: bool = False
    """A greater revision or a removal stands; nothing was changed and this one's staging is gone."""


async def cut_over(graph: Graph, document: Document, revision: int) -> CutOver:
    """Makes a staged revision the live one and drops what only older ones had. Twice gives the same answer.

    Raises NotStaged, or VectorsMissing while a chunk has none of the model that new vectors are of.
    """

    name = str(document)

    async def work(transaction: Transaction) -> CutOver:
        now = await locked(transaction, name)
        await transaction.run(queries.LOCK_CORPUS)
        if now.live == revision and now.outcome:
            return CutOver(**{**now.outcome, "subjects": tuple(now.outcome["subjects"])})
        if now.outdates(revision):
            await discard(transaction, name, revision)
            generation = (await transaction.one(queries.GENERATION))["generation"]
            return CutOver(generation, 0, 0, 0, superseded=True)
        return await _change(transaction, name, revision, now)

    return await graph.write(work)


async def _change(transaction: Transaction, document: str, revision: int, now: DocumentStatus) -> CutOver:
    target = revision_id(document, revision)
    staged = await transaction.one(queries.REVISION, id=target)
    if not staged:
        raise NotStaged(f"Revision {target} is not staged.")
    await _complete(transaction, target)
    count = await transaction.one(queries.COUNT, id=target)
    before = [now.subject] if now.live and now.subject else []
    subjects = tuple(dict.fromkeys([staged["subject"], *before]))

    await transaction.run(queries.CUT_OVER, document=document, id=target)
    await discard(transaction, document, revision)
    await transaction.run(queries.MOVE_SUBJECT, id=target)
    await transaction.run(queries.INCREMENT_SUBJECT_GENERATIONS, subjects=subjects)
    generation = (await transaction.one(queries.INCREMENT_GENERATION))["generation"]

    chunks, embedded = count["chunks"], count["embedded"]
    outcome = CutOver(generation, chunks, embedded, chunks - embedded, subjects)
    await transaction.run(queries.SAVE_OUTCOME, id=target, outcome=json.dumps(asdict(outcome)))
    return outcome


async def _complete(transaction: Transaction, target: str) -> None:
    model = (await read_corpus(transaction)).target
    lacking = await transaction.run(queries.CHUNKS_WITHOUT_VECTOR, id=target, property=vector_property(model))
    if lacking:
        raise VectorsMissing(model, [row["id"] for row in lacking])
