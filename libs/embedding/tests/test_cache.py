"""Each text is embedded once, and the oldest are forgotten."""

import numpy as np
from traclearn_embedding import CachedEmbedder


class Counting:
    """An embedder of two dimensions that remembers what it was asked."""

    model_id = "counting"
    dimension = 2
    max_tokens = 9

    def __init__(self):
        self.asked = []

    def count(self, texts):
        return [len(text) for text in texts]

    def embed(self, texts):
        self.asked.extend(texts)
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32)


def test_the_cache_asks_once_for_each_text_and_forgets_the_oldest():
    inner = Counting()
    cached = CachedEmbedder(inner, size=2)
    assert cached.embed(["a", "bb", "a"]).tolist() == [[1, 1], [2, 1], [1, 1]]
    assert cached.embed([]).shape == (0, 2)
    cached.embed(["bb"])
    assert inner.asked == ["a", "bb"]
    cached.embed(["ccc", "a"])
    assert inner.asked == ["a", "bb", "ccc"]
    cached.embed(["bb"])
    assert inner.asked == ["a", "bb", "ccc", "bb"]
    assert (cached.model_id, cached.max_tokens, cached.count(["bb"])) == ("counting", 9, [2])
