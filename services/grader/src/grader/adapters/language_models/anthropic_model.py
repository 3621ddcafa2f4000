"""Anthropic's models, by its Messages API with structured output.

Format: https://platform.claude.com/docs/en/api/messages
"""

from anthropic import APIConnectionError, APIStatusError, AsyncAnthropic
from anthropic.types import Message

from grader.adapters.language_models.failures import completed
from grader.adapters.language_models.prompt import MAX_REPLY_TOKENS, Prompt
from grader.adapters.language_models.provider import ANTHROPIC, Completion

CUT = {"max_tokens", "model_context_window_exceeded"}


class AnthropicModel:
    """See `grader.adapters.language_models.provider.Provider`."""

    name = ANTHROPIC

    def __init__(self, model: str, client: AsyncAnthropic) -> None:
        self.model = model
        self._client = client

    async def close(self) -> None:
        await self._client.close()

    async def complete(self, prompt: Prompt, key: str) -> Completion:
        call = self._client.messages.create(
            model=self.model,
            system=prompt.instructions,
            messages=[{"role": "user", "content": prompt.document}],
            output_config={"format": {"type": "json_schema", "schema": prompt.schema}},
            max_tokens=MAX_REPLY_TOKENS,
            extra_headers={"Idempotency-Key": key},
        )
        return await completed(self, call, completion_of, (APIStatusError, APIConnectionError))


def completion_of(reply: Message) -> Completion:
    refused = reply.stop_reason == "refusal"
    return Completion(
        provider=ANTHROPIC,
        model=reply.model,
        reply_id=reply.id,
        text="".join(block.text for block in reply.content if block.type == "text"),
        ending="refused" if refused else "cut" if reply.stop_reason in CUT else "complete",
        input_tokens=reply.usage.input_tokens,
        output_tokens=reply.usage.output_tokens,
    )
