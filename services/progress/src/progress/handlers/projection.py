"""Events into the tables of `learning`: every event leaves its row in the feed, whatever else it changes."""

from dataclasses import replace

import structlog
from traclearn_contracts.events import Event, minted
from traclearn_contracts.models import (
    AnswerGradedV1,
    AnswerSubmittedV1,
    GradeOverriddenV1,
    QuestionPublishedV1,
    WikiPageChangedV1,
)

from progress.domain.change import (
    NOT_MINTED,
    UNKNOWN_TICKET,
    Change,
    echo,
    learner_of,
    refused,
    taught,
    ticket_of,
    told,
    turned,
)
from progress.domain.grade import grade_of
from progress.domain.material import content_of
from progress.domain.record import learn, question_of
from progress.domain.standing import moved, stand
from progress.handlers.store import Store

log = structlog.get_logger()


async def project(event: Event, store: Store) -> None:
    """Applies `event` in the store's transaction. The same events in any order leave the same tables."""
    ticket = ticket_of(event)
    known_ticket = await store.begin(ticket)
    if ticket is None:
        changes = [await _teach(event, store)]
    else:
        changes = await _apply(event, ticket, store, known_ticket=known_ticket)
    for change in changes:  # the feed comes last: from here to the commit nobody else can write to it
        await store.tell(change)


async def _apply(event: Event, ticket: int, store: Store, *, known_ticket: bool) -> list[Change]:
    grade = grade_of(event) if isinstance(event.data, AnswerGradedV1 | GradeOverriddenV1) else None
    if grade:
        await store.enter(grade)
    if isinstance(event.data, AnswerSubmittedV1) and not minted(event):
        log.warning("answer refused", reason=NOT_MINTED)  # to be counted: no gateway of ours lets it in
        return [refused(event, NOT_MINTED)]
    if not known_ticket:
        return [refused(event, UNKNOWN_TICKET, grade.id if grade else None)]
    if isinstance(event.data, QuestionPublishedV1):
        return await _ask(event, ticket, store)
    return [await _learn(event, ticket, store)]


async def _learn(event: Event, ticket: int, store: Store) -> Change:
    learner = learner_of(event)
    assert learner is not None
    known = await store.record(learner, ticket)
    record = learn(known, event)
    if record != known:
        await store.save(record, moved(known, record))
    return told(event, record)


async def _ask(event: Event, ticket: int, store: Store) -> list[Change]:
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


async def _teach(event: Event, store: Store) -> Change:
    """A page is the indexer's to read: that it has come is all that is said of it here."""
    if isinstance(event.data, WikiPageChangedV1):
        return echo(event, "page_received")
    told_now = content_of(event)
    known = await store.content(told_now.document)
    content = told_now.after(known)
    if content != known:
        await store.keep(content)
    return taught(event, content)
