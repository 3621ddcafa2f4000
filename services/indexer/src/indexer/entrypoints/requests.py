"""What authors may send, checked at the door."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

FILES = 100
"""Files of one request for grants: each is a row lock and a signature."""
Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
Name = Annotated[Text, Field(min_length=1, max_length=300)]
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
    files: tuple[WantedFile, ...] = Field(min_length=1, max_length=FILES)


class EdgeDecision(_Closed):
    """`undecide` takes an earlier decision back."""

    subject: Subject
    concept: Concept
    prerequisite: Concept
    decision: Literal["confirm", "remove", "add", "undecide"]
