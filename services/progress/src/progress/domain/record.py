"""All that is known of one learner on one ticket, and how an event adds to it."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from traclearn_contracts.events import Event
from traclearn_contracts.models import (
    AnswerGradedV1,
    AnswerSubmittedV1,
    AnswerUngradableV1,
    GradeOverriddenV1,
    GradingStartedV1,
    QuestionPublishedV1,
)

from progress.domain.attempt import Answer, Attempt, Ungradable
from progress.domain.grade import grade_of


@dataclass(frozen=True, slots=True)
class Question:
    """Whose question a ticket holds: one learner's, or everybody's when `learner` is None."""

    learner: str | None
    revision: int
    at: datetime

    @property
    def rank(self) -> tuple[int, datetime, str]:
        return self.revision, self.at, self.learner or ""

    def after(self, known: "Question | None") -> "Question":
        """The one that stands of two revisions."""
        return self if known is None or self.rank > known.rank else known


@dataclass(frozen=True, slots=True)
class Record:
    """The facts. What readers see of them is `standing.stand`."""

    learner: str
    ticket: int
    question: Question | None = None
    attempts: dict[int, Attempt] = field(default_factory=dict)

    @property
    def foreign(self) -> bool:
        """The question belongs to somebody else."""
        return self.question is not None and self.question.learner not in (None, self.learner)

    @property
    def current(self) -> int:
        """The attempt whose result counts: the newest that has an answer, or the newest while none has.

        So a grade of an attempt that was never made hides nothing.
        """
        answered = [number for number, attempt in self.attempts.items() if attempt.answer]
        return max(answered or self.attempts)

    def attempt(self, number: int) -> Attempt:
        return self.attempts.get(number) or Attempt(number)

    def having(self, attempt: Attempt) -> "Record":
        return replace(self, attempts=dict(sorted((self.attempts | {attempt.number: attempt}).items())))


def question_of(event: Event) -> Question:
    """The question in QuestionPublished.v1, as far as it matters here."""
    data = event.data
    assert isinstance(data, QuestionPublishedV1)
    return Question(data.learner or None, data.revision, event.metadata.occurred_at.astimezone(UTC))


def learn(record: Record, event: Event) -> Record:
    """The record with what `event` says of one attempt. Order and repetition make no difference."""
    at = event.metadata.occurred_at.astimezone(UTC)
    match event.data:
        case AnswerSubmittedV1() as data:
            attempt = record.attempt(data.attempt).answered(Answer(data.answer, at, event.metadata.event_id))
        case GradingStartedV1() as data:
            attempt = record.attempt(data.attempt).taken_up(at)
        case AnswerUngradableV1() as data:
            attempt = record.attempt(data.attempt).given_up(Ungradable(at, data.reason))
        case AnswerGradedV1() | GradeOverriddenV1() as data:
            attempt = record.attempt(data.attempt).graded(grade_of(event))
        case _:
            raise TypeError(f"{event.detail_type} says nothing of an attempt")
    return record.having(attempt)
