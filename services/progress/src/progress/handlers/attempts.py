"""Answers and what becomes of them: the events of one attempt, in any order."""

import structlog
from traclearn_contracts.events import Event, minted
from traclearn_contracts.models import AnswerSubmittedV1, AnswerUngradableV1, GradingStartedV1

from progress.domain.change import (
    NOT_MINTED,
    UNKNOWN_TICKET,
    Change,
    refused,
    told_answer,
    told_end,
    told_grade,
    told_start,
)
from progress.domain.grade import Graded, grade_of
from progress.domain.record import OfAttempt, Record, learn
from progress.domain.standing import moved
from progress.handlers.store import Store

log = structlog.get_logger()


async def project_answer(event: Event[AnswerSubmittedV1], store: Store) -> list[Change]:
    """What Trac did not number is no attempt."""
    known_ticket = await store.begin(event.data.ticket)
    if not minted(event):
        log.warning("answer refused", reason=NOT_MINTED)  # to be counted: no gateway of ours lets it in
        return [refused(event, NOT_MINTED)]
    if not known_ticket:
        return [refused(event, UNKNOWN_TICKET)]
    return [told_answer(event, await _learn(event, event.metadata.learner, store))]


async def project_start(event: Event[GradingStartedV1], store: Store) -> list[Change]:
    if not await store.begin(event.data.ticket):
        return [refused(event, UNKNOWN_TICKET)]
    return [told_start(event, await _learn(event, event.data.learner, store))]


async def project_end(event: Event[AnswerUngradableV1], store: Store) -> list[Change]:
    """It gets no grade."""
    if not await store.begin(event.data.ticket):
        return [refused(event, UNKNOWN_TICKET)]
    return [told_end(event, await _learn(event, event.data.learner, store))]


async def project_grade(event: Event[Graded], store: Store) -> list[Change]:
    """The ledger keeps every grade; the best of an attempt counts."""
    known_ticket, grade = await store.begin(event.data.ticket), grade_of(event)
    await store.enter(grade)
    if not known_ticket:
        return [refused(event, UNKNOWN_TICKET, grade.id)]
    return [told_grade(event, await _learn(event, event.data.learner, store))]


async def _learn(event: Event[OfAttempt], learner: str, store: Store) -> Record:
    known = await store.record(learner, event.data.ticket)
    record = learn(known, event)
    if record != known:
        await store.save(record, moved(known, record))
    return record
