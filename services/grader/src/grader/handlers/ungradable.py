"""An answer that ends without a grade says so: the learner keeps the attempt, staff are told."""

from typing import Literal

from traclearn_contracts.events import Event, is_about
from traclearn_contracts.models import AnswerSubmittedV1, AnswerUngradableV1
from traclearn_worker import Work

from grader.application.ports import Store

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


async def failed(event: Event, reason: str, work: Work[Store]) -> list[Event]:
    """The runtime's hook: runs in the transaction that gives an event up.

    A question that nobody may publish fails silently towards learners; an answer never does.
    """
    if not is_about(event, AnswerSubmittedV1):
        return []
    store = await work.write()
    known = await store.find_question(event.data.ticket)
    return [ungradable(event, "grader_failed" if known else "no_question", reason)]
