"""Appeals: what learners and the second grader say of grades, in any order."""

from traclearn_contracts.events import Event
from traclearn_contracts.models import AppealAssessedV1, GradeAppealedV1

from progress.application.ports import Store
from progress.domain.appeal import AppealEvent, apply_event
from progress.domain.appeal_change import appeal_changes, followed_changes
from progress.domain.appeal_status import AppealStatuses
from progress.domain.change import UNKNOWN_TICKET, Change, rejection
from progress.domain.record import Record


async def project_appeal(event: Event[GradeAppealedV1], own: Change, store: Store) -> list[Change]:
    """An appeal is its learner's own: the grade of somebody else is none that they could name."""
    return await _project(event, event.metadata.learner, own, store)


async def project_assessment(event: Event[AppealAssessedV1], own: Change, store: Store) -> list[Change]:
    return await _project(event, event.data.learner, own, store)


async def _project(event: Event[AppealEvent], learner: str, own: Change, store: Store) -> list[Change]:
    said = event.data
    if not await store.lock_ticket(said.ticket):
        return [rejection(own, UNKNOWN_TICKET)]
    attempt = (await store.find_record(learner, said.ticket)).attempt(said.attempt)
    known = await store.find_appeals(learner, said.ticket, said.attempt)
    before, after = AppealStatuses(known, attempt), AppealStatuses(apply_event(known, event), attempt)
    if after != before:
        await store.save_appeals(after)
    return appeal_changes(own, before, after)


async def follow_attempt(known: Record, record: Record, number: int, store: Store) -> list[Change]:
    """What a grade, or its withdrawal, makes of the attempt's appeals; `known` is the record before it."""
    appeals = await store.find_appeals(record.learner, record.ticket, number)
    before = AppealStatuses(appeals, known.attempt(number))
    after = AppealStatuses(appeals, record.attempt(number))
    if appeals.known and after != before:
        await store.save_appeals(after)
    return followed_changes(before, after)
