"""Answers and what becomes of them: the events of one attempt, in any order."""

import structlog
from traclearn_contracts.events import Event, is_from_trac
from traclearn_contracts.models import AnswerSubmittedV1, AnswerUngradableV1, GradingStartedV1

from progress.application.ports import Store
from progress.domain.change import (
    NOT_MINTED,
    UNKNOWN_TICKET,
    Change,
    answer_change,
    grade_change,
    grading_start_change,
    rejection_change,
    ungradable_change,
)
from progress.domain.grade import Graded, grade_of
from progress.domain.progress import changed_attempts
from progress.domain.record import AttemptEvent, Record, apply_event

log = structlog.get_logger()


async def project_answer(event: Event[AnswerSubmittedV1], store: Store) -> list[Change]:
    """What Trac did not number is no attempt."""
    known_ticket = await store.lock_ticket(event.data.ticket)
    if not is_from_trac(event):
        log.warning("answer refused", reason=NOT_MINTED)  # to be counted: no gateway of ours lets it in
        return [rejection_change(event, NOT_MINTED)]
    if not known_ticket:
        return [rejection_change(event, UNKNOWN_TICKET)]
    return [answer_change(event, await _apply(event, event.metadata.learner, store))]


async def project_start(event: Event[GradingStartedV1], store: Store) -> list[Change]:
    if not await store.lock_ticket(event.data.ticket):
        return [rejection_change(event, UNKNOWN_TICKET)]
    return [grading_start_change(event, await _apply(event, event.data.learner, store))]


async def project_end(event: Event[AnswerUngradableV1], store: Store) -> list[Change]:
    """It gets no grade."""
    if not await store.lock_ticket(event.data.ticket):
        return [rejection_change(event, UNKNOWN_TICKET)]
    return [ungradable_change(event, await _apply(event, event.data.learner, store))]


async def project_grade(event: Event[Graded], store: Store) -> list[Change]:
    """The ledger keeps every grade; the best of an attempt counts."""
    known_ticket, grade = await store.lock_ticket(event.data.ticket), grade_of(event)
    await store.append_grade(grade)
    if not known_ticket:
        return [rejection_change(event, UNKNOWN_TICKET, grade.id)]
    return [grade_change(event, await _apply(event, event.data.learner, store))]


async def _apply(event: Event[AttemptEvent], learner: str, store: Store) -> Record:
    known = await store.find_record(learner, event.data.ticket)
    record = apply_event(known, event)
    if record != known:
        await store.save_record(record, changed_attempts(known, record))
    return record
