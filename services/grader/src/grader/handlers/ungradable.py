"""An answer that ends without a grade says so: the learner keeps the attempt, staff are told."""

from typing import Literal

from traclearn_contracts.events import Event
from traclearn_contracts.models import AnswerSubmittedV1, AnswerUngradableV1

SOURCE = "traclearn.grader"
Reason = Literal["no_question", "not_yours", "grader_failed", "rejected"]
MAX_DETAIL_CHARS = 1000
"""Characters of the contract's `detail`."""


def ungradable(event: Event[AnswerSubmittedV1], reason: Reason, detail: str) -> Event:
    """What is said about an answer that gets no grade."""
    answer = event.data
    said = AnswerUngradableV1(
        ticket=answer.ticket,
        attempt=answer.attempt,
        learner=event.metadata.learner,
        reason=reason,
        detail=detail[:MAX_DETAIL_CHARS],
    )
    return event.causes(SOURCE, said, key=reason)
