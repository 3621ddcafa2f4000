"""What a revision waits for that is not its own fault: told to its author, and to nobody's cost."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from traclearn_embedding import BudgetSpent, EmbedderDown, EmbedderRefused, RateLimited
from traclearn_graph import GraphAway, GraphRefused
from traclearn_worker import Busy, Transient, Unavailable, Work

from indexer.domain.errors import ReaderUnavailable
from indexer.handlers.telling import Teller

AWAY = {
    "graph": "The search database does not answer; it may be paused. It goes on by itself when it is back.",
    "embedder": "The service that makes vectors does not answer. It goes on by itself when it is back.",
}
"""By breaker."""
REST = 60.0
"""Seconds before a dependency that refuses our credentials is asked again: a person must act first."""
BUDGET_REST = 900.0
"""Seconds between two looks whether there is a budget again."""


@asynccontextmanager
async def patient(work: Work, teller: Teller) -> AsyncIterator[None]:
    """Around a revision's way: the queue waits for what is away, and the author reads for what.

    One failure opens a breaker, since the libraries below have tried several times; success closes it.
    """
    try:
        with work.breaker("graph")(counts=_graph_away), work.breaker("embedder")(counts=_embedder_away):
            yield
    except Unavailable as error:
        await _wait(work, teller, error)
    except (GraphAway, GraphRefused) as error:
        await _wait(work, teller, _tripped(work, "graph", error))
    except (RateLimited, EmbedderDown, EmbedderRefused) as error:
        await _wait(work, teller, _tripped(work, "embedder", error))
    except BudgetSpent as error:
        await work.announce([teller.progressed("waiting", detail=str(error))])
        delay = min(error.retry_in, BUDGET_REST)
        raise Busy("the budget for embeddings is used up", delay=delay) from error
    except ReaderUnavailable as error:
        raise Transient(str(error)) from error


def _graph_away(error: Exception) -> bool:
    return isinstance(error, GraphAway | GraphRefused)


def _embedder_away(error: Exception) -> bool:
    return isinstance(error, RateLimited | EmbedderDown | EmbedderRefused)


def _tripped(work: Work, name: str, error: Exception) -> Unavailable:
    work.breaker(name).trip()
    away = Unavailable(name, getattr(error, "retry_in", REST))
    away.__cause__ = error
    return away


async def _wait(work: Work, teller: Teller, error: Unavailable) -> None:
    """Raises it again, after what it means was told."""
    if error.dependency in AWAY:
        await work.announce([teller.progressed("waiting", detail=AWAY[error.dependency])])
    raise error
