"""Which of a learner's attempts counts."""

from dataclasses import dataclass

from traclearn_contracts.grades import counting_attempt, net_score

from progress.domain.grade import Grade
from progress.domain.hint import deducted_by
from progress.domain.record import Record


@dataclass(frozen=True, slots=True)
class Counting:
    """The attempt that counts, its score after what hints took (0–1), and its grade."""

    attempt: int
    score: float
    deducted: float
    grade: Grade


def counting_of(record: Record) -> Counting | None:
    """As the question says it. None: no attempt has a grade."""
    graded = {number: _counting(record, number, grade) for number, grade in _grades(record).items()}
    scores = {number: found.score for number, found in graded.items()}
    number = counting_attempt(scores, record.question.counting if record.question else "best")
    return None if number is None else graded[number]


def _grades(record: Record) -> dict[int, Grade]:
    """Of attempts that were made: a grade of one that never was counts for nothing while any was."""
    made = {n for n, attempt in record.attempts.items() if attempt.answer} or set(record.attempts)
    return {n: attempt.grade for n, attempt in record.attempts.items() if n in made and attempt.grade}


def _counting(record: Record, number: int, grade: Grade) -> Counting:
    deducted = deducted_by(record.hints.values(), number)
    return Counting(number, net_score(grade.score, deducted), deducted, grade)
