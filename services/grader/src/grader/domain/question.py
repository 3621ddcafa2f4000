"""A question as the grader needs it: what was asked, a full answer, and the points that earn marks."""

from pydantic import BaseModel, ConfigDict, Field
from traclearn_contracts.models import RubricItem, Source

from grader.domain.spans import Span, clauses, sentences
from grader.domain.words import content_words

MAX_RUBRIC_ITEMS = 20
"""As the contract of a question says."""
MIN_POINT_WORDS = 2
"""Words with meaning that a point of its own needs."""


class Question(BaseModel):
    """`reference` and the criteria are secret: they never reach a learner."""

    model_config = ConfigDict(frozen=True)

    question: str
    reference: str
    rubric: tuple[RubricItem, ...] = Field(min_length=1)
    sources: tuple[Source, ...] = ()

    @classmethod
    def without_rubric(cls, question: str, reference: str) -> "Question":
        """Each statement of the reference is a point."""
        return cls(question=question, reference=reference, rubric=derived(reference))

    def label(self, at: int) -> str:
        """What the learner may read of the point at index `at`."""
        return self.rubric[at].label or f"Point {at + 1}"


class PublishedQuestion(BaseModel):
    """A question with who may answer it."""

    model_config = ConfigDict(frozen=True)

    revision: int
    learner: str | None
    question: Question

    def may_answer(self, learner: str) -> bool:
        return self.learner is None or self.learner == learner


def derived(reference: str) -> tuple[RubricItem, ...]:
    """One item for each sentence of the reference, one for each half of a sentence that says two things."""
    texts = [part for sentence in sentences(reference) for part in statements(reference, sentence)]
    kept = texts[:MAX_RUBRIC_ITEMS] or [reference]
    return tuple(RubricItem(id=str(n), criterion=text[:1000]) for n, text in enumerate(kept, 1))


def statements(text: str, sentence: Span) -> list[str]:
    """The clauses of a sentence, those too short to stand alone put together."""
    out: list[tuple[int, int]] = []
    for part in clauses(text, sentence):
        full = len(content_words(part.of(text))) >= MIN_POINT_WORDS
        if out and (not full or len(content_words(text[slice(*out[-1])])) < MIN_POINT_WORDS):
            out[-1] = (out[-1][0], part.end)
        else:
            out.append((part.start, part.end))
    return [text[start:end] for start, end in out]
