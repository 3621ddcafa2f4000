"""A request that could not be done says so: its learner need not wait, an operator can replay it."""

from traclearn_contracts.events import Event, is_about
from traclearn_contracts.models import PathRequestedV1, Remark
from traclearn_worker import Work

from path_generator.application.events import MAX_DETAIL_CHARS, PathEvents
from path_generator.application.ports import Store
from path_generator.domain.text import one_line


async def failed(event: Event, reason: str, work: Work[Store]) -> list[Event]:
    """The runtime's hook: runs in the transaction that gives an event up.

    It is no outcome that stands: a replay may still make the path.
    """
    if not is_about(event, PathRequestedV1):
        return []
    path = event.metadata.event_id
    owner = await (await work.write()).find_owner(path)
    if owner not in {None, event.metadata.learner}:
        return []
    events, why = PathEvents(event), one_line(reason, MAX_DETAIL_CHARS)
    return [events.outcome(events.unavailable("failed", Remark(code="path_failed", text=why)))]
