"""What a paid model may spend in a month, kept in PostgreSQL."""

import asyncio

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.sql import func

from traclearn_hosted.errors import BudgetSpent

MONTH = func.date_trunc("month", func.timezone("UTC", func.now()))


class MonthlyBudget:
    """The Budget of tokens that all processes of a service may spend in a calendar month (UTC).

    It is called from the model's threads and asks the database on the process's own loop.
    """

    def __init__(self, engine: AsyncEngine, spending: Table, model: str, tokens: int | None) -> None:
        """`spending` has month (date), model and tokens; month and model are its key. None is without end."""
        self._engine = engine
        self._spending = spending
        self._model = model
        self._tokens = tokens
        self._loop = asyncio.get_running_loop()

    def spend(self, tokens: int) -> None:
        """Books before the call, so that no two processes spend the same rest. Raises BudgetSpent."""
        asyncio.run_coroutine_threadsafe(self._book(tokens), self._loop).result()

    async def _book(self, tokens: int) -> None:
        booked = self._spending.c.tokens
        booking = insert(self._spending).values(month=MONTH, model=self._model, tokens=tokens)
        statement = booking.on_conflict_do_update(
            index_elements=["month", "model"], set_={"tokens": booked + booking.excluded.tokens}
        ).returning(booked)
        async with self._engine.begin() as connection:
            spent = (await connection.execute(statement)).scalar_one()
            if self._tokens is not None and spent > self._tokens:
                raise BudgetSpent(
                    f"This month's budget of {self._tokens:,} tokens for embeddings is used up; "
                    "it goes on by itself when there is some again."
                )
