"""What a revision waits for that is not its own fault: told to its author, and to nobody's cost."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from traclearn_embedding import BudgetSpent, EmbedderDown, EmbedderRefused, RateLimited
from traclearn_graph import GraphAway, GraphRefused
from traclearn_worker import Busy, Transient, Unavailable, Work

from indexer.domain.errors import ReaderUnavailable
from indexer.handlers.telling import Teller

GRAPH_AWAY = "The search database does not answer; it may be paused. It goes on by itself when it is back."
EMBEDDER_AWAY = "The service that makes vectors does not answer. It goes on by itself when it is back."
REFUSED_REST = 60.0
"""Seconds before a dependency that refuses our credentials is asked again: a person must act first."""


@asynccontextmanager
async def patient(work: Work, teller: Teller) -> AsyncIterator[None]:
    """Around a revision's way: the queue waits for what is away, and the author reads for what."""
    try:
        yield
    except (GraphAway, GraphRefused) as error:
        work.breaker("graph").trip()
        await work.announce([teller.progressed("waiting", detail=GRAPH_AWAY)])
        raise Unavailable("graph", getattr(error, "retry_in", REFUSED_REST)) from error
    except ReaderUnavailable as error:
        raise Transient(str(error)) from error
    except BudgetSpent as error:
        await work.announce([teller.progressed("waiting", detail=str(error))])
        raise Busy("the budget for embeddings is used up", delay=min(error.retry_in, 900.0)) from error
    except (RateLimited, EmbedderDown, EmbedderRefused) as error:
        work.breaker("embedder").trip()
        await work.announce([teller.progressed("waiting", detail=EMBEDDER_AWAY)])
        raise Unavailable("embedder", getattr(error, "retry_in", REFUSED_REST)) from error
