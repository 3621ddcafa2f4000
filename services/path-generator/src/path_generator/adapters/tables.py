"""The service's own tables, as alembic/versions make them."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Double, Integer, MetaData, String, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP, UUID

METADATA = MetaData(schema="path_generator")

PATHS = Table(
    "paths",
    METADATA,
    Column("path", UUID(), primary_key=True),
    Column("learner", String()),
    Column("requested_at", TIMESTAMP(timezone=True)),
    Column("retry_at", TIMESTAMP(timezone=True)),
    Column("subject", String()),
    Column("outcome", JSONB(none_as_null=True)),
    Column("settled_at", TIMESTAMP(timezone=True)),
    Column("material_version", Integer()),
)
STEPS = Table(
    "steps",
    METADATA,
    Column("path", UUID(), primary_key=True),
    Column("step", UUID(), primary_key=True),
    Column("n", Integer()),
    Column("concept", String()),
    Column("difficulty", Integer()),
    Column("question", JSONB()),
    Column("sources", JSONB()),
    Column("document", UUID()),
    Column("chunk", String()),
    Column("content", String()),
    Column("retired", Boolean()),
    Column("moved", JSONB(none_as_null=True)),
    Column("before", UUID()),
)
QUESTIONS = Table(
    "questions",
    METADATA,
    Column("content", String(), primary_key=True),
    Column("concept", String(), primary_key=True),
    Column("difficulty", Integer(), primary_key=True),
    Column("digest", String(), primary_key=True),
    Column("question", JSONB()),
    Column("id", UUID()),
)
REVIEWS = Table(
    "reviews",
    METADATA,
    Column("question", UUID(), primary_key=True),
    Column("decision", String()),
    Column("said_at", TIMESTAMP(timezone=True)),
    Column("event", UUID()),
    Column("edited", JSONB()),
)
TICKETS = Table(
    "tickets",
    METADATA,
    Column("ticket", Integer(), primary_key=True),
    Column("path", UUID(), primary_key=True),
    Column("step", UUID(), primary_key=True),
    Column("learner", String()),
)
DISPUTES = Table(
    "disputes",
    METADATA,
    Column("ticket", Integer(), primary_key=True),
    Column("learner", String(), primary_key=True),
)
COURSES = Table(
    "courses",
    METADATA,
    Column("subject", String(), primary_key=True),
    Column("generated_questions", String()),
    Column("said_at", TIMESTAMP(timezone=True)),
    Column("event", UUID()),
)
PUBLISHED = Table(
    "published",
    METADATA,
    Column("ticket", Integer(), primary_key=True),
    Column("learner", String()),
    Column("revision", Integer()),
    Column("digest", String()),
)
GRADES = Table(
    "attempt_grades",
    METADATA,
    Column("grade", UUID(), primary_key=True),
    Column("learner", String()),
    Column("ticket", Integer()),
    Column("attempt", Integer()),
    Column("person", Boolean()),
    Column("revision", Integer()),
    Column("graded_at", TIMESTAMP(timezone=True)),
    Column("first_graded_at", TIMESTAMP(timezone=True)),
    Column("score", Double()),
    Column("event_id", UUID()),
    Column("against", UUID()),
)
WITHDRAWALS = Table(
    "withdrawals",
    METADATA,
    Column("event_id", UUID(), primary_key=True),
    Column("learner", String()),
    Column("ticket", Integer()),
    Column("override", UUID()),
    Column("at", TIMESTAMP(timezone=True)),
)
COUNTING_GRADES = Table(
    "grades",
    METADATA,
    Column("learner", String(), primary_key=True),
    Column("ticket", Integer(), primary_key=True),
    Column("attempt", Integer(), primary_key=True),
    Column("person", Boolean()),
    Column("revision", Integer()),
    Column("graded_at", TIMESTAMP(timezone=True)),
    Column("first_graded_at", TIMESTAMP(timezone=True)),
    Column("grade", UUID()),
    Column("score", Double()),
)
"""Of each attempt the one that counts."""
HINTS = Table(
    "hints",
    METADATA,
    Column("learner", String(), primary_key=True),
    Column("ticket", Integer(), primary_key=True),
    Column("id", UUID(), primary_key=True),
    Column("attempt", Integer()),
    Column("deduction", Double()),
    Column("at", TIMESTAMP(timezone=True)),
    Column("event_id", UUID()),
)
COUNTING_RULES = Table(
    "counting_rules",
    METADATA,
    Column("ticket", Integer(), primary_key=True),
    Column("counting", String()),
    Column("revision", Integer()),
    Column("at", TIMESTAMP(timezone=True)),
)
NAMED_CONCEPTS = Table(
    "named_concepts",
    METADATA,
    Column("ticket", Integer(), primary_key=True),
    Column("course", String()),
    Column("concepts", ARRAY(Text())),
    Column("revision", Integer()),
    Column("at", TIMESTAMP(timezone=True)),
)
SCHEDULED_REVIEWS = Table(
    "scheduled_reviews",
    METADATA,
    Column("learner", String(), primary_key=True),
    Column("ticket", Integer(), primary_key=True),
    Column("revision", Integer()),
    Column("attempt", Integer()),
    Column("reviews", Integer()),
    Column("reviewed_at", TIMESTAMP(timezone=True)),
    Column("due_at", TIMESTAMP(timezone=True)),
)
SPENDING = Table(
    "spending",
    METADATA,
    Column("month", Date(), primary_key=True),
    Column("model", String(), primary_key=True),
    Column("tokens", BigInteger()),
)
