"""What goes wrong, and when: drawn before the start, so that a seed can be read."""

from dataclasses import dataclass
from random import Random

from traclearn_worker.testing.simulation.settings import VISIBILITY

WITHIN = 25.0
"""Seconds after which no new fault begins, and the last ones end soon."""
PLACES = ("claimed", "asked", "answered", "replied", "committed", "relayed", "dead_lettered", "acked")
"""The chaos points of the runtime."""
LASTS = {"outage": 1.5, "storm": 1.5, "stall": 4}
"""Leases at most. A process that stands still for longer than its lease wakes up without it."""
CALLS = ("receive", "delete", "change_visibility", "send", "send_dead_letter", "publish")
"""Of the transport."""


@dataclass(frozen=True)
class Fault:
    """`what` begins at a moment. `where` is a worker's slot, a chaos point, or a call of the transport."""

    at: float
    what: str
    slot: int = 0
    where: str = ""
    seconds: float = 0.0

    def __str__(self) -> str:
        lasts = f" for {self.seconds:.1f} s" if self.seconds else ""
        return f"{self.what} {self.where or f'worker {self.slot}'}{lasts}"


def draw(random: Random, slots: int) -> list[Fault]:
    """The faults of one simulation, in the order of their beginning."""
    kinds = {"kill": 3, "kill at": 5, "stop": 2, "stall": 2, "outage": 2, "storm": 5, "copy": 3, "replay": 1}
    drawn = random.choices(list(kinds), list(kinds.values()), k=random.randint(2, 10))
    return sorted((_fault(random, what, slots) for what in drawn), key=lambda fault: fault.at)


def _fault(random: Random, what: str, slots: int) -> Fault:
    return Fault(
        at=random.uniform(0, WITHIN),
        what=what,
        slot=random.randrange(slots),
        where={"kill at": random.choice(PLACES), "storm": random.choice(CALLS)}.get(what, ""),
        seconds=random.uniform(1, LASTS[what] * VISIBILITY) if what in LASTS else 0.0,
    )
