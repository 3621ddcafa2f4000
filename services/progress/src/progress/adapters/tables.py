"""The tables of schema `learning` as alembic/versions/002, 004, 005, 007, 008 and 010 to 017 make them."""

from typing import Any

from sqlalchemy import Column, MetaData, Table, column, literal_column, table
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP, UUID
from sqlalchemy.types import BigInteger, Boolean, Double, Integer, String, Text, TypeEngine

METADATA = MetaData(schema="learning")
ZONED = TIMESTAMP(timezone=True)


def _table(name: str, /, **types: TypeEngine[Any]) -> Table:
    return Table(name, METADATA, *(Column(column_name, type_) for column_name, type_ in types.items()))


GRADES = _table(
    "grades",
    id=UUID(),
    cognito_user_id=String(),
    ticket_id=Integer(),
    attempt=Integer(),
    score=Double(),
    feedback=Text(),
    items=JSONB(),
    provisional=Boolean(),
    confidence=Double(),
    needs_review=Boolean(),
    flags=JSONB(),
    sources=JSONB(),
    question_revision=BigInteger(),
    grader=String(),
    person=Boolean(),
    graded_by=String(),
    revision=BigInteger(),
    graded_at=ZONED,
    source=Text(),
    event_id=UUID(),
)
QUESTIONS = _table(
    "questions",
    ticket_id=Integer(),
    cognito_user_id=String(),
    revision=Integer(),
    published_at=ZONED,
    generated=UUID(),
)
PROGRESS = _table(
    "progress",
    cognito_user_id=String(),
    ticket_id=Integer(),
    status=String(),
    started_at=TIMESTAMP(),
    last_accessed=TIMESTAMP(),
    completed_at=TIMESTAMP(),
    time_spent_minutes=Integer(),
    last_answer=Text(),
    answer_score=Double(),
    answer_feedback=Text(),
    attempt=Integer(),
    phase=String(),
    phase_at=ZONED,
    grade_id=UUID(),
    version=UUID(),
)
ATTEMPTS = _table(
    "attempts",
    cognito_user_id=String(),
    ticket_id=Integer(),
    attempt=Integer(),
    answer=Text(),
    submitted_at=ZONED,
    answer_event=UUID(),
    seconds=Integer(),
    minted=Boolean(),
    grading_at=ZONED,
    delayed_at=ZONED,
    ungradable_at=ZONED,
    ungradable_reason=String(),
    grade_id=UUID(),
    phase=String(),
    phase_at=ZONED,
    received_at=ZONED,
)
CHANGES = _table(
    "changes",
    id=BigInteger(),
    at=ZONED,
    kind=String(),
    event_id=UUID(),
    cognito_user_id=String(),
    ticket_id=Integer(),
    attempt=Integer(),
    grade_id=UUID(),
    reason=Text(),
    document=UUID(),
    content=JSONB(none_as_null=True),
    state=JSONB(none_as_null=True),
    counting_grade=UUID(),
    path_id=UUID(),
    path=JSONB(none_as_null=True),
    review=JSONB(none_as_null=True),
)
CONTENT = _table(
    "content",
    document=UUID(),
    name=String(),
    origin=String(),
    revision=Integer(),
    phase=String(),
    at=ZONED,
    done=Integer(),
    total=Integer(),
    reason=String(),
    detail=Text(),
    live_revision=Integer(),
    live_at=ZONED,
    title=String(),
    subject=String(),
    type=String(),
    pages=Integer(),
    chunks=Integer(),
    embedded=Integer(),
    dropped=Integer(),
    model=String(),
    removed_revision=Integer(),
    removed_at=ZONED,
    receipt=JSONB(none_as_null=True),
    generation=BigInteger(),
)
PATHS = _table(
    "paths",
    id=UUID(),
    title=String(),
    query_text=Text(),
    cognito_user_id=String(),
    created_at=TIMESTAMP(),
    total_chunks=Integer(),
    question_difficulty=Integer(),
    state=String(),
    at=ZONED,
    minutes=Integer(),
    path_minutes=Integer(),
    step_count=Integer(),
    reason=String(),
    request=JSONB(none_as_null=True),
    headway=JSONB(none_as_null=True),
    proposal=JSONB(none_as_null=True),
    refusal=JSONB(none_as_null=True),
    acceptance=JSONB(none_as_null=True),
    renaming=JSONB(none_as_null=True),
    abandonment=JSONB(none_as_null=True),
    material=JSONB(none_as_null=True),
    proposed_steps=JSONB(),
    declined=JSONB(),
    topic=String(),
    covered=Boolean(),
    settled_at=ZONED,
    version=UUID(),
)
REVIEWS = _table(
    "reviews",
    cognito_user_id=String(),
    ticket_id=Integer(),
    revision=Integer(),
    attempt=Integer(),
    reviews=Integer(),
    reviewed_at=ZONED,
    due_at=ZONED,
)
GENERATED_QUESTIONS = _table(
    "generated_questions",
    id=UUID(),
    subject=String(),
    state=String(),
    drafted_at=ZONED,
    reviewed_at=ZONED,
    draft=JSONB(none_as_null=True),
    review=JSONB(none_as_null=True),
)
COURSES = _table("courses", subject=String(), generated_questions=String(), said_at=ZONED, event_id=UUID())
DISPUTES = _table(
    "disputes",
    ticket_id=Integer(),
    cognito_user_id=String(),
    said_at=ZONED,
    event_id=UUID(),
    note=Text(),
)
RULINGS = _table(
    "rulings",
    ticket_id=Integer(),
    id=UUID(),
    item=String(),
    words=Text(),
    verdict=String(),
    note=Text(),
    ruled_by=String(),
    ruled_at=ZONED,
    revoked_at=ZONED,
)
FEED_EPOCH = _table("feed_epoch", epoch=UUID())
FEED_READERS = _table("feed_readers", reader=String(), cursor=BigInteger(), seen_at=ZONED)
TICKET = table("ticket", column("id", Integer()), schema="public")
NOW = literal_column("clock_timestamp()", ZONED)
