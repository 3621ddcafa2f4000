"""The service's handlers, as the worker runtime calls them."""

from sqlalchemy.exc import DBAPIError
from traclearn_contracts.events import Event
from traclearn_worker import Permanent, Work

from progress.application.ports import Store
from progress.handlers.projection import dead_letter_change, own_change, project

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
    own = own_change(event)
    await store.lock_ticket(own.ticket)
    known = await store.find_record(own.learner, own.ticket) if own.learner and own.ticket else None
    await store.append_change(dead_letter_change(event, reason, known))
    return []


def _is_unstorable(error: DBAPIError) -> bool:
    """A value that the server refused, or that the driver could not even send."""
    state = str(getattr(error.orig, "sqlstate", None) or "")
    return state.startswith(DATA_EXCEPTION_CLASS) or isinstance(
        getattr(error.orig, "__cause__", None), ValueError
    )
