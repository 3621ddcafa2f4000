"""What a grade means to everybody who hears of it: which of an attempt's grades counts, and which attempt."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, TypeVar
from uuid import UUID, uuid5

from traclearn_contracts.events import Event

COMPLETED_SCORE = 0.8
"""The score (0–1) from which a ticket is completed and its concept mastered: four fifths of the rubric's
weight."""
SCORE_DIGITS = 6
"""Of a score after deductions: 1 - 3 * 0.1 is .7."""
Counting = Literal["best", "newest"]
"""Which attempt counts, as a question says it."""


def grade_id(event: Event) -> UUID:
    """Of the grade that an event tells of: the same in every service, and for every delivery."""
    return uuid5(event.metadata.event_id, f"{event.source}:{event.metadata.learner}")


class Ranked(Protocol):
    """As much of a grade as decides. `event_id` is that of its event; `against` is the grade that its author
    saw, null for a machine's and for one that takes the place of whatever stands."""

    @property
    def id(self) -> UUID: ...
    @property
    def person(self) -> bool: ...
    @property
    def revision(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def event_id(self) -> UUID | None: ...
    @property
    def against(self) -> UUID | None: ...


AnyGrade = TypeVar("AnyGrade", bound=Ranked)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A person's grade is taken back: `override` is the `event_id` of its GradeOverridden.v1."""

    event_id: UUID
    override: UUID
    at: datetime


def counting_grade(grades: Iterable[AnyGrade], withdrawals: Collection[Withdrawal] = ()) -> AnyGrade | None:
    """Of one attempt's grades the one that counts: person over machine, then the greater revision; the rest
    decides alike in every order of arrival. None: there is none, or all are withdrawn."""
    known = list(grades)
    withdrawn = {withdrawal.override for withdrawal in withdrawals}
    standing = [grade for grade in accepted_overrides(known, withdrawals) if grade.event_id not in withdrawn]
    return max(standing or [grade for grade in known if not grade.person], key=rank_of, default=None)


def accepted_overrides(
    grades: Iterable[AnyGrade], withdrawals: Collection[Withdrawal] = ()
) -> list[AnyGrade]:
    """Persons' grades without those whose author saw another grade than the person's that stood by then.

    Decided in the order in which they were set, not in that of arrival: an override that comes late may
    refuse one that was accepted. Withdrawn ones are among them.
    """
    accepted: list[AnyGrade] = []
    for new in sorted((grade for grade in grades if grade.person), key=lambda grade: (grade.at, grade.id)):
        gone = {withdrawal.override for withdrawal in withdrawals if withdrawal.at <= new.at}
        stood = max((old for old in accepted if old.event_id not in gone), key=rank_of, default=None)
        if stood is None or new.against in (None, stood.id):
            accepted.append(new)
    return accepted


def rank_of(grade: Ranked) -> tuple[int, datetime, UUID]:
    """Of two grades by machines, or by persons, the greater."""
    return grade.revision, grade.at, grade.id


class Deduction(Protocol):
    """Of one hint; 0 of an explanation."""

    @property
    def attempt(self) -> int: ...
    @property
    def deduction(self) -> float: ...


def deducted_by(hints: Iterable[Deduction], attempt: int) -> float:
    """What hints take from the score of this attempt: those given for it or before it, 1 at most."""
    return min(1.0, round(sum(hint.deduction for hint in hints if hint.attempt <= attempt), SCORE_DIGITS))


def net_score(score: float, deducted: float) -> float:
    return max(0.0, round(score - deducted, SCORE_DIGITS))


def counting_attempt(scores: Mapping[int, float], counting: Counting = "best") -> int | None:
    """Of attempts with a grade, each with its net score: the best, of equal ones the first; or the newest."""
    if counting == "newest":
        return max(scores, default=None)
    return max(scores, key=lambda attempt: (scores[attempt], -attempt), default=None)
