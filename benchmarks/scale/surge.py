"""What a queue does when an exam begins and the tasks that it needs have yet to start: second by second."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.scale.figures import Figures


@dataclass(frozen=True, slots=True)
class Surge:
    """`longest_wait` is of the message that waits longest, in seconds; `drained` is the second in which the
    queue is empty again, or None."""

    backlog: int
    longest_wait: float
    drained: int | None


def run_surge(figures: Figures, service: float, spare: float = 0.0) -> Surge:
    """One worker's queue, all cells together. `service` is CPU seconds a message; `spare` the share of the
    peak's tasks that run beforehand. A fluid: messages come and go in fractions."""
    said, peak = figures["surge"], figures["load"]["peak"]
    served = [0.0]
    most = 0.0
    for second, rate in enumerate(_rates(figures, service, spare), start=1):
        served.append(min(second * peak, served[-1] + rate))
        most = max(most, second * peak - served[-1])
    first = said["alarm_seconds"] + said["start_seconds"]
    ends = [second for second, done in enumerate(served) if second > first and done == second * peak]
    drained = ends[0] if ends else None
    waits = [bisect_left(served, second * peak) - second for second in range(drained or len(served))]
    return Surge(round(most), max(waits), drained)


def _rates(figures: Figures, service: float, spare: float) -> Iterator[float]:
    """Messages a second that the tasks can take, for each second."""
    said, busy = figures["surge"], figures["sizes"]["utilisation"]
    per_task = said["vcpu_per_task"] / service
    wanted = figures["load"]["peak"] / per_task / busy
    running = max(said["from"] / per_task / busy, wanted * spare)
    for second in range(said["seconds"]):
        if second >= said["alarm_seconds"] + said["start_seconds"]:
            running = min(wanted, running + said["tasks_per_second"])
        yield running * per_task
