"""What people may send, checked at the door."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from traclearn_contracts.content import MAX_FILES_PER_REQUEST, MAX_NAME_LENGTH, MAX_PASSAGES_PER_PAGE

Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
Name = Annotated[Text, Field(min_length=1, max_length=MAX_NAME_LENGTH)]
Subject = Annotated[Text, Field(min_length=1, max_length=100)]
Concept = Annotated[Text, Field(min_length=1, max_length=200)]


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WantedFile(_Closed):
    name: Name
    size: int = Field(ge=0)
    type: Annotated[str, Field(max_length=100, pattern=r"^[\w.+-]+/[\w.+-]+$")] | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    subject: Subject | None = None
    document: UUID | None = None


class WantedFiles(_Closed):
    files: tuple[WantedFile, ...] = Field(min_length=1, max_length=MAX_FILES_PER_REQUEST)


class EdgeDecision(_Closed):
    """`undecide` takes an earlier decision back."""

    subject: Subject
    concept: Concept
    prerequisite: Concept
    decision: Literal["confirm", "remove", "add", "undecide"]


class NameChange(_Closed):
    """`to` is the new name, or the concept to merge into; `undo` takes either back, and needs none."""

    subject: Subject
    concept: Concept
    decision: Literal["rename", "merge", "undo"]
    to: Concept | None = None


class TextPart(BaseModel):
    """Which passages of a document: those behind an ordinal, or those around a passage."""

    after: int = Field(-1, ge=-1, lt=2**31)
    limit: int = Field(50, ge=1, le=MAX_PASSAGES_PER_PAGE)
    passage: str | None = Field(None, max_length=100)
