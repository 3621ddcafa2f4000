"""What the two providers have in common: a completion, and how calls on them fail."""

import re
from typing import Annotated, Literal, Protocol, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from grader.adapters.language_models.prompt import Prompt
from grader.domain.errors import BadReply

Said = TypeVar("Said", bound=BaseModel)
PROVIDERS = OPENAI, ANTHROPIC = "openai", "anthropic"

NUL = re.compile(r"\0|(?<!\\)((?:\\\\)*)\\u0000")
"""As it is, or escaped in the JSON that a text is: no column of PostgreSQL holds it."""


def _without_nul(text: str) -> str:
    return NUL.sub(r"\1", text)


Text = Annotated[str, AfterValidator(_without_nul)]


class Completion(BaseModel):
    """What came back, as the provider says it, but for NUL: JSON, stored before it is read."""

    model_config = ConfigDict(frozen=True)

    provider: str
    model: Text
    reply_id: Text
    text: Text
    ending: Literal["complete", "cut", "refused"]
    input_tokens: int
    output_tokens: int
    seconds: float = 0.0


class Provider(Protocol):
    """One model of one provider. `key` is the same for each try at the same answer."""

    @property
    def name(self) -> str:
        """`openai`, `anthropic`: also the name of its breaker."""
        ...

    @property
    def model(self) -> str: ...

    async def complete(self, prompt: Prompt, key: str) -> Completion:
        """Raises ProviderAway, InputRefused, or ReplyUnknown when it may have been bought and is lost."""
        ...

    async def close(self) -> None: ...


def unreadable(provider: Provider) -> Completion:
    """What came with success and is none of the provider's format. It may well have to be paid for."""
    return Completion(
        provider=provider.name,
        model=provider.model,
        reply_id="",
        text="",
        ending="complete",
        input_tokens=0,
        output_tokens=0,
    )


def read_text(completion: Completion, schema: type[Said]) -> Said:
    """What the model said. Raises BadReply."""
    if completion.ending != "complete":
        raise BadReply(f"the model's reply is {completion.ending}")
    try:
        return schema.model_validate_json(completion.text)
    except ValidationError:
        raise BadReply("the model's reply is not as the schema says") from None
