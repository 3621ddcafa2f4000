"""What happens with each event: when it comes, and what its handler does at each attempt."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from random import Random
from uuid import UUID

from traclearn_contracts.events import TRAC, Event
from traclearn_contracts.models import AnswerSubmittedV1, Metadata

from traclearn_worker.testing.simulation.settings import MAX_ATTEMPTS, VISIBILITY

PASSING = ("transient", "error", "error after the write", "hang", "not bought", "wire broke")
"""Ways in which one attempt fails and is counted."""
SENT_WITHIN = 15.0
"""Seconds in which all events are sent."""
SHORT_S, PLENTY_S = 8.0, 10_000.0
"""Seconds that a parked event waits at most: so that it may be in vain, and so that it may not."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One event. Its number is its ticket, by which the handler finds the plan."""

    event: Event[AnswerSubmittedV1]
    copies: tuple[float, ...]
    """When each copy is sent."""
    moods: tuple[str, ...] = ()
    """How its first attempts fail."""
    then: str = "ok"
    """How all others go: "ok", or "permanent" or "transient" for ever."""
    busy: int = 0
    """Attempts before those that find somebody else at it."""
    shy: int = 0
    """How often its visible failure fails."""
    poisonous: bool = False
    """Whether it takes its process down at each attempt."""
    seconds: float = 0.0
    """How long its handler works."""
    pays: bool = False
    lost: str = ""
    """After a lost reply of the paid call: "ask" again, go "without", or "" for no way at all."""
    waits_for: str = ""
    park_timeout_s: float = PLENTY_S
    releases: str = ""

    @property
    def number(self) -> int:
        return self.event.data.ticket

    def mood(self, attempt: int) -> str:
        return self.moods[attempt - 1] if attempt <= len(self.moods) else self.then

    def ends(self, causes: set[str]) -> set[str]:
        """How it may end, whatever else goes wrong; `causes` are the keys that somebody releases."""
        if self.poisonous or self.then != "ok" or len(self.moods) >= MAX_ATTEMPTS:
            return {"failed"}
        if self.waits_for and self.waits_for not in causes:
            return {"failed"}
        in_time = not self.waits_for or self.park_timeout_s == PLENTY_S
        quick = self.seconds <= VISIBILITY  # else delays can bring it over the timeout
        return {"done"} if in_time and quick and (self.lost or not self.pays) else {"done", "failed"}


def draw(random: Random) -> list[Plan]:
    """The events of one simulation."""
    plans = [_plan(random, number) for number in range(1, random.randint(4, 9))]
    causes = {plan.releases for plan in plans}
    plans = [plan if plan.waits_for in causes else replace(plan, park_timeout_s=SHORT_S) for plan in plans]
    if random.random() < 0.1:
        plans.append(Plan(event=_event(random, 99), copies=_copies(random), poisonous=True))
    return plans


def _plan(random: Random, number: int) -> Plan:
    kind = random.choices(("plain", "waits", "releases"), (4, 3, 3))[0]
    pays = random.random() < 0.5
    return Plan(
        event=_event(random, number),
        copies=_copies(random),
        moods=tuple(random.choice(PASSING) for _ in range(random.choice((0, 0, 0, 1, 2, 3)))),
        then=random.choices(("ok", "permanent", "transient"), (8, 1, 1))[0],
        busy=random.choice((0, 0, 1, 6)),
        shy=random.choice((0, 0, 0, 2)),
        seconds=random.choice((0.0, 0.1, 0.5, 2.0, 1.3 * VISIBILITY)),
        pays=pays,
        lost=random.choice(("ask", "without", "without", "")) if pays else "",
        waits_for=f"cause:{random.randint(1, 4)}" if kind == "waits" else "",
        park_timeout_s=random.choice((SHORT_S, PLENTY_S, PLENTY_S)),
        releases=f"cause:{random.randint(1, 4)}" if kind == "releases" else "",
    )


def _copies(random: Random) -> tuple[float, ...]:
    return tuple(random.uniform(0, SENT_WITHIN) for _ in range(random.choice((1, 1, 2, 3))))


def _event(random: Random, number: int) -> Event[AnswerSubmittedV1]:
    event_id = UUID(int=random.getrandbits(128), version=4)
    metadata = Metadata(
        event_id=event_id,
        correlation_id=event_id,
        causation_id=None,
        occurred_at=datetime(2026, 1, 15, tzinfo=UTC),
        learner=str(UUID(int=random.randint(1, 3))),
        groups=[],
        traceparent=None,
        producer=TRAC,
    )
    data = AnswerSubmittedV1(ticket=number, attempt=1, answer="words")
    return Event(source=TRAC, detail_type="AnswerSubmitted.v1", metadata=metadata, data=data)
