"""Where a document stands, and which revision may still change it."""

import json
from dataclasses import dataclass
from typing import Any

from traclearn_corpus import queries
from traclearn_corpus.chunks import Document
from traclearn_corpus.connection import Graph, Transaction


@dataclass(frozen=True, slots=True)
class DocumentStatus:
    """`revision` is the greatest that was ever live or removed the document; `live` is what readers see."""

    revision: int
    live: int | None
    removed: bool
    subject: str | None = None
    receipt: dict[str, Any] | None = None
    """Of the removal."""
    outcome: dict[str, Any] | None = None
    """Of the live revision's cut-over."""

    def outdates(self, revision: int) -> bool:
        """A greater revision was there before, or a removal that is not older: a tombstone wins a tie."""
        return self.revision > revision or (self.removed and self.revision == revision)


UNKNOWN = DocumentStatus(0, None, False)


def revision_id(document: str, revision: int) -> str:
    return f"{document}/{revision}"


async def locked(transaction: Transaction, document: str) -> DocumentStatus:
    """Holds the document until the transaction ends; makes its node when there is none."""
    await transaction.run(queries.LOCK_DOCUMENT, document=document)
    return await read_status(transaction, document)


async def read_status(transaction: Transaction, document: str) -> DocumentStatus:
    row = await transaction.one(queries.DOCUMENT_STATUS, document=document)
    if not row:
        return UNKNOWN
    return DocumentStatus(
        revision=row["revision"],
        live=row["live"],
        removed=row["removed"],
        subject=row["subject"],
        receipt=json.loads(row["receipt"]) if row["receipt"] else None,
        outcome=json.loads(row["outcome"]) if row["outcome"] else None,
    )


async def document_status(graph: Graph, document: Document) -> DocumentStatus | None:
    """None for a document of which nothing was ever live or removed."""

    async def work(transaction: Transaction) -> DocumentStatus:
        return await read_status(transaction, str(document))

    found = await graph.read(work)
    return None if found == UNKNOWN else found


async def discard(transaction: Transaction, document: str, revision: int) -> int:
    """Takes away revisions up to `revision` that are not live, and chunks of none; says how many chunks."""
    await transaction.run(queries.DROP_REVISIONS, document=document, number=revision)
    return int((await transaction.one(queries.DROP_ORPHANS, document=document))["chunks"])
