"""A hint or an explanation as it is kept: asked for, being written, there."""

from typing import Any, Literal
from uuid import UUID, uuid5

from pydantic import BaseModel, ConfigDict
from traclearn_contracts.models import GradedItem, Provenance, Remark, Source

from grader.domain.language.words import split_words

NAMESPACE = UUID("9d3f2f7e-8d0b-5a55-9c3b-0f4f5a7a6d11")
State = Literal["waiting", "ready", "failed"]


class GivenHint(BaseModel):
    """`text` is empty until it is ready, `draft` from then on."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    kind: Literal["hint", "explanation"]
    learner: str
    ticket: int
    attempt: int
    question_revision: int
    step: int = 0
    draft: str = ""
    draft_key: UUID | None = None
    """The same for equal drafts of one question and step, whoever writes them; null of an explanation."""
    item: str | None = None
    state: State = "waiting"
    text: str = ""
    remarks: tuple[Remark, ...] = ()
    sources: tuple[Source, ...] = ()
    deduction: float = 0.0
    """What it takes from the score: of one that waits, at most."""
    grader: str | None = None
    provenance: Provenance | None = None
    reply_id: str | None = None
    """Of the language model's reply that it was made of, which may have been to another's equal draft."""
    replies: dict[str, Any] = {}
    """What outside calls answered, and which were begun."""


class GradedAttempt(BaseModel):
    """What an explanation is made of: the newest grade of an attempt."""

    model_config = ConfigDict(frozen=True)

    revision: int
    question_revision: int
    needs_review: bool
    items: tuple[GradedItem, ...]
    flags: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()

    def item(self, wanted: str) -> GradedItem | None:
        return next((item for item in self.items if item.id == wanted), None)


def draft_key(ticket: int, revision: int, step: int, draft: str) -> UUID:
    """The same for drafts that differ in case, white space and punctuation alone: they get the same hint."""
    words = " ".join(word.text for word in split_words(draft))
    return uuid5(NAMESPACE, f"draft\n{ticket}\n{revision}\n{step}\n{words}")


def hint_id(learner: str, key: UUID) -> UUID:
    return uuid5(key, learner)


def explanation_id(learner: str, ticket: int, attempt: int, revision: int, item: str) -> UUID:
    return uuid5(NAMESPACE, f"explanation\n{learner}\n{ticket}\n{attempt}\n{revision}\n{item}")
