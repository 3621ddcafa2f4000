"""What is said about a hint."""

from datetime import UTC, datetime
from uuid import uuid5

from traclearn_contracts.events import Event, detail_type_of
from traclearn_contracts.models import HintGivenV1, Metadata

from grader.domain.hints.given_hint import GivenHint

SOURCE = "traclearn.grader"


def hint_given(hint: GivenHint) -> Event:
    """The same id for the same hint. No event causes it: the learner asked by HTTP."""
    said = HintGivenV1(
        ticket=hint.ticket,
        learner=hint.learner,
        attempt=hint.attempt,
        hint=hint.id,
        kind=hint.kind,
        item=hint.item,
        text=hint.text,
        remarks=list(hint.remarks),
        deduction=hint.deduction,
        grader=hint.grader,
        provenance=hint.provenance,
        reply_id=hint.reply_id,
    )
    name = detail_type_of(HintGivenV1)
    event_id = uuid5(hint.id, name)
    metadata = Metadata(
        event_id=event_id,
        occurred_at=datetime.now(UTC),
        learner=hint.learner,
        groups=[],
        correlation_id=event_id,
        causation_id=None,
        traceparent=None,
        producer=SOURCE,
    )
    return Event(source=SOURCE, detail_type=name, metadata=metadata, data=said)
