"""The service's own tables, as alembic/versions make them."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Double, Integer, MetaData, Numeric, String, Table
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP, UUID

METADATA = MetaData(schema="grader")

QUESTIONS = Table(
    "questions",
    METADATA,
    Column("ticket", Integer(), primary_key=True),
    Column("revision", Integer()),
    Column("learner", String()),
    Column("course", String()),
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
COURSES = Table(
    "courses",
    METADATA,
    Column("subject", String(), primary_key=True),
    Column("language_models", String()),
    Column("graded_examples", String()),
    Column("daily_budget_usd", Numeric()),
    Column("said_at", TIMESTAMP(timezone=True)),
    Column("event", UUID()),
)
CALL_SWITCH = Table(
    "call_switch",
    METADATA,
    Column("one", Boolean(), primary_key=True),
    Column("allowed", Boolean()),
    Column("said_by", String()),
    Column("said_at", TIMESTAMP(timezone=True)),
    Column("reason", String()),
)
PAID_CALLS = Table(
    "paid_calls",
    METADATA,
    Column("id", BigInteger(), primary_key=True),
    Column("key", UUID()),
    Column("day", Date()),
    Column("learner", String()),
    Column("ticket", Integer()),
    Column("course", String()),
    Column("model", String()),
    Column("worst_usd", Numeric()),
    Column("cost_usd", Numeric()),
    Column("reserved_at", TIMESTAMP(timezone=True)),
    Column("settled_at", TIMESTAMP(timezone=True)),
)
BUDGETS = Table(
    "budgets",
    METADATA,
    Column("day", Date(), primary_key=True),
    Column("scope", String(), primary_key=True),
    Column("name", String(), primary_key=True),
    Column("committed_usd", Numeric()),
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
