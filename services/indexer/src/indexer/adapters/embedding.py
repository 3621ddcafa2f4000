"""The embedder off the event loop, and what a paid one may spend in a month."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.sql import func
from traclearn_embedding import Embedder, Vectors
from traclearn_hosted import BudgetSpent

from indexer.adapters.tables import SPENDING

MONTH = func.date_trunc("month", func.timezone("UTC", func.now()))


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


class MonthlyBudget:
    """Tokens that all processes together may spend in a calendar month (UTC); kept in PostgreSQL.

    It is called from the embedder's threads and asks the database on the process's own loop.
    """

    def __init__(self, engine: AsyncEngine, model: str, tokens: int | None) -> None:
        self._engine = engine
        self._model = model
        self._tokens = tokens
        self._loop = asyncio.get_running_loop()

    def spend(self, tokens: int) -> None:
        """Books before the call, so that no two processes spend the same rest. Raises BudgetSpent."""
        asyncio.run_coroutine_threadsafe(self._book(tokens), self._loop).result()

    async def _book(self, tokens: int) -> None:
        booking = insert(SPENDING).values(month=MONTH, model=self._model, tokens=tokens)
        statement = booking.on_conflict_do_update(
            index_elements=["month", "model"], set_={"tokens": SPENDING.c.tokens + booking.excluded.tokens}
        ).returning(SPENDING.c.tokens)
        async with self._engine.begin() as connection:
            spent = (await connection.execute(statement)).scalar_one()
            if self._tokens is not None and spent > self._tokens:
                raise BudgetSpent(
                    f"This month's budget of {self._tokens:,} tokens for embeddings is used up; "
                    "it goes on by itself when there is some again."
                )
