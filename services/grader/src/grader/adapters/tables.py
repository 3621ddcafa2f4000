"""The service's own tables, as alembic/versions make them."""

from sqlalchemy import Boolean, Column, Double, Integer, MetaData, String, Table
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
HINTS = Table(
    "hints",
    METADATA,
    Column("id", UUID(), primary_key=True),
    Column("kind", String()),
    Column("learner", String()),
    Column("ticket", Integer()),
    Column("attempt", Integer()),
    Column("question_revision", Integer()),
    Column("step", Integer()),
    Column("draft", String()),
    Column("item", String()),
    Column("state", String()),
    Column("text", String()),
    Column("sources", JSONB()),
    Column("deduction", Double()),
    Column("grader", String()),
    Column("provenance", JSONB()),
    Column("replies", JSONB()),
    Column("lease_token", UUID()),
    Column("lease_until", TIMESTAMP(timezone=True)),
    Column("asked_at", TIMESTAMP(timezone=True)),
    Column("ready_at", TIMESTAMP(timezone=True)),
)
