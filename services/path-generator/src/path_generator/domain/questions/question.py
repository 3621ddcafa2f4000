"""What a question is made of and what it is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol
from uuid import UUID

Form = Literal[
    "definition", "function", "purpose", "cause", "consequence", "comparison", "procedure", "summary"
]


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk with where it stands, as a question is made of it."""

    chunk: str
    """The chunk's id."""
    document: str
    """The document's id."""
    name: str
    """File path or wiki page."""
    title: str
    """Of the document."""
    heading: tuple[str, ...]
    page: int | None
    kind: str
    """`text`, `code`, `table`, …: what most of it is."""
    text: str


@dataclass(frozen=True, slots=True)
class RubricPoint:
    """One thing that a good answer says."""

    criterion: str
    label: str
    """What a learner may see after grading."""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answer; `reference` and the criteria are secret."""

    form: Form
    text: str
    """Names the section where it helps."""
    reference: str
    """A full answer: the sentences that it comes from."""
    rubric: tuple[RubricPoint, ...]
    chunk: str
    """Whose words the reference is."""
    difficulty: int
    """1 (easiest) to 5."""
    id: UUID | None = None
    """Under which authors know it, once it is kept."""
    further_references: tuple[str, ...] = ()
    """Other full answers that an author knows, secret as well. None is made."""


class QuestionMaker(Protocol):
    """Makes one question about a concept from the passages that teach it."""

    def make(
        self, concept: str, passages: Sequence[Passage], difficulty: int, exclude: Collection[str] = ()
    ) -> Question:
        """`exclude` holds the texts of questions that the learner has had."""
        ...
