"""Which rows are meant, and rows into facts."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, or_, select

from indexer.adapters.tables import DOCUMENTS, REVISIONS
from indexer.domain.documents.identity import Source
from indexer.domain.documents.revision import FINAL
from indexer.domain.documents.status import DocumentStatus


def is_revision(document: UUID, revision: int) -> tuple[ColumnElement[bool], ...]:
    return REVISIONS.c.document == document, REVISIONS.c.revision == revision


def is_source(source: Source) -> tuple[ColumnElement[bool], ...]:
    return is_revision(source.document, source.revision)


def status_query(document: UUID, revision: int) -> Select[Any]:
    return (
        select(DOCUMENTS, REVISIONS.c.state, REVISIONS.c.type, REVISIONS.c.reason)
        .join(REVISIONS, REVISIONS.c.document == DOCUMENTS.c.document)
        .where(*is_revision(document, revision))
    )


def to_status(row: Any, revision: int) -> DocumentStatus:
    same = ("state", "reason", "live_revision", "removed_revision")
    return DocumentStatus(source=to_source(row, revision), **{name: row[name] for name in same})


def previous_revision() -> ScalarSelect[Any]:
    """The newest known revision below this one."""
    other = REVISIONS.alias()
    below = (other.c.document == REVISIONS.c.document, other.c.revision < REVISIONS.c.revision)
    return select(func.max(other.c.revision)).where(*below).correlate(REVISIONS).scalar_subquery()


def is_open() -> ColumnElement[bool]:
    """Not settled; see `DocumentStatus.settled`."""
    return or_(REVISIONS.c.state.not_in(FINAL), REVISIONS.c.reason == "failed")


def to_source(row: Any, revision: int) -> Source:
    same = ("document", "origin", "name", "owner", "subject", "type")
    return Source(revision=revision, **{name: row[name] for name in same})
