"""What authors see of their documents: one row a document, its newest revision that says something."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncEngine

from indexer.adapters.tables import DOCUMENTS, REVISIONS
from indexer.domain.documents.identity import subject_of

Json = dict[str, Any]
SHOWN = (
    "state",
    "revision",
    "title",
    "type",
    "done",
    "total",
    "reason",
    "detail",
    "pages",
    "chunks",
    "embedded",
)
GRANT_TIMEOUT = timedelta(minutes=10)
"""A grant lasts five minutes. One that brought nothing hides no older revision for longer than this."""


class Catalogue:
    """Reads for authors."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def list(
        self, names: Sequence[str], documents: Sequence[UUID], after: str, limit: int
    ) -> tuple[list[Json], str | None]:
        """Up to `limit` summaries by name behind `after`, and where the next ones begin."""
        query = _summaries().where(DOCUMENTS.c.name > after).order_by(DOCUMENTS.c.name).limit(limit + 1)
        if names:
            query = query.where(DOCUMENTS.c.name.in_(names))
        if documents:
            query = query.where(DOCUMENTS.c.document.in_(documents))
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).mappings().all()
        found = [summary(row) for row in rows[:limit]]
        return found, found[-1]["name"] if len(rows) > limit else None

    async def find(self, document: UUID) -> tuple[Json, Json] | None:
        """The summary, and what its reader left out with the receipt; None for one that was never seen."""
        query = _summaries().where(DOCUMENTS.c.document == document)
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).mappings().one_or_none()
        return (summary(row), {name: row[name] for name in ("dropped", "receipt")}) if row else None


def summary(row: RowMapping) -> Json:
    return {name: row[name] for name in SHOWN} | {
        "document": str(row["document"]),
        "name": row["name"],
        "origin": row["origin"],
        "subject": row["subject"] or subject_of(row["name"], row["chosen"]),
        "live_revision": row["live_revision"],
        "reused": row["chunks"] - row["embedded"],
        "dropped": len(row["dropped"]),
        "at": row["at"].isoformat(),
    }


def _summaries() -> Select[Any]:
    shown = _shown().lateral("shown")
    own = [DOCUMENTS.c[name] for name in ("document", "name", "origin", "live_revision")]
    facts = [shown.c[name] for name in (*SHOWN, "subject", "dropped", "receipt", "at")]
    return select(*own, DOCUMENTS.c.subject.label("chosen"), *facts).join_from(DOCUMENTS, shown, and_(True))


def _shown() -> Select[Any]:
    """The newest revision; a grant that brought nothing in time stands behind one that did."""
    lost = and_(
        REVISIONS.c.state == "waiting_for_upload", REVISIONS.c.at < func.clock_timestamp() - GRANT_TIMEOUT
    )
    superseded = REVISIONS.c.state == "superseded"
    return (
        select(REVISIONS)
        .where(REVISIONS.c.document == DOCUMENTS.c.document)
        .order_by(or_(lost, superseded), REVISIONS.c.revision.desc())
        .limit(1)
        .correlate(DOCUMENTS)
    )
