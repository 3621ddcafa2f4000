"""The service's handlers, as the worker runtime calls them."""

from sqlalchemy.exc import DBAPIError
from traclearn_contracts.events import Event
from traclearn_worker import Permanent, Work

from progress.application.ports import Store
from progress.domain.change import dead_letter_change, learner_of, ticket_of
from progress.domain.record import Record
from progress.handlers.projection import project

DATA_EXCEPTION_CLASS = "22"
"""PostgreSQL's error class for values that it cannot hold (a NUL in a text): trying again cannot help."""
UNSTORABLE = "it holds a value that PostgreSQL cannot store"


async def handle(event: Event, work: Work[Store]) -> list[Event]:
    """Writes what the event says. Raises Permanent for one that holds what PostgreSQL cannot."""
    store = await work.write()
    try:
        await project(event, store)
    except (OverflowError, UnicodeError) as error:
        raise Permanent(UNSTORABLE) from error
    except DBAPIError as error:
        if _is_unstorable(error):
            raise Permanent(UNSTORABLE) from error
        raise
    return []


async def failed(event: Event, reason: str, work: Work[Store]) -> list[Event]:
    """Tells Trac that the event came to nothing, so that its outbox closes and the learner is told."""
    store = await work.write()
    await store.lock_ticket(ticket_of(event))
    await store.append_change(dead_letter_change(event, reason, await _known_record(event, store)))
    return []


async def _known_record(event: Event, store: Store) -> Record | None:
    learner, ticket = learner_of(event), ticket_of(event)
    return await store.find_record(learner, ticket) if learner and ticket else None


def _is_unstorable(error: DBAPIError) -> bool:
    """A value that the server refused, or that the driver could not even send."""
    state = str(getattr(error.orig, "sqlstate", None) or "")
    return state.startswith(DATA_EXCEPTION_CLASS) or isinstance(
        getattr(error.orig, "__cause__", None), ValueError
    )
