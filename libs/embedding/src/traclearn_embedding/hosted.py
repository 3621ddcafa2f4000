"""A hosted model behind the API that OpenAI made common: `POST {base}/embeddings`."""

import random
from collections.abc import Iterator, Sequence
from typing import Self

import httpx
import numpy as np
import tenacity

from traclearn_embedding import wire
from traclearn_embedding.endpoint import Endpoint
from traclearn_embedding.errors import EmbedderDown, EmbedderRefused, NotNow, RateLimited, TextRefused
from traclearn_embedding.limits import Budget, Limits, Pace, Unlimited
from traclearn_embedding.port import Vectors
from traclearn_embedding.tokens import estimated_tokens, shortened

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0
"""Seconds: between these doubles what a retry waits at most; how long it waits is drawn."""
DEFAULTS, FREE = Limits(), Unlimited()
REST = 15.0
"""Seconds that a caller should wait at least before it calls again, after all our attempts failed."""


class Hosted:
    """The Embedder by HTTP. Safe to share between threads; close it, or use it with `with`.

    `embed` raises RateLimited, EmbedderDown, BudgetSpent (call again after `retry_in`), EmbedderRefused,
    TextRefused or BadReply. What earlier batches of the same call brought is lost: call with few.
    """

    def __init__(self, endpoint: Endpoint, limits: Limits = DEFAULTS, budget: Budget = FREE) -> None:
        self._endpoint = endpoint
        self._limits = limits
        self._budget = budget
        self._pace = Pace(limits)
        self._client = httpx.Client(timeout=limits.timeout, headers=endpoint.headers)

    @property
    def model_id(self) -> str:
        return self._endpoint.model_id

    @property
    def dimension(self) -> int:
        return self._endpoint.dimension

    @property
    def max_tokens(self) -> int:
        return self._limits.max_tokens

    def count(self, texts: Sequence[str]) -> list[int]:
        """Estimated, never too low for prose; see `estimated_tokens`."""
        return [estimated_tokens(text) for text in texts]

    def embed(self, texts: Sequence[str]) -> Vectors:
        try:
            rows = [self._request(batch, tokens) for batch, tokens in self._batches(texts)]
        except TextRefused as error:
            self._request_plain(error)
            raise
        return np.concatenate(rows) if rows else np.zeros((0, self.dimension), dtype=np.float32)

    def close(self) -> None:
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _batches(self, texts: Sequence[str]) -> Iterator[tuple[list[str], int]]:
        """Texts with the tokens that they take together."""
        batch: list[str] = []
        total = 0
        for text in (shortened(text, self.max_tokens) for text in texts):
            tokens = estimated_tokens(text)
            full = len(batch) >= self._limits.batch_texts or total + tokens > self._limits.batch_tokens
            if batch and full:
                yield batch, total
                batch, total = [], 0
            batch.append(text)
            total += tokens
        if batch:
            yield batch, total

    def _request(self, texts: list[str], tokens: int) -> Vectors:
        paid = False
        try:
            for attempt in self._attempts():
                with attempt:
                    if wait := self._pace.wait(tokens):
                        raise RateLimited("Our own limit for the embedding API is reached.", wait)
                    if not paid:
                        self._budget.spend(tokens)
                        paid = True
                    body = self._endpoint.body(texts)
                    reply = wire.post(self._client, self._endpoint.base, body, self._limits.timeout)
                    return wire.rows(reply, len(texts), self.dimension)
        except (RateLimited, EmbedderDown) as error:
            error.retry_in = max(error.retry_in, REST)
            raise
        raise AssertionError("the last attempt raises")

    def _request_plain(self, refused: TextRefused) -> None:
        """Raises EmbedderRefused when not even a plain word is taken: then it was not the texts' fault."""
        try:
            self._request(["word"], 1)
        except TextRefused as error:
            raise EmbedderRefused(str(refused)) from error

    def _attempts(self) -> tenacity.Retrying:
        out_of_attempts = tenacity.stop_after_attempt(self._limits.attempts)
        return tenacity.Retrying(
            retry=tenacity.retry_if_exception_type((RateLimited, EmbedderDown)),
            stop=out_of_attempts | tenacity.stop_before_delay(self._limits.patience),
            wait=pause,
            reraise=True,
        )


def pause(state: tenacity.RetryCallState) -> float:
    """Seconds: full jitter, on top of what the API asked for."""
    error = state.outcome.exception() if state.outcome else None
    told = error.retry_in if isinstance(error, NotNow) else 0.0
    return told + random.uniform(0, min(LONGEST_PAUSE, FIRST_PAUSE * 2**state.attempt_number))
