"""Models behind OpenAI's chat completions, by whoever serves them.

Format: https://platform.openai.com/docs/api-reference/chat/create
"""

from openai import APIConnectionError, APIStatusError, AsyncOpenAI
from openai.types.chat import ChatCompletion

from grader.adapters.language_models.failures import completed
from grader.adapters.language_models.prompt import MAX_REPLY_TOKENS, Prompt
from grader.adapters.language_models.provider import OPENAI, Completion


class OpenAIModel:
    """See `grader.adapters.language_models.provider.Provider`."""

    name = OPENAI

    def __init__(self, model: str, client: AsyncOpenAI) -> None:
        self.model = model
        self._client = client

    async def close(self) -> None:
        await self._client.close()

    async def complete(self, prompt: Prompt, key: str) -> Completion:
        call = self._client.chat.completions.create(
            model=self.model,
            messages=[
                {"role": "system", "content": prompt.instructions},
                {"role": "user", "content": prompt.document},
            ],
            response_format={
                "type": "json_schema",
                "json_schema": {"name": "verdicts", "schema": prompt.schema, "strict": True},
            },
            max_completion_tokens=MAX_REPLY_TOKENS,
            extra_headers={"Idempotency-Key": key},
        )
        return await completed(self, call, completion_of, (APIStatusError, APIConnectionError))


def completion_of(reply: ChatCompletion) -> Completion:
    """A reply without a choice, as servers that are only nearly compatible send it, has no text."""
    choice = reply.choices[0] if reply.choices else None
    refused = choice and (choice.message.refusal or choice.finish_reason == "content_filter")
    cut = choice and choice.finish_reason == "length"
    return Completion(
        provider=OPENAI,
        model=reply.model,
        reply_id=reply.id,
        text=(choice and choice.message.content) or "",
        ending="refused" if refused else "cut" if cut else "complete",
        input_tokens=reply.usage.prompt_tokens if reply.usage else 0,
        output_tokens=reply.usage.completion_tokens if reply.usage else 0,
    )
