"""Waiting until documents are ready, with questions few enough for the front door."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any

from traclearn_cli.author.client import Client, Json
from traclearn_cli.author.outcome import OVER, Outcome
from traclearn_cli.author.progress import MAKING, Screen

ASKED = 100
"""Documents of one question, the most that the service takes."""
FIRST_PAUSE = 0.3
PAUSE = 1.5
"""Seconds between questions: 40 a minute, where the front door lets an account have 100."""


class Watch:
    """Asks for a hundred documents at a time, in turn, until all are over."""

    def __init__(self, client: Client, screen: Screen, outcomes: Sequence[Outcome]) -> None:
        self._client = client
        self._screen = screen
        self._open = {str(outcome.document): outcome for outcome in outcomes if outcome.state not in OVER}
        self._over = [outcome for outcome in outcomes if outcome.state in OVER]
        self._marks: dict[str, Any] = {}
        self._said: set[str | None] = set()
        self._moved = time.monotonic()

    async def settled(self, patience: float) -> list[Outcome]:
        """Each as it ended, or as it stands when nothing at all has moved for `patience` seconds."""
        pause = FIRST_PAUSE
        while self._open and time.monotonic() - self._moved < patience:
            await asyncio.sleep(pause)
            pause = min(2 * pause, PAUSE)
            asked = list(self._open)[:ASKED]
            for document in asked:
                self._open[document] = self._open.pop(document)
            for summary in (await self._client.get(document=asked, limit=ASKED))["documents"]:
                self._hear(summary)
        for outcome in self._open.values():
            self._screen.line(outcome)
        return [*self._over, *self._open.values()]

    def _hear(self, summary: Json) -> None:
        document = summary["document"]
        outcome = self._open[document].after(summary)
        mark = (summary["revision"], summary["state"], summary["done"])
        if self._marks.get(document) != mark:
            self._marks[document], self._moved = mark, time.monotonic()
        if outcome.state in OVER:
            del self._open[document]
            self._over.append(outcome)
            self._screen.tell(outcome)
            return
        self._open[document] = outcome
        self._screen.share(MAKING, outcome.name, (summary["done"] or 0) / (summary["total"] or 1))
        if outcome.state == "waiting" and outcome.detail not in self._said:
            self._said.add(outcome.detail)
            self._screen.note(f"{outcome.name} has to wait: {outcome.detail}")


async def settled(client: Client, summary: Json, patience: float) -> Json:
    """The same document when it is over, or as it stands after `patience` seconds."""
    end, pause = time.monotonic() + patience, FIRST_PAUSE
    least = summary["revision"]
    while (summary["state"] not in OVER or summary["revision"] < least) and time.monotonic() < end:
        await asyncio.sleep(pause)
        pause = min(2 * pause, PAUSE)
        found = (await client.get(document=[summary["document"]]))["documents"]
        summary = found[0] if found else summary
    return summary
