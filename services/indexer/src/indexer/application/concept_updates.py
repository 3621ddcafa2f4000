"""What needs what: a subject's concepts are found anew when its material changed, or what its authors say."""

import asyncio

import structlog
from traclearn_worker import chaos

from indexer.application.ports import ConceptGraphs, Transactions

log = structlog.get_logger()
MAX_WAIT_S = 60.0
"""Seconds after which a subject is gone through although documents are still being made teachable."""
MAX_TRIES = 5
"""While documents come in, the subject may have moved on before its concepts are written."""
SHOWN_WITHIN_S = 5.0
"""That an author waits at most, half of what Trac gives the call (`content_timeout`)."""


class ConceptUpdates:
    """Runs beside the worker, and at once when an author decides. Several may: one of them writes."""

    def __init__(self, transactions: Transactions, concept_graphs: ConceptGraphs) -> None:
        self._transactions = transactions
        self._concept_graphs = concept_graphs
        self._changing: dict[str, tuple[int, float]] = {}
        self._late: set[asyncio.Task[None]] = set()

    async def run(self, pause: float) -> None:
        """Until it is cancelled; what fails (a graph that is away) the runtime begins again."""
        await self.import_former_decisions()
        while True:
            await self.refresh_stale()
            await asyncio.sleep(pause)

    async def import_former_decisions(self) -> None:
        """Takes over authors' decisions that versions before kept in the graph alone, before all else.

        Killed anywhere, it takes over the rest, and nothing twice, the next time.
        """
        former = await self._concept_graphs.former_decisions()
        if not former:
            return
        async with self._transactions() as store:
            await store.mark_concepts_stale(*(each.decision.subject for each in former))
            for each in former:
                await store.append_edge_decision(each.decision)
        chaos.point("decisions_imported")
        await self._concept_graphs.drop_former_decisions(former)
        log.info("authors' decisions imported", count=len(former))

    async def refresh_stale(self) -> None:
        """Goes through the subjects that have come to rest since the last look."""
        async with self._transactions() as store:
            stale = await store.stale_subjects()
            busy = bool(stale) and await store.is_busy()
        for subject, changed in stale:
            if self._has_settled(subject, changed, busy) and await self._concept_graphs.refresh(subject):
                await self._mark_current(subject, changed)
                del self._changing[subject]

    async def refresh_now(self, subject: str, changed: int) -> None:
        """After an author's word. `changed` counts it among the subject's changes.

        While documents come in the subject may stay stale; the run beside finds it. For a large one the
        author does not wait to the end.
        """
        refreshing = asyncio.create_task(self._refresh(subject, changed))
        done, _ = await asyncio.wait({refreshing}, timeout=SHOWN_WITHIN_S)
        if done:
            refreshing.result()
        else:
            log.info("concepts follow an author's word later", subject=subject)
            self._late.add(refreshing)
            refreshing.add_done_callback(self._end_late)

    async def _refresh(self, subject: str, changed: int) -> None:
        for _ in range(MAX_TRIES):
            if await self._concept_graphs.refresh(subject):
                await self._mark_current(subject, changed)
                return

    def _end_late(self, refreshing: asyncio.Task[None]) -> None:
        self._late.discard(refreshing)
        if not refreshing.cancelled() and (error := refreshing.exception()):
            log.warning(
                "concepts did not follow an author's word: they are found by the next look", error=str(error)
            )

    async def _mark_current(self, subject: str, changed: int) -> None:
        async with self._transactions() as store:
            await store.mark_concepts_current(subject, changed)

    def _has_settled(self, subject: str, changed: int, busy: bool) -> bool:
        """A folder of a thousand files is not gone through a thousand times."""
        now = asyncio.get_running_loop().time()
        seen, since = self._changing.get(subject, (None, now))
        self._changing[subject] = changed, since
        return (seen == changed and not busy) or now - since > MAX_WAIT_S
