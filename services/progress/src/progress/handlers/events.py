"""The service's handlers, as the worker runtime calls them."""

from sqlalchemy.exc import DBAPIError
from traclearn_contracts.events import Event
from traclearn_worker import Permanent, Work

from progress.domain import change
from progress.domain.change import learner_of, ticket_of
from progress.domain.record import Record
from progress.handlers.projection import project
from progress.handlers.store import Store

DATA_EXCEPTION = "22"
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
        if _never(error):
            raise Permanent(UNSTORABLE) from error
        raise
    return []


async def failed(event: Event, reason: str, work: Work[Store]) -> list[Event]:
    """Tells Trac that the event came to nothing, so that its outbox closes and the learner is told."""
    store = await work.write()
    await store.begin(ticket_of(event))
    await store.tell(change.failed(event, reason, await _known(event, store)))
    return []


async def _known(event: Event, store: Store) -> Record | None:
    learner, ticket = learner_of(event), ticket_of(event)
    return await store.record(learner, ticket) if learner and ticket else None


def _never(error: DBAPIError) -> bool:
    """A value that the server refused, or that the driver could not even send."""
    state = str(getattr(error.orig, "sqlstate", None) or "")
    return state.startswith(DATA_EXCEPTION) or isinstance(getattr(error.orig, "__cause__", None), ValueError)
