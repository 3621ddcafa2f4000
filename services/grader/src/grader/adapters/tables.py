"""The service's own tables, as the revisions below alembic/versions make them."""

from typing import Any

from sqlalchemy import Column, ColumnElement, FromClause, MetaData, Table, and_
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP, UUID
from sqlalchemy.types import (
    BigInteger,
    Boolean,
    Date,
    Double,
    Integer,
    LargeBinary,
    Numeric,
    String,
    Text,
    TypeEngine,
)

METADATA = MetaData(schema="grader")
ZONED = TIMESTAMP(timezone=True)


def _table(table: str, /, **types: TypeEngine[Any]) -> Table:
    return Table(table, METADATA, *(Column(name, type_) for name, type_ in types.items()))


QUESTIONS = _table(
    "questions",
    ticket=Integer(),
    revision=Integer(),
    learner=String(),
    course=String(),
    content=JSONB(),
    published_at=ZONED,
    regrade_order=UUID(),
    regrades_ordered_at=ZONED,
)
GRADES = _table(
    "grades",
    ticket=Integer(),
    learner=String(),
    attempt=Integer(),
    revision=Integer(),
    event_id=UUID(),
    answered_at=ZONED,
    question_revision=Integer(),
    score=Double(),
    confidence=Double(),
    needs_review=Boolean(),
    grader=String(),
    grade=JSONB(),
    graded_at=ZONED,
)
ANSWERS = _table(
    "answers",
    ticket=Integer(),
    learner=String(),
    attempt=Integer(),
    event_id=UUID(),
    answered_at=ZONED,
    answer=Text(),
    vector=LargeBinary(),
    vector_model=String(),
    similarity_group=UUID(),
    stored_at=ZONED,
)
OVERRIDES = _table(
    "overrides",
    event_id=UUID(),
    ticket=Integer(),
    learner=String(),
    attempt=Integer(),
    revision=Integer(),
    score=Double(),
    verdicts=JSONB(),
    said_at=ZONED,
    rubric=String(),
    withdrawn=Boolean(),
)
RULINGS = _table(
    "rulings",
    event_id=UUID(),
    ticket=Integer(),
    item=String(),
    words=String(),
    verdict=String(),
    said_at=ZONED,
    revoked=Boolean(),
)
APPEALS = _table(
    "appeals",
    ticket=Integer(),
    learner=String(),
    attempt=Integer(),
    revision=Integer(),
    event_id=UUID(),
    assessment=JSONB(none_as_null=True),
)
COURSES = _table(
    "courses",
    subject=String(),
    language_models=String(),
    graded_examples=String(),
    daily_budget_usd=Numeric(),
    said_at=ZONED,
    event=UUID(),
)
CALL_SWITCH = _table(
    "call_switch",
    one=Boolean(),
    allowed=Boolean(),
    said_by=String(),
    said_at=ZONED,
    reason=String(),
    limits=String(),
)
PAID_CALLS = _table(
    "paid_calls",
    id=BigInteger(),
    key=UUID(),
    day=Date(),
    learner=String(),
    ticket=Integer(),
    course=String(),
    model=String(),
    worst_usd=Numeric(),
    cost_usd=Numeric(),
    reserved_at=ZONED,
    settled_at=ZONED,
)
MODEL_REPLIES = _table(
    "model_replies",
    key=UUID(),
    ticket=Integer(),
    learner=String(),
    attempt=Integer(),
    call=String(),
    reply_id=String(),
    reply=Text(),
    received_at=ZONED,
)
BUDGETS = _table(
    "budgets",
    day=Date(),
    scope=String(),
    name=String(),
    committed_usd=Numeric(),
)
HINTS = _table(
    "hints",
    id=UUID(),
    kind=String(),
    learner=String(),
    ticket=Integer(),
    attempt=Integer(),
    question_revision=Integer(),
    step=Integer(),
    draft=String(),
    draft_key=UUID(),
    item=String(),
    state=String(),
    text=String(),
    remarks=JSONB(),
    sources=JSONB(),
    deduction=Double(),
    grader=String(),
    provenance=JSONB(),
    reply_id=String(),
    replies=JSONB(),
    lease_token=UUID(),
    lease_until=ZONED,
    asked_at=ZONED,
    ready_at=ZONED,
)


def of_attempt(table: FromClause, ticket: int, learner: str, attempt: int) -> ColumnElement[bool]:
    """The rows of a learner's attempt at a ticket, in any table that has these three columns."""
    return and_(table.c.ticket == ticket, table.c.learner == learner, table.c.attempt == attempt)
