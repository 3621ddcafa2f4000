"""Where a hosted model is, and which one it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`base` ends with the version: `https://api.openai.com/v1`."""

    base: str
    model: str
    dimension: int
    key: str = field(default="", repr=False)
    shorten: bool = False
    """Asks for `dimension` numbers of a model that has more; such vectors are a space of their own."""

    @property
    def model_id(self) -> str:
        return f"{self.model}@{self.dimension}" if self.shorten else self.model

    def body(self, texts: Sequence[str]) -> dict[str, Any]:
        # The API takes no empty text, and a blank one says as little.
        body = {"model": self.model, "input": [text or " " for text in texts], "encoding_format": "float"}
        return body | ({"dimensions": self.dimension} if self.shorten else {})


@dataclass(frozen=True, slots=True)
class BatchLimits:
    """How much goes into one request."""

    texts: int = 128
    """Small enough that a broken run repeats little (OpenAI takes 2,048)."""
    tokens: int = 50_000
    """Estimated (OpenAI takes 300,000)."""
    text_tokens: int = 8_000
    """Of one text (OpenAI's models take 8,191)."""
