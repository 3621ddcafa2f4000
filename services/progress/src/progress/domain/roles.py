"""Who may say what: neither the gateway's authorizer nor its mapping templates can check it."""

from traclearn_contracts.events import TRAC, Event
from traclearn_contracts.models import (
    AnswerGradedV1,
    AnswerSubmittedV1,
    AnswerUngradableV1,
    ContentIndexedV1,
    ContentProgressedV1,
    ContentRejectedV1,
    ContentRemovedV1,
    GradeOverriddenV1,
    GradingStartedV1,
    QuestionPublishedV1,
    WikiPageChangedV1,
)

GRADER, PATHS = "traclearn.grader", "traclearn.path-generator"
INDEXER = "traclearn.indexer"
AUTHORS = "authors"

SPEAKERS: dict[type, frozenset[str]] = {
    AnswerSubmittedV1: frozenset({TRAC}),
    QuestionPublishedV1: frozenset({TRAC, PATHS}),
    GradeOverriddenV1: frozenset({TRAC}),
    GradingStartedV1: frozenset({GRADER}),
    AnswerGradedV1: frozenset({GRADER}),
    AnswerUngradableV1: frozenset({GRADER}),
    WikiPageChangedV1: frozenset({TRAC}),
    ContentProgressedV1: frozenset({INDEXER}),
    ContentIndexedV1: frozenset({INDEXER}),
    ContentRejectedV1: frozenset({INDEXER}),
    ContentRemovedV1: frozenset({INDEXER}),
}
NEEDS_AUTHOR = (QuestionPublishedV1, GradeOverriddenV1)


def objection(event: Event) -> str | None:
    """Why `event` may not be: None when it may."""
    if event.source not in SPEAKERS[type(event.data)]:
        return f"{event.detail_type} does not come from {event.source}"
    if event.source == TRAC and isinstance(event.data, NEEDS_AUTHOR) and AUTHORS not in event.metadata.groups:
        return f"{event.detail_type} needs the group {AUTHORS}"
    return None
