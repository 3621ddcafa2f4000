"""What else than grades decides how much a learner knows: hints, which attempt counts, and which concepts a
question names."""

from traclearn_contracts.events import Event
from traclearn_contracts.models import HintGivenV1, QuestionPublishedV1
from traclearn_worker import Work

from path_generator.application.ports import Store
from path_generator.domain.named_concepts import named_concepts_of
from path_generator.domain.ticket_score import hint_of, rule_of


async def take_hint(event: Event[HintGivenV1], work: Work[Store]) -> list[Event]:
    """Of all tickets: which ones are steps may become known later."""
    if event.data.kind == "hint" and event.data.deduction:
        await (await work.write()).save_hint(hint_of(event))
    return []


async def take_question(event: Event[QuestionPublishedV1], work: Work[Store]) -> list[Event]:
    """Of all tickets, for the same reason."""
    store = await work.write()
    await store.save_counting_rule(rule_of(event))
    await store.save_named_concepts(named_concepts_of(event))
    return []
