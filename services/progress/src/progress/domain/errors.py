"""What can go wrong in progress; every error is a ProgressError."""

from uuid import UUID


class ProgressError(Exception):
    """The root of this service's errors."""


class BadCursor(ProgressError):
    """The cursor is of another list, or none at all."""


class QuestionWithoutDraft(ProgressError):
    """A review of a generated question is here and its draft is not, so there is nothing to show yet."""

    def __init__(self, question_id: UUID) -> None:
        super().__init__(f"the generated question {question_id} has no draft")
