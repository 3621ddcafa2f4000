"""What is said in place of what was given up: an answer without a grade, an appeal without a second look."""

from traclearn_contracts.events import Event, is_about
from traclearn_contracts.models import AnswerSubmittedV1, GradeAppealedV1
from traclearn_worker import Work

from grader.application.ports import Store
from grader.handlers.appeals import answered, to_author
from grader.handlers.ungradable import ungradable


async def failed(event: Event, reason: str, work: Work[Store]) -> list[Event]:
    """The runtime's hook: runs in the transaction that gives an event up.

    A question that nobody may publish fails silently towards learners; an answer never does, nor an appeal.
    """
    if is_about(event, GradeAppealedV1):
        return [answered(event, to_author(event))]
    if not is_about(event, AnswerSubmittedV1):
        return []
    store = await work.write()
    known = await store.find_question(event.data.ticket)
    return [ungradable(event, "grader_failed" if known else "no_question", reason)]
