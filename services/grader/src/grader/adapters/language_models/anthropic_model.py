"""Anthropic's models, by its Messages API with structured output.

Format: https://platform.claude.com/docs/en/api/messages
"""

import time

from anthropic import APIConnectionError, APIStatusError, AsyncAnthropic
from anthropic.types import Message
from pydantic import ValidationError

from grader.adapters.language_models.failures import error_of
from grader.adapters.language_models.prompt import MAX_REPLY_TOKENS, Prompt
from grader.adapters.language_models.provider import Completion, unreadable

NAME = "anthropic"
CUT = {"max_tokens", "model_context_window_exceeded"}


class AnthropicModel:
    """See `grader.adapters.language_models.provider.Provider`."""

    name = NAME

    def __init__(self, model: str, client: AsyncAnthropic) -> None:
        self.model = model
        self._client = client

    async def close(self) -> None:
        await self._client.close()

    async def complete(self, prompt: Prompt, key: str) -> Completion:
        began = time.monotonic()
        try:
            reply = await self._client.messages.create(
                model=self.model,
                system=prompt.instructions,
                messages=[{"role": "user", "content": prompt.document}],
                output_config={"format": {"type": "json_schema", "schema": prompt.schema}},
                max_tokens=MAX_REPLY_TOKENS,
                extra_headers={"Idempotency-Key": key},
            )
        except APIStatusError as error:
            raise error_of(NAME, error, error.response) from error
        except APIConnectionError as error:
            raise error_of(NAME, error, None) from error
        except ValueError:
            return unreadable(NAME, self.model)  # no JSON
        try:
            return completion_of(reply, time.monotonic() - began)
        except (AttributeError, TypeError, ValidationError):
            return unreadable(NAME, self.model)  # the SDK checks nothing


def completion_of(reply: Message, seconds: float) -> Completion:
    refused = reply.stop_reason == "refusal"
    return Completion(
        provider=NAME,
        model=reply.model,
        reply_id=reply.id,
        text="".join(block.text for block in reply.content if block.type == "text"),
        ending="refused" if refused else "cut" if reply.stop_reason in CUT else "complete",
        input_tokens=reply.usage.input_tokens,
        output_tokens=reply.usage.output_tokens,
        seconds=round(seconds, 3),
    )
