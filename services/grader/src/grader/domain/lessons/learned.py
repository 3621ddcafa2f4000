"""What was learned of an answer's question and course, as far as it concerns the answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from grader.domain.lessons.calibration import Calibration
from grader.domain.lessons.past_answer import PersonGrade
from grader.domain.lessons.ruling import Match


@dataclass(frozen=True, slots=True)
class Learned:
    """`precedent`: what a person said of an answer that says nearly the same."""

    matches: Sequence[Match] = ()
    precedent: PersonGrade | None = None
    calibration: Calibration | None = None


NOTHING_LEARNED = Learned()
