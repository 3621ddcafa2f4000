"""A question as the grader needs it: what was asked, a full answer, and the points that earn marks."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from traclearn_contracts.models import RubricItem, Source
from traclearn_contracts.remarks import WHOLE as WHOLE_NAME

from grader.domain.course import CoursePolicy
from grader.domain.lessons.example import GradedExample

MAX_RUBRIC_ITEMS = 20
"""As the contract of a question says."""
MAX_CRITERION_CHARS = 1000
WHOLE = "answer"
"""The id of the only point of a question without a rubric."""


class Question(BaseModel):
    """References and criteria are secret: they never reach a learner."""

    model_config = ConfigDict(frozen=True)

    question: str
    reference: str
    rubric: tuple[RubricItem, ...] = ()
    sources: tuple[Source, ...] = ()
    passages: tuple[str, ...] = ()
    """What the material says there. No secret: a learner reads the same."""
    further_references: tuple[str, ...] = ()
    """Other full answers, each as good as the reference."""
    graded: tuple[GradedExample, ...] = ()
    """Answers that people graded, those first that mean nearly what is asked about. They teach a grader, and
    loosen no guard."""
    examples: tuple[GradedExample, ...] = ()
    """Those of them that a language model may read, without names."""
    hint_deduction: float = 0.0
    """What a hint takes from the score."""

    @classmethod
    def without_rubric(cls, question: str, references: Sequence[str]) -> "Question":
        """The whole answer is compared with the whole reference; one of several references is enough."""
        return cls(question=question, reference=references[0], further_references=tuple(references[1:]))

    @property
    def references(self) -> tuple[str, ...]:
        return (self.reference, *self.further_references)

    @property
    def points(self) -> tuple[RubricItem, ...]:
        """The rubric, or one point that stands for the whole answer."""
        whole = RubricItem(id=WHOLE, criterion=self.reference[:MAX_CRITERION_CHARS], label=WHOLE_NAME)
        return self.rubric or (whole,)

    @property
    def fingerprint(self) -> str:
        """The same for what asks for the same: grades by another rubric teach nothing. One more right answer
        asks for nothing else."""
        asked = self.model_dump_json(include={"reference", "rubric"})
        return sha256(asked.encode()).hexdigest()

    @property
    def expected(self) -> str:
        """All that a full answer may say, as one text."""
        return "\n".join([*self.references, *(item.criterion for item in self.rubric)])

    def label(self, at: int) -> str:
        """What the learner may read of the point at index `at`."""
        return self.points[at].label or f"Point {at + 1}"


class PublishedQuestion(BaseModel):
    """A question with who may answer it, and how its course has answers graded."""

    model_config = ConfigDict(frozen=True)

    revision: int
    learner: str | None
    question: Question
    course: str | None = None
    policy: CoursePolicy = CoursePolicy()
    regrade_order: UUID | None = None
    """The last order that all its answers be graded again: what is graded meanwhile is, too."""
    regrades_ordered_at: datetime | None = None

    def may_answer(self, learner: str) -> bool:
        return self.learner is None or self.learner == learner
