"""Where an answer's time goes, read from the moments that each stage wrote down itself."""

import time
from itertools import accumulate, pairwise
from statistics import median, quantiles

from traclearn_local.running_stack import RunningStack

MOMENTS = """
SELECT extract(epoch FROM min(c.at) FILTER (WHERE c.kind = 'answer_received'))::float8 AS queued,
       extract(epoch FROM min(c.at) FILTER (WHERE c.kind = 'grading_started'))::float8 AS grading,
       extract(epoch FROM min(c.at) FILTER (WHERE c.kind = 'graded'))::float8 AS graded,
       (SELECT submitted / 1e6 FROM public.learning_attempt a
        WHERE a.ticket = %s AND a.sub = %s AND a.attempt = %s)::float8 AS stored,
       (SELECT min(a.applied) / 1e6
        FROM public.learning_applied a JOIN learning.grades g ON g.id::text = a.grade_id
        WHERE g.ticket_id = %s AND g.cognito_user_id = %s AND g.attempt = %s)::float8 AS visible
FROM learning.changes c WHERE c.ticket_id = %s AND c.cognito_user_id = %s AND c.attempt = %s
"""
STAGES = (
    "Trac stores it",
    "gateway, bus, progress",
    "grader takes it up",
    "grading, bus, progress",
    "Trac takes it",
)


SETTLE_S = 5.0
"""Seconds that a moment may come after the grade was seen: events are told in any order."""


def stages(stack: RunningStack, where: tuple[int, str, int], posted: float) -> list[float]:
    """Seconds of each of STAGES, `posted` by the learner's clock. Raises LookupError where Trac has no grade.

    A step that was told after the next one, or never, took no time of its own.
    """
    *told, visible = _moments(stack, where)
    if visible is None:
        raise LookupError(f"Trac holds no grade of attempt {where}")
    way = [posted, *(min(moment or 0.0, visible) for moment in told), visible]
    return [later - earlier for earlier, later in pairwise(accumulate(way, max))]


def _moments(stack: RunningStack, where: tuple[int, str, int]) -> list[float | None]:
    """When Trac stored it, progress heard of it, the grader took it up, progress heard of the grade, and Trac
    had it."""
    until = time.monotonic() + SETTLE_S
    while True:
        (row,) = stack.sql(MOMENTS, *where, *where, *where)
        found = [row[name] for name in ("stored", "queued", "grading", "graded", "visible")]
        if None not in found or time.monotonic() > until:
            return found
        time.sleep(0.1)


def percentile(values: list[float], share: int) -> float:
    return quantiles(values, n=100, method="inclusive")[share - 1]


def shares(rows: list[list[float]]) -> dict[str, float]:
    """Each stage's share of the median way."""
    middles = [median(column) for column in zip(*rows, strict=True)]
    return {name: round(middle / sum(middles), 3) for name, middle in zip(STAGES, middles, strict=True)}
