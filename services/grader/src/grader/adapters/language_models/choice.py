"""Which models grade, as an operator says it: `openai:gpt-5-mini`, the cheapest first.

A provider's SDK is imported where its model is opened: they take seconds, and who grades offline needs none.
"""

from dataclasses import dataclass

from pydantic import SecretStr

from grader.adapters.language_models.grader import ModelGrader
from grader.adapters.language_models.prices import Price, PriceList
from grader.adapters.language_models.provider import OPENAI, PROVIDERS, Provider
from grader.domain.errors import UnknownModel


@dataclass(frozen=True, slots=True)
class ModelChoice:
    provider: str
    model: str

    @classmethod
    def parse(cls, said: str) -> "ModelChoice":
        """Raises UnknownModel, in words for an operator."""
        provider, _, model = said.strip().partition(":")
        if provider not in PROVIDERS or not model:
            known = " or ".join(f"{name}:MODEL" for name in PROVIDERS)
            raise UnknownModel(f"{said!r} names no model: write {known}.")
        return cls(provider, model)


@dataclass(frozen=True, slots=True)
class Account:
    """Where a provider is, and our key. Times are seconds."""

    key: SecretStr
    base_url: str | None = None
    timeout: float = 30.0
    concurrency: int = 8
    price: Price | None = None
    """Of our own, in place of the list's."""


def open_grader(choice: ModelChoice, account: Account) -> ModelGrader:
    """Connects to nothing. The SDK tries nothing again: the runtime does. Raises UnknownModel."""
    prices = PriceList(choice.provider, choice.model, account.price)
    return ModelGrader(_open(choice, account), prices, account.concurrency)


def _open(choice: ModelChoice, account: Account) -> Provider:
    key, url, seconds = account.key.get_secret_value(), account.base_url, account.timeout
    if choice.provider == OPENAI:
        from openai import AsyncOpenAI

        from grader.adapters.language_models.openai_model import OpenAIModel

        return OpenAIModel(
            choice.model, AsyncOpenAI(api_key=key, base_url=url, timeout=seconds, max_retries=0)
        )
    from anthropic import AsyncAnthropic

    from grader.adapters.language_models.anthropic_model import AnthropicModel

    return AnthropicModel(
        choice.model, AsyncAnthropic(api_key=key, base_url=url, timeout=seconds, max_retries=0)
    )
