"""How sure a grade is, as a course's authors have found it to be: pure."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

MIN_GRADED_TO_CALIBRATE = 20
"""Answers that people must have graded in a course before its confidence is calibrated by them."""
PRIOR = 20.0
"""Grades whose confidence was true that stand beside those of people in each step: where it is true already a
calibration then costs next to nothing, and a few grades make nothing certain. `make bench-grader`."""


class Step(NamedTuple):
    """Grades that were about as sure as each other, from a confidence up to the next step's."""

    start: float
    agreed: float
    answers: int

    @property
    def share(self) -> float:
        return self.agreed / self.answers

    def with_next(self, other: "Step") -> "Step":
        return Step(self.start, self.agreed + other.agreed, self.answers + other.answers)


class Calibration(NamedTuple):
    """From how sure a grade says that it is to how often such grades were a person's, too."""

    steps: tuple[Step, ...]
    answers: int

    def confidence(self, said: float) -> float:
        step = self.steps[max(0, bisect_right([step.start for step in self.steps], said) - 1)]
        return (step.agreed + PRIOR * said) / (step.answers + PRIOR)


def calibrate(said: Sequence[float], agreed: Sequence[bool]) -> Calibration | None:
    """By isotonic regression (pool adjacent violators; Barlow et al. 1972); None below the least number."""
    if len(said) < MIN_GRADED_TO_CALIBRATE:
        return None
    steps: list[Step] = []
    for confidence, truth in sorted(zip(said, agreed, strict=True)):
        step = Step(confidence, float(truth), 1)
        while steps and steps[-1].share >= step.share:
            step = steps.pop().with_next(step)
        steps.append(step)
    return Calibration(tuple(steps), len(said))
