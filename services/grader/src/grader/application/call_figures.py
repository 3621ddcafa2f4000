"""Figures of the calls outside, for whoever watches the service: what they cost, and what refused them."""

import asyncio
from collections import Counter
from collections.abc import Callable
from functools import partial

from grader.application.model_calls import CallsReport, ModelCalls

READ_EVERY_S = 30.0
REFUSERS = ("stopped", "opted_out", "all", "course", "learner", "question")
"""The switch, a course's authors, and the budgets."""


class CallFigures:
    """Gauges that cost nothing to read. `refusals` is `Grading`'s and only grows."""

    def __init__(self, calls: ModelCalls, refusals: Counter[str]) -> None:
        self._calls = calls
        self._refusals = refusals
        self._told: Counter[str] = Counter()
        self._report: CallsReport | None = None

    @property
    def gauges(self) -> dict[str, Callable[[], float]]:
        """USD of the day so far, 1 while calls are allowed, and refusals since they were last read."""
        figures: dict[str, Callable[[], float]] = {
            "calls_allowed": lambda: float(self._report is not None and self._report.allowed),
            "calls_reserved_usd": lambda: self._report.reserved_usd if self._report else 0.0,
            "calls_spent_usd": lambda: self._report.spent_usd if self._report else 0.0,
        }
        return figures | {f"calls_refused_{name}": partial(self._newly_refused, name) for name in REFUSERS}

    async def run(self) -> None:
        """Reads anew and forgets what is old, until cancelled."""
        await self._calls.follow_limits()
        while True:
            await self.read()
            await asyncio.sleep(READ_EVERY_S)

    async def read(self) -> None:
        self._report = await self._calls.read()
        await self._calls.forget()

    def _newly_refused(self, name: str) -> float:
        count = self._refusals[name] - self._told[name]
        self._told[name] += count
        return count
