"""The port: whatever turns texts into vectors of one space."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""[n, dimension], each row of length 1, so that a dot product is a cosine."""


class Embedder(Protocol):
    """One vector space. Vectors of different `model_id` never mix: store the id with the vector."""

    @property
    def model_id(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    @property
    def max_tokens(self) -> int:
        """What is beyond in a text has no part in its vector."""
        ...

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each whole text, special ones included; more than `max_tokens` means that it is cut."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row a text, in order; [0, dimension] for none. Blocks: call it off the event loop."""
        ...


class SpanEmbedder(Protocol):
    """Words in the sense that they have in their text: what one vector for the whole text cannot tell."""

    @property
    def model_id(self) -> str: ...

    @property
    def max_tokens(self) -> int:
        """What is beyond in a text has no vector."""
        ...

    def count(self, texts: Sequence[str]) -> list[int]:
        """As an Embedder's."""
        ...

    def embed_spans(self, text: str, spans: Sequence[tuple[int, int]]) -> Vectors:
        """[len(spans), dimension] for spans [start, end) of characters, in order and without overlap.

        Zero for a span beyond `max_tokens`. Blocks; raises ModelFailed when it may work the next time.
        """
        ...
