"""How many answers a second each part takes, and which one ends first."""

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.scale.figures import Figures, number

PROGRAMS = ("trac", "progress", "grader")
"""What runs as tasks beside each other, as many as it takes."""


@dataclass(frozen=True, slots=True)
class Part:
    """`answers` a second are all that the part takes, whatever else there is."""

    name: str
    unit: str
    asks: float
    gives: float
    adjustable: bool
    source: str
    then: str

    @property
    def answers(self) -> float:
        return self.gives / self.asks


def parts_of(figures: Figures) -> list[Part]:
    """What ends first comes first."""
    parts = [
        Part(
            one["part"],
            one["unit"],
            number(figures, one["asks"]),
            number(figures, one["gives"]),
            one["adjustable"],
            one["source"],
            one["then"],
        )
        for one in figures["parts"]
    ]
    return sorted(parts, key=lambda part: part.answers)


def cell_size(figures: Figures) -> float:
    """Answers a second that a cell takes: what no quota raises ends first, and a core is never asked for more
    than `utilisation`."""
    fixed = [part for part in parts_of(figures) if not part.adjustable]
    return min(part.answers for part in fixed) * float(figures["sizes"]["utilisation"])


def cells(figures: Figures) -> int:
    """For the peak."""
    return -(-int(figures["load"]["peak"]) // int(cell_size(figures)))


def cores(figures: Figures, rate: float) -> Mapping[str, float]:
    """vCPU of each program at a rate of answers, as many as leave the utilisation."""
    share = float(figures["sizes"]["utilisation"])
    return {name: rate * figures["measured"][name]["cpu"] / share for name in PROGRAMS}


def with_batches(figures: Figures) -> Figures:
    """As if Trac's leader wrote several grades in a transaction."""
    said, measured = figures["batches"], figures["measured"]
    cpu = measured["sync"]["cpu"] * said["cost"] / said["grades"]
    return figures | {"measured": measured | {"sync": measured["sync"] | {"cpu": cpu}}}
