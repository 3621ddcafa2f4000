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
