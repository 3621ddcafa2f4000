"""Waiting until documents are ready, with questions few enough for the front door."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any

from traclearn_contracts.content import MAX_DOCUMENTS_PER_QUERY

from traclearn_cli.author.client import ContentClient
from traclearn_cli.author.outcome import FINAL_STATES, Outcome
from traclearn_cli.author.progress import INDEXING, UploadProgress
from traclearn_cli.output import Fields, print_note

QUERY_SIZE = MAX_DOCUMENTS_PER_QUERY
FIRST_PAUSE_S = 0.3
MAX_PAUSE_S = 1.5
"""Between questions: 40 a minute, where the front door lets an account have 100."""


class DocumentWatch:
    """Asks for a hundred documents at a time, in turn, until all are over."""

    def __init__(self, client: ContentClient, progress: UploadProgress, outcomes: Sequence[Outcome]) -> None:
        self._client = client
        self._progress = progress
        self._open = {
            str(outcome.document): outcome for outcome in outcomes if outcome.state not in FINAL_STATES
        }
        self._final = [outcome for outcome in outcomes if outcome.state in FINAL_STATES]
        self._last_seen: dict[str, Any] = {}
        self._told_details: set[str | None] = set()
        self._last_headway = time.monotonic()

    async def wait_until_final(self, timeout_s: float) -> list[Outcome]:
        """Each as it ended, or as it stands when nothing at all has moved for `timeout_s` seconds."""
        pause = FIRST_PAUSE_S
        while self._open and time.monotonic() - self._last_headway < timeout_s:
            await asyncio.sleep(pause)
            pause = min(2 * pause, MAX_PAUSE_S)
            asked = list(self._open)[:QUERY_SIZE]
            for document in asked:
                self._open[document] = self._open.pop(document)
            for summary in (await self._client.get(document=asked, limit=QUERY_SIZE))["documents"]:
                self._apply(summary)
        for outcome in self._open.values():
            self._progress.print_outcome(outcome)
        return [*self._final, *self._open.values()]

    def _apply(self, summary: Fields) -> None:
        document = summary["document"]
        outcome = self._open[document].updated(summary)
        seen = (summary["revision"], summary["state"], summary["done"])
        if self._last_seen.get(document) != seen:
            self._last_seen[document], self._last_headway = seen, time.monotonic()
        if outcome.state in FINAL_STATES:
            del self._open[document]
            self._final.append(outcome)
            self._progress.report(outcome)
            return
        self._open[document] = outcome
        self._progress.update(INDEXING, outcome.name, (summary["done"] or 0) / (summary["total"] or 1))
        if outcome.state == "waiting" and outcome.detail not in self._told_details:
            self._told_details.add(outcome.detail)
            print_note(f"{outcome.name} has to wait: {outcome.detail}")


async def wait_until_final(client: ContentClient, summary: Fields, timeout_s: float) -> Fields:
    """The same document when it is over, or as it stands after `timeout_s` seconds."""
    end, pause = time.monotonic() + timeout_s, FIRST_PAUSE_S
    revision = summary["revision"]
    while (summary["state"] not in FINAL_STATES or summary["revision"] < revision) and time.monotonic() < end:
        await asyncio.sleep(pause)
        pause = min(2 * pause, MAX_PAUSE_S)
        found = (await client.get(document=[summary["document"]]))["documents"]
        summary = found[0] if found else summary
    return summary
