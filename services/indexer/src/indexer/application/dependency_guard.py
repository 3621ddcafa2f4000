"""What a revision waits for that is not its own fault: told to its author, and to nobody's cost."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager
from typing import Literal

from traclearn_corpus import GraphAway, GraphRefused
from traclearn_documents import ReaderBusy, ReaderUnavailable
from traclearn_hosted import BudgetSpent, ModelDown, ModelRefused, RateLimited
from traclearn_worker import Busy, Transient, Unavailable, Work

from indexer.application.events import EventFactory
from indexer.application.ports import Store
from indexer.domain.errors import BucketAway

Dependency = Literal["graph", "embedder", "bucket"]
INDEXING: Sequence[Dependency] = ("graph", "embedder", "bucket")
REMOVING: Sequence[Dependency] = ("graph",)
"""Without the embedder: it holds up no removal, and a removal is no sign that it is back."""
REQUIRED: Sequence[Dependency] = ("graph",)
"""Nothing can be done without it, so nothing is received; the others hold up those who need them."""
AWAY_MESSAGES: Mapping[str, str] = {
    "graph": "The search database does not answer; it may be paused. It goes on by itself when it is back.",
    "embedder": "The service that makes vectors does not answer. It goes on by itself when it is back.",
    "bucket": "The storage of files does not answer. It goes on by itself when it is back.",
}
"""By breaker."""
FAULTS: Mapping[Dependency, tuple[type[Exception], ...]] = {
    "graph": (GraphAway, GraphRefused),
    "embedder": (RateLimited, ModelDown, ModelRefused),
    "bucket": (BucketAway,),
}
"""What speaks against each. Any other error speaks against the document, and counts against it alone."""
CREDENTIALS_DELAY_S = 60.0
"""Seconds before a dependency that refuses our credentials is asked again: a person must act first."""
READER_DELAY_S = 5.0
BUDGET_DELAY_S = 900.0
"""Seconds between two looks whether there is a budget again."""


@asynccontextmanager
async def dependency_guard(
    work: Work[Store],
    events: EventFactory,
    needs: Sequence[Dependency] = INDEXING,
    *,
    reported: bool = True,
) -> AsyncIterator[None]:
    """Around a revision's way: the queue waits for what it needs and is away, and the author reads for what.

    `reported`: whether the revision's state says so; a removal stays one while it waits.
    One failure opens a breaker, since the libraries below have tried several times; success closes it.
    """
    try:
        with ExitStack() as breakers:
            for name in needs:
                breakers.enter_context(work.breaker(name)(counts=_counts(name)))
            yield
    except ReaderBusy as error:
        raise Busy(str(error), delay=READER_DELAY_S) from error
    except ReaderUnavailable as error:
        raise Transient(str(error)) from error
    except Exception as error:
        waiting = _waiting(work, needs, error)
        if waiting is None:
            raise
        detail, later = waiting
        if reported:
            async with work.checkpoint() as store:  # what it waits for is read while it waits
                await store.save_progress(events.source, "waiting", detail=detail)
        await work.announce([events.progressed("waiting", detail=detail)])
        raise later from error


def _waiting(
    work: Work[Store], needs: Sequence[Dependency], error: Exception
) -> tuple[str, Unavailable | Busy] | None:
    """What to say and to raise when the error means that something is away; None when it does not."""
    if isinstance(error, BudgetSpent):
        return str(error), Busy("the budget for embeddings is used up", min(error.retry_in, BUDGET_DELAY_S))
    if isinstance(error, Unavailable) and error.dependency in AWAY_MESSAGES:
        return AWAY_MESSAGES[error.dependency], Unavailable(error.dependency, error.retry_in)
    for name in needs:
        if isinstance(error, FAULTS[name]):
            work.breaker(name).trip()
            return AWAY_MESSAGES[name], Unavailable(name, getattr(error, "retry_in", CREDENTIALS_DELAY_S))
    return None


def _counts(name: Dependency) -> Callable[[Exception], bool | None]:
    """What failed elsewhere says nothing of it, for it may not have been asked."""
    return lambda error: isinstance(error, FAULTS[name]) or None
