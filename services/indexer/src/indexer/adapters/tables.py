"""The service's own tables, as the revisions below alembic/versions make them."""

from typing import Any

from sqlalchemy import Column, MetaData, Table
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP, UUID
from sqlalchemy.types import BigInteger, Date, Integer, String, Text, TypeEngine

METADATA = MetaData(schema="indexer")
ZONED = TIMESTAMP(timezone=True)


def _table(table: str, /, **types: TypeEngine[Any]) -> Table:
    return Table(table, METADATA, *(Column(name, type_) for name, type_ in types.items()))


DOCUMENTS = _table(
    "documents",
    document=UUID(),
    origin=Text(),
    name=Text(),
    owner=String(),
    subject=String(),
    revision=Integer(),
    live_revision=Integer(),
    removed_revision=Integer(),
    created_at=ZONED,
)
REVISIONS = _table(
    "revisions",
    document=UUID(),
    revision=Integer(),
    state=Text(),
    size=BigInteger(),
    sha256=Text(),
    type=Text(),
    title=Text(),
    subject=Text(),
    pages=Integer(),
    chunks=Integer(),
    embedded=Integer(),
    done=Integer(),
    total=Integer(),
    dropped=JSONB(),
    reason=Text(),
    detail=Text(),
    receipt=JSONB(none_as_null=True),
    object_version=Text(),
    recipe=Text(),
    at=ZONED,
)
SUBJECTS = _table("subjects", subject=String(), changed=BigInteger(), taught=BigInteger())
EDGE_DECISIONS = _table(
    "edge_decisions",
    id=BigInteger(),
    subject=String(),
    concept=Text(),
    prerequisite=Text(),
    decision=Text(),
    by=String(),
    at=ZONED,
)
NAME_DECISIONS = _table(
    "name_decisions",
    id=BigInteger(),
    subject=String(),
    concept=Text(),
    change=Text(),
    to=Text(),
    by=String(),
    at=ZONED,
)
SPENDING = _table("spending", month=Date(), model=Text(), tokens=BigInteger())
