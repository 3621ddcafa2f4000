"""Which of a learner's attempts counts."""

from dataclasses import dataclass

from progress.domain.grade import Grade
from progress.domain.hint import SCORE_DIGITS, deducted_by
from progress.domain.record import Record


@dataclass(frozen=True, slots=True)
class Counting:
    """The attempt that counts, its score after what hints took (0–1), and its grade."""

    attempt: int
    score: float
    deducted: float
    grade: Grade


def counting_of(record: Record) -> Counting | None:
    """The attempt with the best score, of equal ones the first; or the newest that has a grade, where the
    question says so. None: none has a grade."""
    graded = [_counting(record, number, grade) for number, grade in _grades(record).items()]
    if record.question and record.question.counting == "newest":
        return max(graded, key=lambda found: found.attempt, default=None)
    return max(graded, key=lambda found: (found.score, -found.attempt), default=None)


def _grades(record: Record) -> dict[int, Grade]:
    """Of attempts that were made: a grade of one that never was counts for nothing while any was."""
    made = {n for n, attempt in record.attempts.items() if attempt.answer} or set(record.attempts)
    return {n: attempt.grade for n, attempt in record.attempts.items() if n in made and attempt.grade}


def _counting(record: Record, number: int, grade: Grade) -> Counting:
    deducted = deducted_by(record.hints.values(), number)
    return Counting(number, max(0.0, round(grade.score - deducted, SCORE_DIGITS)), deducted, grade)
