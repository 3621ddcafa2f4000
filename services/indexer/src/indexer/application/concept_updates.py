"""What needs what: the concepts of a subject are found anew whenever one of its documents changed."""

import asyncio
from collections.abc import Sequence
from typing import Literal

from traclearn_corpus import Decision

from indexer.application.ports import ConceptGraphs, Transactions
from indexer.domain.errors import Conflict, NotFound

MAX_WAIT_S = 60.0
"""Seconds after which a subject is gone through although documents are still being made teachable."""
MAX_TRIES = 5
"""While documents come in, the subject may have moved on before its concepts are written."""
DecisionAction = Literal["confirm", "remove", "add", "undecide"]
DECISIONS: dict[DecisionAction, Literal["confirmed", "removed", "added"] | None] = {
    "confirm": "confirmed",
    "remove": "removed",
    "add": "added",
    "undecide": None,
}


ADDING: tuple[DecisionAction, ...] = ("add", "confirm")


class ConceptUpdates:
    """Runs beside the worker, and at once when an author decides. Several may: all find the same."""

    def __init__(self, transactions: Transactions, concept_graphs: ConceptGraphs) -> None:
        self._transactions = transactions
        self._concept_graphs = concept_graphs
        self._changing: dict[str, tuple[int, float]] = {}

    async def run(self, pause: float) -> None:
        """Until it is cancelled; what fails (a graph that is away) the runtime begins again."""
        while True:
            await self.refresh_stale()
            await asyncio.sleep(pause)

    async def refresh_stale(self) -> None:
        """Goes through the subjects that have come to rest since the last look."""
        async with self._transactions() as store:
            stale = await store.stale_subjects()
            busy = bool(stale) and await store.is_busy()
        for subject, changed in stale:
            if self._has_settled(subject, changed, busy) and await self._concept_graphs.refresh(subject):
                async with self._transactions() as store:
                    await store.mark_concepts_current(subject, changed)
                del self._changing[subject]

    def _has_settled(self, subject: str, changed: int, busy: bool) -> bool:
        """A folder of a thousand files is not gone through a thousand times."""
        now = asyncio.get_running_loop().time()
        seen, since = self._changing.get(subject, (None, now))
        self._changing[subject] = changed, since
        return (seen == changed and not busy) or now - since > MAX_WAIT_S

    async def decide(
        self, subject: str, concept: str, prerequisite: str, action: DecisionAction, by: str
    ) -> None:
        """Keeps what an author says of an edge and applies it.

        Raises NotFound for a new one with a concept that is not taught, Conflict for a circular one.
        """
        names = concept, prerequisite
        known = await self._concept_graphs.known_names(subject, *names)
        concept, prerequisite = (own or name for own, name in zip(known, names, strict=True))
        if action in ADDING:
            _check_taught(subject, [name for own, name in zip(known, names, strict=True) if own is None])
            await self._check_circle(subject, concept, prerequisite)
        await self._concept_graphs.save_decision(
            Decision(subject, concept, prerequisite, DECISIONS[action], by)
        )
        for _ in range(MAX_TRIES):
            if await self._concept_graphs.refresh(subject):
                return
        async with self._transactions() as store:  # documents come in: the run beside finds it
            await store.mark_concepts_stale(subject)

    async def _check_circle(self, subject: str, concept: str, prerequisite: str) -> None:
        if concept == prerequisite:
            raise Conflict(f'Both names are the concept "{concept}", which cannot need itself: name another.')
        if await self._concept_graphs.would_cycle(subject, concept, prerequisite):
            raise Conflict(
                f"{prerequisite} already needs {concept}, as authors said: remove one of the two first."
            )


def _check_taught(subject: str, unknown: Sequence[str]) -> None:
    if unknown:
        names = " and ".join(f'"{name}"' for name in unknown)
        raise NotFound(
            f"{subject} does not teach {names}: take names from the list of concepts, or bring material "
            "with such a heading first."
        )
