"""What needs what: the concepts of a subject are found anew whenever one of its documents changed."""

import asyncio
from collections.abc import Sequence
from typing import Literal, Protocol

from traclearn_corpus import Decision

from indexer.domain.errors import Conflict, NotFound
from indexer.handlers.library import Transactions

LONGEST_WAIT = 60.0
"""Seconds after which a subject is gone through although documents are still being made teachable."""
TRIES = 5
"""While documents come in, the subject may have moved on before its concepts are written."""
Said = Literal["confirm", "remove", "add", "undecide"]
DECISIONS: dict[Said, Literal["confirmed", "removed", "added"] | None] = {
    "confirm": "confirmed",
    "remove": "removed",
    "add": "added",
    "undecide": None,
}


ADDING: tuple[Said, ...] = ("add", "confirm")


class Curriculum(Protocol):
    """Concepts and prerequisites of the subjects."""

    async def find(self, subject: str) -> bool:
        """Finds and writes them; False when the subject moved on meanwhile and nothing was written."""

    async def named(self, subject: str, *names: str) -> Sequence[str | None]:
        """What the subject calls these concepts, whatever their case and number; None for one not taught."""

    async def would_cycle(self, subject: str, concept: str, prerequisite: str) -> bool:
        """Whether authors' own edges already lead the other way."""

    async def decide(self, decision: Decision) -> None:
        """Keeps it as the only one on its edge, however that was spelled before."""


class Teaching:
    """Runs beside the worker, and at once when an author decides. Several may: all find the same."""

    def __init__(self, transactions: Transactions, curriculum: Curriculum) -> None:
        self._transactions = transactions
        self._curriculum = curriculum
        self._moving: dict[str, tuple[int, float]] = {}

    async def run(self, pause: float) -> None:
        """Until it is cancelled; what fails (a graph that is away) the runtime begins again."""
        while True:
            await self.teach_changed()
            await asyncio.sleep(pause)

    async def teach_changed(self) -> None:
        """Goes through the subjects that have come to rest since the last look."""
        async with self._transactions() as store:
            untaught = await store.untaught()
            busy = bool(untaught) and await store.busy()
        for subject, changed in untaught:
            if self._rests(subject, changed, busy) and await self._curriculum.find(subject):
                async with self._transactions() as store:
                    await store.taught(subject, changed)
                del self._moving[subject]

    def _rests(self, subject: str, changed: int, busy: bool) -> bool:
        """A folder of a thousand files is not gone through a thousand times."""
        now = asyncio.get_running_loop().time()
        seen, since = self._moving.get(subject, (None, now))
        self._moving[subject] = changed, since
        return (seen == changed and not busy) or now - since > LONGEST_WAIT

    async def decide(self, subject: str, concept: str, prerequisite: str, said: Said, by: str) -> None:
        """Keeps what an author says of an edge and applies it.

        Raises NotFound for a new one with a concept that is not taught, Conflict for a circular one.
        """
        names = concept, prerequisite
        known = await self._curriculum.named(subject, *names)
        concept, prerequisite = (own or name for own, name in zip(known, names, strict=True))
        if said in ADDING:
            _check_taught(subject, [name for own, name in zip(known, names, strict=True) if own is None])
            await self._check_circle(subject, concept, prerequisite)
        await self._curriculum.decide(Decision(subject, concept, prerequisite, DECISIONS[said], by))
        for _ in range(TRIES):
            if await self._curriculum.find(subject):
                return
        async with self._transactions() as store:  # documents come in: the run beside finds it
            await store.changed(subject)

    async def _check_circle(self, subject: str, concept: str, prerequisite: str) -> None:
        if concept == prerequisite:
            raise Conflict(f'Both names are the concept "{concept}", which cannot need itself: name another.')
        if await self._curriculum.would_cycle(subject, concept, prerequisite):
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
