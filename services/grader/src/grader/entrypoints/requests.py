"""What people may send, checked at the door."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

MAX_INTEGER = 2_147_483_647
Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
Number = Annotated[int, Field(ge=1, le=MAX_INTEGER)]


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class HintRequest(_Closed):
    """`attempt`: the one that is being written."""

    ticket: Number
    attempt: Number
    step: int = Field(ge=1, le=3)
    draft: Annotated[Text, Field(max_length=20_000)]


class ExplanationRequest(_Closed):
    ticket: Number
    attempt: Number
    item: Annotated[Text, Field(min_length=1, max_length=40)]
