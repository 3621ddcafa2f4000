"""A learner appeals: a second grader looks; where it does not agree or is not there, an author decides."""

from datetime import UTC, datetime, timedelta

from traclearn_contracts.events import Event
from traclearn_contracts.models import AppealAssessedV1, GradeAppealedV1
from traclearn_worker import Busy, Work

from grader.application.learning import Learning
from grader.application.ports import Store
from grader.application.second_grading import SecondGrading
from grader.domain.appeal import assessed
from grader.handlers.ungradable import SOURCE

RETRY_AFTER_S = 300.0
"""Between looks for a model that is away: in an hour fewer than the 20 receives after which SQS gives up."""


class Appeals:
    """Handles GradeAppealed.v1. The grade stays as it is."""

    def __init__(self, second: SecondGrading, learning: Learning, deadline: timedelta) -> None:
        """`deadline`: how long an appeal waits for a second voice before it goes to an author."""
        self._second = second
        self._learning = learning
        self._deadline = deadline

    async def handle(self, event: Event[GradeAppealedV1], work: Work[Store]) -> list[Event]:
        """An answer that is not kept, and a person's grade, go to an author at once. Who appeals against the
        same grade again hears the same, and waits for it where it is looked at just now: one look is paid."""
        key = event.data.ticket, event.metadata.learner, event.data.attempt
        async with work.read() as store:
            published = await store.find_question(event.data.ticket)
            course = published.course if published else None
            past = await store.find_past_answer(*key)
            known = past and await store.find_assessment(*key, past.machine.revision)
            context = await self._learning.read_context(store, *key[:2], course)
        if known:
            return [answered(event, known.model_copy(update={"appeal": event.metadata.event_id}))]
        if published is None or past is None or past.person:
            return [answered(event, to_author(event))]
        async with work.checkpoint() as store:
            claimed_by = await store.claim_assessment(event.metadata.event_id, *key, past.machine.revision)
        if claimed_by != event.metadata.event_id:
            if not self._is_overdue(event):
                raise Busy("the grade is looked at for another appeal", delay=RETRY_AFTER_S)
            return [answered(event, to_author(event))]
        look = await self._second.look(past, published, context, work)
        if look.found is None and look.may_come and not self._is_overdue(event):
            raise Busy("no second grader is there", delay=RETRY_AFTER_S)
        said = to_author(event)
        if look.found:
            found = look.found
            said = assessed(said, past.machine, found.grade, found.grader.name, found.provenance)
            said = said.model_copy(update={"reply_id": found.receipt.reply_id})
        await (await work.write()).save_assessment(said, past.machine.revision)
        return [answered(event, said)]

    def _is_overdue(self, event: Event) -> bool:
        return datetime.now(UTC) - event.metadata.occurred_at > self._deadline


def to_author(event: Event[GradeAppealedV1]) -> AppealAssessedV1:
    return AppealAssessedV1(
        ticket=event.data.ticket,
        attempt=event.data.attempt,
        learner=event.metadata.learner,
        appeal=event.metadata.event_id,
        outcome="to_author",
        why="no_second_voice",
    )


def answered(event: Event[GradeAppealedV1], said: AppealAssessedV1) -> Event:
    return event.causes(SOURCE, said)
