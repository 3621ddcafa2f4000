"""What others rely on: pooling to length 1, each text embedded once, and a clear word on a missing model."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from traclearn_embedding import CachedEmbedder, EmbeddingError, MiniLM, ModelMissing
from traclearn_embedding.minilm import FILES, pooled


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


def test_a_missing_model_says_where_and_what_to_do(tmp_path: Path):
    with pytest.raises(ModelMissing, match=r"all-minilm-l6-v2-q\.onnx is not in .*traclearn-local install"):
        MiniLM.load(tmp_path)


def test_a_process_that_embeds_keeps_nothing_for_the_runtime_s_maker(tmp_path: Path):
    """onnxruntime collects, stores and sends usage from its import on."""
    environment = {"XDG_CACHE_HOME": str(tmp_path), "HOME": str(tmp_path)}
    load = "from traclearn_embedding.minilm import ort; ort.get_available_providers()"
    subprocess.run([sys.executable, "-c", load], env=environment, check=True)
    assert list(tmp_path.rglob("*")) == []


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


@pytest.fixture(scope="module")
def minilm():
    """The real model; `make install` brings it."""
    named = os.environ.get("EMBEDDING_MODEL_DIR")
    return MiniLM.load(
        Path(named) if named else Path(__file__).parents[3] / ".traclearn" / "tools" / "models"
    )


def test_a_vector_does_not_depend_on_its_neighbours(minilm):
    texts = ["A commit records a snapshot.", "A branch is a name. " * 20, "HEAD"]
    together = minilm.embed(texts)
    assert np.array_equal(together, np.concatenate([minilm.embed([text]) for text in texts]))
    assert np.linalg.norm(together, axis=1) == pytest.approx([1, 1, 1])


def test_the_count_says_what_is_cut(minilm):
    whole, cut = "word " * (minilm.max_tokens - 2), "word " * minilm.max_tokens
    assert minilm.count([whole, cut, ""]) == [minilm.max_tokens, minilm.max_tokens + 2, 2]
    assert np.array_equal(minilm.embed([whole + "more"]), minilm.embed([whole]))
