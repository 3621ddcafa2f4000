"""The Grader that asks a language model."""

import asyncio

from pydantic import ValidationError
from traclearn_contracts.models import Provenance

from grader.adapters.language_models.prices import cost_usd
from grader.adapters.language_models.prompt import HASH, VERSION, prompt_of
from grader.adapters.language_models.provider import Completion, Provider
from grader.adapters.language_models.verdicts import read_verdicts
from grader.application.ports import Reply
from grader.domain.errors import BadReply
from grader.domain.judgement import Judgement
from grader.domain.question import Question


class ModelGrader:
    """At most so many calls are under way at once; the others wait their turn."""

    provisional = False

    def __init__(self, provider: Provider, concurrency: int) -> None:
        self._provider = provider
        self._turns = asyncio.Semaphore(concurrency)
        self.name = f"{provider.name}/{provider.model}"

    @property
    def dependency(self) -> str:
        return self._provider.name

    async def close(self) -> None:
        await self._provider.close()

    async def ask(self, question: Question, answer: str, key: str) -> Reply:
        async with self._turns:
            completion = await self._provider.complete(prompt_of(question, answer), key)
        return completion.model_dump(mode="json") | {"prompt_version": VERSION, "prompt_hash": HASH}

    def read(self, question: Question, answer: str, reply: Reply) -> Judgement:
        return read_verdicts(completion_of(reply), question, answer)

    def provenance(self, reply: Reply) -> Provenance:
        """As the reply says it, not as it is configured."""
        completion = completion_of(reply)
        return Provenance(
            provider=completion.provider,
            model=completion.model,
            prompt_version=reply["prompt_version"],
            prompt_hash=reply["prompt_hash"],
            input_tokens=completion.input_tokens,
            output_tokens=completion.output_tokens,
            cost_usd=cost_usd(completion),
        )


def completion_of(reply: Reply) -> Completion:
    try:
        return Completion.model_validate(reply)
    except ValidationError:
        raise BadReply("the kept reply is no completion") from None
