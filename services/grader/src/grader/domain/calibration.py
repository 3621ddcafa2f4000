"""How sure a grade is, as a course's authors have found it to be: pure."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

MIN_GRADED_TO_CALIBRATE = 20
"""Answers that people must have graded in a course before its confidence is calibrated by them."""
PRIOR = 4.0
"""Answers whose confidence was true are put into each step beside those that were graded: a few grades make
nothing certain."""


class Calibration(NamedTuple):
    """A rising step function from a confidence to how often such grades were a person's, too."""

    borders: tuple[float, ...]
    shares: tuple[float, ...]
    answers: int
    """That it was made of."""

    def confidence(self, said: float) -> float:
        return self.shares[max(0, bisect_right(self.borders, said) - 1)]


def calibrate(said: Sequence[float], agreed: Sequence[bool]) -> Calibration | None:
    """By isotonic regression (pool adjacent violators; Barlow et al. 1972); None below the least number."""
    if len(said) < MIN_GRADED_TO_CALIBRATE:
        return None
    blocks: list[tuple[float, float, float, int]] = []  # where it begins, agreed, sum of confidences, answers
    for confidence, truth in sorted(zip(said, agreed, strict=True)):
        block = (confidence, float(truth), confidence, 1)
        while blocks and share(blocks[-1]) >= share(block):
            start, hits, total, count = blocks.pop()
            block = (start, hits + block[1], total + block[2], count + block[3])
        blocks.append(block)
    return Calibration(tuple(b[0] for b in blocks), tuple(map(share, blocks)), len(said))


def share(block: tuple[float, float, float, int]) -> float:
    return block[1] / block[3]
