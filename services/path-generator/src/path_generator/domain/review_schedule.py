"""When a step that was passed is to be answered again: as it is forgotten, by FSRS-6 (the library `fsrs`).

It takes the default parameters and no steps of minutes, so that an answer that passed is followed by a day at
least. Of its four ratings two are given, Again and Good: "a perfectly valid way" by Anki's manual
(docs.ankiweb.net/studying.html, "How to choose the answer button"). What a question asks may change: a grade
counts whatever revision it is of.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from fsrs import Card, Rating, Scheduler
from traclearn_contracts.grades import COMPLETED_SCORE

from path_generator.domain.grade import Grade


@dataclass(frozen=True, slots=True)
class ScheduledReview:
    """What is known of a step's review after its newest graded attempt; no times where there is none."""

    attempt: int
    reviews: int = 0
    """Attempts that count: the first that passed, and all after it."""
    reviewed_at: datetime | None = None
    due_at: datetime | None = None
    """After an attempt that did not pass its own moment: the step is to be learnt anew now."""


class ReviewSchedule:
    """`retention`: how likely an answer still passes when it is due (0–1)."""

    def __init__(self, retention: float) -> None:
        self._scheduler = Scheduler(
            desired_retention=retention, learning_steps=(), relearning_steps=(), enable_fuzzing=False
        )

    def review_of(self, grades: Iterable[Grade]) -> ScheduledReview:
        """Worked out from the counting grade of each attempt, one at least, in whatever order."""
        attempts = sorted(grades, key=lambda grade: grade.attempt)
        newest = attempts[-1].attempt
        counted = _from_first_pass(attempts)
        if not counted:
            return ScheduledReview(newest)
        card = Card(card_id=0, due=counted[0].first_graded_at)
        at = counted[0].first_graded_at
        for grade in counted:
            at = max(
                at, grade.first_graded_at
            )  # a grade may be late, and a review is never before the one before
            card, _ = self._scheduler.review_card(card, _rating_of(grade), at)
        return ScheduledReview(newest, len(counted), at, card.due if _passed(counted[-1]) else at)


def _from_first_pass(attempts: Sequence[Grade]) -> Sequence[Grade]:
    first = next((place for place, grade in enumerate(attempts) if _passed(grade)), len(attempts))
    return attempts[first:]


def _passed(grade: Grade) -> bool:
    return grade.score >= COMPLETED_SCORE


def _rating_of(grade: Grade) -> Rating:
    return Rating.Good if _passed(grade) else Rating.Again
