"""The service's own tables, as alembic/versions make them."""

from sqlalchemy import Boolean, Column, Double, Integer, LargeBinary, MetaData, String, Table, Text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP, UUID

METADATA = MetaData(schema="grader")

QUESTIONS = Table(
    "questions",
    METADATA,
    Column("ticket", Integer(), primary_key=True),
    Column("revision", Integer()),
    Column("learner", String()),
    Column("content", JSONB()),
    Column("published_at", TIMESTAMP(timezone=True)),
    Column("regrade_order", UUID()),
    Column("regrades_ordered_at", TIMESTAMP(timezone=True)),
)
GRADES = Table(
    "grades",
    METADATA,
    Column("ticket", Integer(), primary_key=True),
    Column("learner", String(), primary_key=True),
    Column("attempt", Integer(), primary_key=True),
    Column("revision", Integer(), primary_key=True),
    Column("event_id", UUID()),
    Column("answered_at", TIMESTAMP(timezone=True)),
    Column("question_revision", Integer()),
    Column("score", Double()),
    Column("confidence", Double()),
    Column("needs_review", Boolean()),
    Column("grader", String()),
    Column("grade", JSONB()),
    Column("graded_at", TIMESTAMP(timezone=True)),
)
ANSWERS = Table(
    "answers",
    METADATA,
    Column("ticket", Integer(), primary_key=True),
    Column("learner", String(), primary_key=True),
    Column("attempt", Integer(), primary_key=True),
    Column("event_id", UUID()),
    Column("answered_at", TIMESTAMP(timezone=True)),
    Column("answer", Text()),
    Column("vector", LargeBinary()),
    Column("vector_model", String()),
    Column("similarity_group", UUID()),
    Column("stored_at", TIMESTAMP(timezone=True)),
)
OVERRIDES = Table(
    "overrides",
    METADATA,
    Column("event_id", UUID(), primary_key=True),
    Column("ticket", Integer()),
    Column("learner", String()),
    Column("attempt", Integer()),
    Column("revision", Integer()),
    Column("score", Double()),
    Column("verdicts", JSONB()),
    Column("said_at", TIMESTAMP(timezone=True)),
    Column("withdrawn", Boolean()),
)
RULINGS = Table(
    "rulings",
    METADATA,
    Column("event_id", UUID(), primary_key=True),
    Column("ticket", Integer()),
    Column("item", String()),
    Column("words", String()),
    Column("verdict", String()),
    Column("said_at", TIMESTAMP(timezone=True)),
    Column("revoked", Boolean()),
)
APPEALS = Table(
    "appeals",
    METADATA,
    Column("ticket", Integer(), primary_key=True),
    Column("learner", String(), primary_key=True),
    Column("attempt", Integer(), primary_key=True),
    Column("revision", Integer(), primary_key=True),
    Column("event_id", UUID()),
    Column("assessment", JSONB()),
)
