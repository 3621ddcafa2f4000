"""All that is known of one learner on one ticket, and how an event adds to it."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal, cast
from uuid import UUID

from traclearn_contracts.events import Event
from traclearn_contracts.models import (
    AnswerSubmittedV1,
    AnswerUngradableV1,
    GradingStartedV1,
    QuestionPublishedV1,
)

from progress.domain.attempt import Answer, Attempt, Ungradable
from progress.domain.grade import Graded, grade_of
from progress.domain.hint import Hint
from progress.domain.withdrawal import WithdrawnOverride

AttemptEvent = AnswerSubmittedV1 | GradingStartedV1 | AnswerUngradableV1 | Graded


@dataclass(frozen=True, slots=True)
class Question:
    """Whose question a ticket holds: one learner's, or everybody's when `learner` is None."""

    learner: str | None
    revision: int
    at: datetime
    generated: UUID | None = None
    """Which of the path generator's questions it is; None for an author's own."""
    course: str | None = None
    """A subject of the material."""
    counting: Literal["best", "newest"] = "best"
    """Which attempt counts."""
    hint_deduction: float = 0
    """What each hint takes from the score (0–1)."""

    @property
    def rank(self) -> tuple[int, datetime, str]:
        return self.revision, self.at, self.learner or ""

    def merged_with(self, known: "Question | None") -> "Question":
        """The newer one of two revisions."""
        return self if known is None or self.rank > known.rank else known


@dataclass(frozen=True, slots=True)
class Record:
    """The facts. What readers see of them is `progress.progress_of`."""

    learner: str
    ticket: int
    question: Question | None = None
    attempts: dict[int, Attempt] = field(default_factory=dict)
    hints: dict[UUID, Hint] = field(default_factory=dict)
    withdrawals: frozenset[WithdrawnOverride] = frozenset()
    """Also of attempts that nothing else is known of."""

    @property
    def is_foreign(self) -> bool:
        """The question belongs to somebody else."""
        return self.question is not None and self.question.learner not in (None, self.learner)

    @property
    def current(self) -> int:
        """The attempt that the learner is at: the newest that has an answer, or the newest while none has.

        So a grade of an attempt that was never made hides nothing.
        """
        answered = [number for number, attempt in self.attempts.items() if attempt.answer]
        return max(answered or self.attempts)

    def attempt(self, number: int) -> Attempt:
        own = frozenset(said for said in self.withdrawals if said.attempt == number)
        return self.attempts.get(number) or Attempt(number, withdrawals=own)

    def with_attempt(self, attempt: Attempt) -> "Record":
        return replace(self, attempts=dict(sorted((self.attempts | {attempt.number: attempt}).items())))

    def with_hint(self, hint: Hint) -> "Record":
        return replace(self, hints=self.hints | {hint.id: hint.merged_with(self.hints.get(hint.id))})

    def with_withdrawal(self, said: WithdrawnOverride) -> "Record":
        """It makes no attempt of which nothing else is known."""
        record = replace(self, withdrawals=self.withdrawals | {said})
        known = record.attempts.get(said.attempt)
        return record.with_attempt(known.with_withdrawal(said)) if known else record


def question_of(event: Event[QuestionPublishedV1]) -> Question:
    """As far as it matters here."""
    data = event.data
    at = event.metadata.occurred_at.astimezone(UTC)
    return Question(
        learner=data.learner or None,
        revision=data.revision,
        at=at,
        generated=data.question_id,
        course=data.course,
        counting=data.counting,
        hint_deduction=data.hint_deduction,
    )


def apply_event(record: Record, event: Event[AttemptEvent]) -> Record:
    """The record with what `event` says of one attempt. Order and repetition make no difference."""
    at, attempt = event.metadata.occurred_at.astimezone(UTC), record.attempt(event.data.attempt)
    match event.data:
        case AnswerSubmittedV1(answer=text, seconds=seconds):
            attempt = attempt.with_answer(Answer(text, at, event.metadata.event_id, seconds))
        case GradingStartedV1():
            attempt = attempt.with_grading_start(at)
        case AnswerUngradableV1(reason=reason):
            attempt = attempt.with_failure(Ungradable(at, reason))
        case _:
            attempt = attempt.with_grade(grade_of(cast(Event[Graded], event)))
    return record.with_attempt(attempt)
