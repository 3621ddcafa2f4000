"""Vectors of texts that come again: many learners have the same goal."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np

from traclearn_embedding.port import Embedder, Vectors

MAX_VECTORS = 4096
"""How many are kept: 6 MB at 384 dimensions."""


class CachedEmbedder:
    """An Embedder that remembers its latest vectors. Safe to share between threads."""

    def __init__(self, inner: Embedder, size: int = MAX_VECTORS) -> None:
        self._inner = inner
        self._size = size
        self._known: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = Lock()

    @property
    def model_id(self) -> str:
        return self._inner.model_id

    @property
    def dimension(self) -> int:
        return self._inner.dimension

    @property
    def max_tokens(self) -> int:
        return self._inner.max_tokens

    def count(self, texts: Sequence[str]) -> list[int]:
        return self._inner.count(texts)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """As the inner one; each distinct new text is embedded once."""
        found = self._recall(texts)
        new = [text for text in dict.fromkeys(texts) if text not in found]
        if new:
            found.update(zip(new, self._inner.embed(new), strict=True))
        self._keep(found)
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack([found[text] for text in texts])

    def _recall(self, texts: Sequence[str]) -> dict[str, Vectors]:
        with self._lock:
            return {text: self._known[text] for text in texts if text in self._known}

    def _keep(self, found: dict[str, Vectors]) -> None:
        with self._lock:
            for text, vector in found.items():
                self._known[text] = vector
                self._known.move_to_end(text)
            while len(self._known) > self._size:
                self._known.popitem(last=False)
