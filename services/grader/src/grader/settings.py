"""What the service is told by its environment."""

from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import NoDecode
from traclearn_identity import CognitoSettings
from traclearn_worker import WorkerSettings

from grader.adapters.language_models import Account, ModelChoice
from grader.domain.errors import UnknownModel


class Settings(WorkerSettings, CognitoSettings):
    """The runtime's settings and the service's own. Times are seconds."""

    prefetch: int = Field(default=90, ge=0, description="See WorkerSettings: a hundred answers are held.")
    embedding_model_dir: Path = Field(description="Where the embedding model's two files lie.")
    question_deadline: float = Field(
        default=3600, gt=0, description="How long an answer waits for its question before it is ungradable."
    )
    hints_per_minute: int = Field(default=100, ge=1, description="Hints and explanations for each learner.")
    grader_models: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Language models that grade, with commas between, the cheapest first: "
        "`openai:gpt-5-mini, anthropic:claude-haiku-4-5`. None: graded offline.",
    )
    model_timeout: float = Field(default=30, gt=0, le=40, description="What one call of a model may take.")
    model_concurrency: int = Field(default=8, ge=1, description="Calls of one model at once.")
    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = Field(default=None, description="Of a server that speaks OpenAI's format.")
    anthropic_api_key: SecretStr | None = None
    anthropic_base_url: str | None = None

    @field_validator("grader_models", mode="before")
    @classmethod
    def split(cls, said: object) -> object:
        return [one.strip() for one in said.split(",") if one.strip()] if isinstance(said, str) else said

    @model_validator(mode="after")
    def check_models(self) -> Self:
        try:
            for choice in self.choices:
                self.account(choice)
        except UnknownModel as error:
            raise ValueError(str(error)) from error
        return self

    @property
    def choices(self) -> list[ModelChoice]:
        return [ModelChoice.parse(said) for said in self.grader_models]

    def account(self, choice: ModelChoice) -> Account:
        """Raises UnknownModel where its provider's key is missing."""
        key = getattr(self, f"{choice.provider}_api_key")
        if key is None:
            raise UnknownModel(f"{choice.provider.upper()}_API_KEY is missing for {choice.model}.")
        url = getattr(self, f"{choice.provider}_base_url")
        return Account(key, url, self.model_timeout, self.model_concurrency)
