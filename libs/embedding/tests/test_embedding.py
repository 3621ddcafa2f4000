"""What others rely on: pooling to length 1, each text embedded once, and a clear word on a missing model."""

from pathlib import Path

import numpy as np
import pytest
from traclearn_embedding import Cached, EmbeddingError, MiniLM, ModelMissing
from traclearn_embedding.minilm import FILES, pooled


class Counting:
    """An embedder of two dimensions that remembers what it was asked."""

    model_id = "counting"
    dimension = 2

    def __init__(self):
        self.asked = []

    def embed(self, texts):
        self.asked.extend(texts)
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32)


def test_a_missing_model_says_where_and_what_to_do(tmp_path: Path):
    with pytest.raises(ModelMissing, match=r"all-minilm-l6-v2-q\.onnx is not in .*traclearn-local install"):
        MiniLM.load(tmp_path)


def test_a_broken_model_is_an_embedding_error(tmp_path: Path):
    for name in FILES:
        (tmp_path / name).write_text("{}")
    with pytest.raises(EmbeddingError, match="cannot be read"):
        MiniLM.load(tmp_path)


def test_pooling_counts_only_what_the_mask_counts():
    hidden = np.array([[[3.0, 0.0], [0.0, 4.0], [9.0, 9.0]]], dtype=np.float32)
    assert pooled(hidden, np.array([[1, 0, 0]])) == pytest.approx([1.0, 0.0])
    assert pooled(hidden, np.array([[1, 1, 0]])) == pytest.approx([0.6, 0.8])


def test_the_cache_asks_once_for_each_text_and_forgets_the_oldest():
    inner = Counting()
    cached = Cached(inner, size=2)
    assert cached.embed(["a", "bb", "a"]).tolist() == [[1, 1], [2, 1], [1, 1]]
    assert cached.embed([]).shape == (0, 2)
    cached.embed(["bb"])
    assert inner.asked == ["a", "bb"]
    cached.embed(["ccc", "a"])
    assert inner.asked == ["a", "bb", "ccc"]
    cached.embed(["bb"])
    assert inner.asked == ["a", "bb", "ccc", "bb"]
