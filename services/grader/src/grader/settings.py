"""What the service is told by its environment."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, SecretStr, field_validator, model_validator
from pydantic_settings import NoDecode
from traclearn_identity import CognitoSettings
from traclearn_worker import WorkerSettings

from grader.adapters.language_models import Account, ModelChoice, Price, parse_prices
from grader.domain.errors import UnknownModel
from grader.domain.spending import Limits

Usd = Annotated[
    Decimal | None,
    Field(ge=0, le=1_000_000),
    BeforeValidator(lambda said: None if said in {"", "none"} else said),
]


class Settings(WorkerSettings, CognitoSettings):
    """The runtime's settings and the service's own. Times are seconds."""

    prefetch: int = Field(default=90, ge=0, description="See WorkerSettings: a hundred answers are held.")
    embedding_model_dir: Path = Field(description="Where the embedding model's two files lie.")
    question_deadline: float = Field(
        default=3600, gt=0, description="How long an answer waits for its question before it is ungradable."
    )
    appeal_deadline: float = Field(
        default=3600,
        gt=0,
        description="How long an appeal waits for a second grader; then an author decides.",
    )
    hints_per_minute: int = Field(default=100, ge=1, description="Hints and explanations for each learner.")
    grader_models: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Language models that grade, with commas between, the cheapest first: "
        "`openai:gpt-5-mini, anthropic:claude-haiku-4-5`. None: graded offline.",
    )
    model_timeout: float = Field(default=30, gt=0, le=40, description="What one call of a model may take.")
    model_concurrency: int = Field(default=8, ge=1, description="Calls of one model at once.")
    model_prices: Annotated[Mapping[str, Price], NoDecode] = Field(
        default={},
        description="Of models that are on no price list, in USD for a million tokens in and out: "
        "`my-model=0.15/0.60`, with commas between.",
    )
    daily_budget_usd: Usd = Field(
        default=Decimal(10),
        description="What all calls may cost in a day of UTC. `none`: no limit.",
    )
    course_daily_budget_usd: Usd = Field(
        default=None, description="The same of a course whose authors have not said another."
    )
    learner_daily_budget_usd: Usd = Field(default=Decimal("0.5"), description="The same of one learner.")
    question_daily_budget_usd: Usd = Field(default=Decimal(2), description="The same of one question.")
    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = Field(default=None, description="Of a server that speaks OpenAI's format.")
    anthropic_api_key: SecretStr | None = None
    anthropic_base_url: str | None = None

    @field_validator("grader_models", mode="before")
    @classmethod
    def split(cls, said: object) -> object:
        return [one.strip() for one in said.split(",") if one.strip()] if isinstance(said, str) else said

    @field_validator("model_prices", mode="before")
    @classmethod
    def read_prices(cls, said: object) -> object:
        try:
            return parse_prices(said) if isinstance(said, str) else said
        except UnknownModel as error:
            raise ValueError(str(error)) from error

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
        price = self.model_prices.get(choice.model)
        return Account(key, url, self.model_timeout, self.model_concurrency, price)

    @property
    def limits(self) -> Limits:
        return Limits(
            daily=self.daily_budget_usd,
            course=self.course_daily_budget_usd,
            learner=self.learner_daily_budget_usd,
            question=self.question_daily_budget_usd,
        )
