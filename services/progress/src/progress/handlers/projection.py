"""Events into the tables of `learning`: every event leaves its row in the feed, whatever else it changes."""

from dataclasses import replace

from traclearn_contracts.events import Event
from traclearn_contracts.models import AnswerGradedV1, GradeOverriddenV1, QuestionPublishedV1

from progress.domain.change import (
    UNKNOWN_TICKET,
    Change,
    echo,
    learner_of,
    refused,
    ticket_of,
    told,
    turned,
)
from progress.domain.grade import grade_of
from progress.domain.record import learn, question_of
from progress.domain.standing import moved, stand
from progress.handlers.store import Store


async def project(event: Event, store: Store) -> None:
    """Applies `event` in the store's transaction. The same events in any order leave the same tables."""
    known_ticket = await store.begin(ticket_of(event))
    grade = grade_of(event) if isinstance(event.data, AnswerGradedV1 | GradeOverriddenV1) else None
    if grade:
        await store.enter(grade)
    if not known_ticket:
        changes = [refused(event, UNKNOWN_TICKET, grade.id if grade else None)]
    elif isinstance(event.data, QuestionPublishedV1):
        changes = await _ask(event, store)
    else:
        changes = [await _learn(event, store)]
    for change in changes:  # the feed comes last: from here to the commit nobody else can write to it
        await store.tell(change)


async def _learn(event: Event, store: Store) -> Change:
    learner = learner_of(event)
    assert learner is not None
    known = await store.record(learner, ticket_of(event))
    record = learn(known, event)
    if record != known:
        await store.save(record, moved(known, record))
    return told(event, record)


async def _ask(event: Event, store: Store) -> list[Change]:
    ticket = ticket_of(event)
    changes = [echo(event, "question_received")]
    question = question_of(event).after(await store.question(ticket))
    for known in await store.records(ticket):
        record = replace(known, question=question)
        attempts = moved(known, record)
        if attempts:
            await store.save(record, attempts)
            changes += turned(record, stand(known), stand(record))
    await store.ask(ticket, question)
    return changes
