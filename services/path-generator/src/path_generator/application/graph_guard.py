"""What is away through no fault of a request: to nobody's cost."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from traclearn_corpus import GraphAway, GraphRefused
from traclearn_worker import Unavailable, Work

from path_generator.application.ports import Store

GRAPH = "graph"
"""The breaker of the corpus. It is optional: questions are published and grades taken in without it."""
CREDENTIALS_DELAY_S = 60.0
"""Before a database that refuses our credentials is asked again: a person must act first."""


@asynccontextmanager
async def graph_guard(work: Work[Store]) -> AsyncIterator[None]:
    """Around what needs the corpus. Raises Unavailable(GRAPH) while it is away: the message goes back
    uncounted.

    One failure opens the breaker, since the library has tried several times; success closes it.
    """
    breaker = work.breaker(GRAPH)
    try:
        with breaker(counts=lambda error: isinstance(error, GraphAway | GraphRefused) or None):
            yield
    except (GraphAway, GraphRefused) as error:
        breaker.trip()
        raise Unavailable(GRAPH, getattr(error, "retry_in", CREDENTIALS_DELAY_S)) from error
