"""The Grader that asks a language model."""

import asyncio
from contextlib import AbstractAsyncContextManager
from decimal import Decimal

from pydantic import ValidationError
from traclearn_contracts.models import Provenance

from grader.adapters.language_models.prices import PRICE_LIST, PriceList
from grader.adapters.language_models.prompt import MAX_REPLY_TOKENS, Prompt, prompt_of
from grader.adapters.language_models.provider import Completion, Provider
from grader.adapters.language_models.tokens import max_input_tokens
from grader.adapters.language_models.verdicts import read_verdicts
from grader.application.ports import Reply
from grader.domain.errors import BadReply, UnknownModel
from grader.domain.judgement import Judgement
from grader.domain.question import Question


class ModelGrader:
    """At most `concurrency` calls are under way at once.

    Raises UnknownModel for a model without a price: what cannot be counted is not bought.
    """

    provisional = False

    def __init__(self, provider: Provider, prices: PriceList, concurrency: int) -> None:
        if prices.usd(1, 1) is None:
            raise UnknownModel(
                f"{provider.model} is not among the {PRICE_LIST}. Say its price in USD for a million tokens "
                f"in and out: MODEL_PRICES={provider.model}=0.15/0.60, or 0/0 where it costs nothing."
            )
        self._provider = provider
        self._prices = prices
        self._turns = asyncio.Semaphore(concurrency)
        self.name = f"{provider.name}/{provider.model}"

    @property
    def dependency(self) -> str:
        return self._provider.name

    async def close(self) -> None:
        await self._provider.close()

    def turn(self) -> AbstractAsyncContextManager[object]:
        return self._turns

    def worst_usd(self, question: Question, answer: str) -> Decimal:
        return self.worst_usd_of(prompt_of(question, answer))

    def worst_usd_of(self, prompt: Prompt) -> Decimal:
        return self._prices.usd(max_input_tokens(prompt), MAX_REPLY_TOKENS) or Decimal(0)

    def cost_usd(self, reply: Reply) -> Decimal | None:
        completion = completion_of(reply)
        if not completion.output_tokens:
            return None
        return self._prices.usd(completion.input_tokens, completion.output_tokens, completion.model)

    async def ask(self, question: Question, answer: str, key: str) -> Reply:
        return await self.complete(prompt_of(question, answer), key)

    async def complete(self, prompt: Prompt, key: str) -> Reply:
        completion = await self._provider.complete(prompt, key)
        return completion.model_dump(mode="json") | {
            "prompt_version": prompt.version,
            "prompt_hash": prompt.hash,
        }

    def read(self, question: Question, answer: str, reply: Reply) -> Judgement:
        return read_verdicts(completion_of(reply), question, answer)

    def provenance(self, reply: Reply) -> Provenance:
        """As the reply says it, not as it is configured."""
        completion = completion_of(reply)
        cost = self.cost_usd(reply)
        return Provenance(
            provider=completion.provider,
            model=completion.model,
            prompt_version=reply["prompt_version"],
            prompt_hash=reply["prompt_hash"],
            input_tokens=completion.input_tokens,
            output_tokens=completion.output_tokens,
            cost_usd=None if cost is None else float(cost),
        )


def completion_of(reply: Reply) -> Completion:
    try:
        return Completion.model_validate(reply)
    except ValidationError:
        raise BadReply("the kept reply is no completion") from None
