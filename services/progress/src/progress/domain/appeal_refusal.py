"""Which grade an appeal is against, and why one is refused.

It is against the grade that counted when it was made. What counted then follows from when each grade was
given, not from when it came here.
"""

from uuid import UUID

from traclearn_contracts.grades import counting_grade

from progress.domain.attempt import Attempt
from progress.domain.grade import Grade
from progress.domain.path import Statement

NO_GRADE = "no_grade"
"""The attempt has no such grade, or had none then."""
GRADE_REPLACED = "grade_replaced"
"""When the appeal was made, another grade counted than the one that it names."""
BY_PERSON = "by_person"
"""A person gave the grade: they have read the answer."""
ALREADY_APPEALED = "already_appealed"
"""An earlier appeal is against the same grade."""


def appealed_grade(attempt: Attempt, made: Statement) -> Grade | None:
    """The grade that counted when the appeal was made. Whatever the clocks say, one that it names was there,
    and one that decides it was not."""
    others = [grade for grade in attempt.grades if grade.appeal != made.event_id]
    known = [grade for grade in others if grade.at <= made.at or grade.id == _named(made)]
    return counting_grade(known, [each for each in attempt.withdrawals if each.at <= made.at])


def _named(made: Statement) -> UUID | None:
    return UUID(made.data["grade"]) if made.data["grade"] else None


def refusal_of(attempt: Attempt, made: Statement, grade: Grade | None, appealed: set[UUID]) -> str | None:
    named = _named(made)
    if grade is None or (named and named not in {known.id for known in attempt.grades}):
        return NO_GRADE
    if named not in (None, grade.id):
        return GRADE_REPLACED
    if grade.person:
        return BY_PERSON
    return ALREADY_APPEALED if grade.id in appealed else None
