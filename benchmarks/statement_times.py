"""What a path's time goes to: each statement by its name in `traclearn_corpus.queries`, and embedding."""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from traclearn_corpus import Graph, queries
from traclearn_corpus.connection import Row, Transaction, Work
from traclearn_embedding import Embedder, Vectors

T = TypeVar("T")
NAMES = {text: name for name, text in vars(queries).items() if isinstance(text, str) and name.isupper()}


class Times:
    """Seconds by name, until they are taken out."""

    def __init__(self) -> None:
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self.statements = 0

    @contextmanager
    def book(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self._seconds[name] += time.perf_counter() - began

    def take(self) -> dict[str, float]:
        """What was booked since it was taken last."""
        taken, self._seconds = self._seconds, defaultdict(float)
        return taken


class TimedTransaction(Transaction):
    def __init__(self, inner: Transaction, times: Times) -> None:
        self._timed, self._times = inner, times

    async def run(self, query: str, **parameters: Any) -> list[Row]:
        self._times.statements += 1
        with self._times.book(NAMES.get(query, "other")):
            return await self._timed.run(query, **parameters)


class TimedGraph(Graph):
    """Another graph, with its statements timed."""

    def __init__(self, inner: Graph, times: Times) -> None:
        self._inner, self._times = inner, times

    async def read(self, work: Work[T]) -> T:
        return await self._inner.read(lambda transaction: work(TimedTransaction(transaction, self._times)))

    async def look(self, work: Work[T]) -> T:
        return await self._inner.look(lambda transaction: work(TimedTransaction(transaction, self._times)))


class TimedEmbedder:
    """Another Embedder, with its runs timed."""

    def __init__(self, inner: Embedder, times: Times) -> None:
        self.model_id, self.dimension, self.max_tokens = inner.model_id, inner.dimension, inner.max_tokens
        self.count = inner.count
        self._inner, self._times = inner, times

    def embed(self, texts: Sequence[str]) -> Vectors:
        with self._times.book("embedding"):
            return self._inner.embed(texts)
