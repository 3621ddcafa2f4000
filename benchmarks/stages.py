"""Where an answer's time goes, read from the moments that each stage wrote down itself."""

from itertools import pairwise
from statistics import median, quantiles

from traclearn_local.running import Running

MOMENTS = """
SELECT extract(epoch FROM min(c.at) FILTER (WHERE c.kind = 'answer_received'))::float8 AS queued,
       extract(epoch FROM min(c.at) FILTER (WHERE c.kind = 'grading_started'))::float8 AS grading,
       extract(epoch FROM min(c.at) FILTER (WHERE c.kind = 'graded'))::float8 AS graded,
       (SELECT submitted / 1e6 FROM public.learning_attempt a
        WHERE a.ticket = %s AND a.sub = %s AND a.attempt = %s)::float8 AS stored
FROM learning.changes c WHERE c.ticket_id = %s AND c.cognito_user_id = %s AND c.attempt = %s
"""
STAGES = (
    "Trac stores it",
    "gateway, bus, progress",
    "grader takes it up",
    "grading, bus, progress",
    "Trac shows it",
)


def stages(stack: Running, where: tuple[int, str, int], posted: float, visible: float) -> list[float]:
    """Seconds of each of STAGES; `posted` and `visible` by the learner's clock."""
    (row,) = stack.sql(MOMENTS, *where, *where)
    moments = [posted, row["stored"], row["queued"], row["grading"], row["graded"], visible]
    return [later - earlier for earlier, later in pairwise(moments)]


def percentile(values: list[float], share: int) -> float:
    return quantiles(values, n=100, method="inclusive")[share - 1]


def shares(rows: list[list[float]]) -> dict[str, float]:
    """Each stage's share of the median way."""
    middles = [median(column) for column in zip(*rows, strict=True)]
    return {name: round(middle / sum(middles), 3) for name, middle in zip(STAGES, middles, strict=True)}
