"""A hosted model behind the API that OpenAI made common: `POST {base}/embeddings`."""

from collections.abc import Iterator, Sequence
from typing import Self

import numpy as np
from traclearn_hosted import (
    Budget,
    Client,
    InputRefused,
    Limits,
    ModelRefused,
    Unlimited,
    estimated_tokens,
    shortened,
)

from traclearn_embedding.endpoint import BatchLimits, Endpoint
from traclearn_embedding.port import Vectors
from traclearn_embedding.vectors import parse_vectors

LIMITS, BATCHES, FREE = Limits(), BatchLimits(), Unlimited()


class HostedEmbedder:
    """The Embedder by HTTP. Safe to share between threads; close it, or use it with `with`.

    `embed` raises RateLimited, ModelDown, BudgetSpent (call again after `retry_in`), ModelRefused,
    InputRefused or BadReply. What earlier batches of the same call brought is lost: call with few.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        limits: Limits = LIMITS,
        budget: Budget = FREE,
        batches: BatchLimits = BATCHES,
    ) -> None:
        self._endpoint = endpoint
        self._batch = batches
        self._client = Client("embedding API", endpoint.base, endpoint.key, limits, budget)

    @property
    def model_id(self) -> str:
        return self._endpoint.model_id

    @property
    def dimension(self) -> int:
        return self._endpoint.dimension

    @property
    def max_tokens(self) -> int:
        return self._batch.text_tokens

    def count(self, texts: Sequence[str]) -> list[int]:
        """Estimated, never too low for prose; see `estimated_tokens`."""
        return [estimated_tokens(text) for text in texts]

    def embed(self, texts: Sequence[str]) -> Vectors:
        try:
            rows = [self._request(batch, tokens) for batch, tokens in self._batches(texts)]
        except InputRefused as error:
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
            full = len(batch) >= self._batch.texts or total + tokens > self._batch.tokens
            if batch and full:
                yield batch, total
                batch, total = [], 0
            batch.append(text)
            total += tokens
        if batch:
            yield batch, total

    def _request(self, texts: list[str], tokens: int) -> Vectors:
        body = self._endpoint.body(texts)
        return self._client.post(
            "embeddings", body, tokens, lambda reply: parse_vectors(reply, len(texts), self.dimension)
        )

    def _request_plain(self, refused: InputRefused) -> None:
        """Raises ModelRefused when not even a plain word is taken: then it was not the texts' fault."""
        try:
            self._request(["word"], 1)
        except InputRefused as error:
            raise ModelRefused(str(refused)) from error
