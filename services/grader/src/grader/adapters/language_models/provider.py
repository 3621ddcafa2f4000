"""What the two providers have in common: a completion, and how calls on them fail."""

from typing import Literal, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from grader.adapters.language_models.prompt import Prompt
from grader.domain.errors import BadReply

Said = TypeVar("Said", bound=BaseModel)


class Completion(BaseModel):
    """What came back, as the provider says it: JSON, stored before it is read."""

    model_config = ConfigDict(frozen=True)

    provider: str
    model: str
    reply_id: str
    text: str
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
