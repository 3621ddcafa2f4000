"""The embedder off the event loop."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from traclearn_embedding import Embedder, Vectors


class ClosableEmbedder(Embedder, Protocol):
    """One that holds a process or connections."""

    def close(self) -> None: ...


class Embedding:
    """Vectors for passages. `threads` is 1 for a model on this machine: more only fight over its cores."""

    def __init__(self, embedder: ClosableEmbedder, threads: int = 1) -> None:
        self.model = embedder.model_id
        self.dimension = embedder.dimension
        self.limit = embedder.max_tokens
        self._embedder = embedder
        self._pool = ThreadPoolExecutor(threads, "embedder")

    async def embed(self, passages: Sequence[str]) -> Vectors:
        """[n, dimension]. Raises ModelError."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, self._embedder.embed, passages)

    def count(self, passage: str) -> int:
        """Tokens of a passage. For use off the event loop."""
        (tokens,) = self._embedder.count([passage])
        return tokens

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._embedder.close()
