"""An answer that ends without a grade says so: the learner keeps the attempt, staff are told."""

from collections.abc import Callable
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncConnection
from traclearn_contracts.events import Event
from traclearn_contracts.models import AnswerSubmittedV1, AnswerUngradableV1
from traclearn_worker import Work

from grader.domain.store import Store

SOURCE = "traclearn.grader"
Reason = Literal["no_question", "not_yours", "grader_failed", "rejected"]
DETAIL = 1000
"""Characters of the contract's `detail`."""


def ungradable(event: Event, reason: Reason, detail: str) -> Event:
    """What is said about an answer that gets no grade."""
    answer = event.data
    assert isinstance(answer, AnswerSubmittedV1)
    said = AnswerUngradableV1(
        ticket=answer.ticket,
        attempt=answer.attempt,
        learner=event.metadata.learner,
        reason=reason,
        detail=detail[:DETAIL],
    )
    return event.causes(SOURCE, said, key=reason)


class Failures:
    """The runtime's `failed` hook: runs in the transaction that gives an event up."""

    def __init__(self, store: Callable[[AsyncConnection], Store]) -> None:
        self._store = store

    async def failed(self, event: Event, reason: str, work: Work) -> list[Event]:
        """A question that nobody may publish fails silently towards learners; an answer never does."""
        if not isinstance(event.data, AnswerSubmittedV1):
            return []
        store = self._store(await work.write())
        known = await store.question(event.data.ticket)
        return [ungradable(event, "grader_failed" if known else "no_question", reason)]
