"""What people's grades teach the offline grader; pure, and not yet fed with any events.

An answer that a person graded right is a further reference of its question, one graded wrong a counterweight:
what is near it is less likely right. And the grades of a course calibrate the likelihoods of that course.
`make bench-grader` measures both on answers that were held out.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

MIN_GRADED_TO_CALIBRATE = 20
"""Answers that people must have graded in a course before its likelihoods are calibrated by them."""


class LearnedLine(NamedTuple):
    """Log-odds by the nearest right and the nearest wrong text, each given as log-odds by `lines.ANSWER`."""

    right: float
    wrong: float
    start: float
    per_doubling: float
    """The nearest of twice as many is nearer, whatever was answered."""

    def log_odds(self, nearest_right: float, nearest_wrong: float, graded: int) -> float:
        """`graded`: answers of the question that people have graded, one at least."""
        start = self.start + self.per_doubling * math.log2(graded)
        return self.right * nearest_right + self.wrong * nearest_wrong + start


LEARNED = LearnedLine(right=1.3, wrong=-0.4, start=-0.05, per_doubling=-0.28)
"""Fitted on the training part of SemEval-2013 task 7 with 5 and 20 graded answers a question."""


class Calibration(NamedTuple):
    """A rising step function from a likelihood to how often such answers were right."""

    borders: tuple[float, ...]
    shares: tuple[float, ...]

    def likelihood(self, chance: float) -> float:
        return self.shares[max(0, bisect_right(self.borders, chance) - 1)]


def calibrate(chances: Sequence[float], right: Sequence[bool]) -> Calibration | None:
    """By isotonic regression (pool adjacent violators); None below MIN_GRADED_TO_CALIBRATE."""
    if len(chances) < MIN_GRADED_TO_CALIBRATE:
        return None
    blocks: list[tuple[float, float, int]] = []  # where it begins, right answers, answers
    for chance, truth in sorted(zip(chances, right, strict=True)):
        block = (chance, float(truth), 1)
        while blocks and blocks[-1][1] / blocks[-1][2] >= block[1] / block[2]:
            start, hits, count = blocks.pop()
            block = (start, hits + block[1], count + block[2])
        blocks.append(block)
    # One right and one wrong answer more in each: a few grades make nothing certain (Laplace).
    return Calibration(tuple(b[0] for b in blocks), tuple((b[1] + 1) / (b[2] + 2) for b in blocks))
