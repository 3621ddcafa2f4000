"""What others rely on: vectors of length 1 for texts and their words, clear words on a missing model."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_info
from traclearn_embedding import EmbeddingError, MiniLM, ModelFailed, ModelMissing
from traclearn_embedding.minilm import FILES, RUNTIME_ERRORS, pooled, pooled_spans


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


def test_a_span_is_the_mean_of_its_tokens_and_the_models_own_tokens_count_nowhere():
    hidden = np.array([[9.0, 9.0], [3.0, 0.0], [0.0, 3.0], [0.0, 2.0], [9.0, 9.0]], dtype=np.float32)
    offsets = [(0, 0), (0, 3), (3, 5), (6, 9), (0, 0)]  # two tokens of one word, another word
    rows = pooled_spans(hidden, offsets, [(0, 5), (6, 9), (10, 12)])
    half = 0.5**0.5
    assert rows == pytest.approx(np.array([[half, half], [0, 1], [0, 0]]))


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


def test_word_means_what_its_sentence_makes_of_it(minilm):
    river, money = "He sat on the bank of the river.", "She put her money into the bank."
    (wet,), (rich,) = (minilm.embed_spans(text, [place(text, "bank")]) for text in (river, money))
    loan = "The bank gave us a loan."
    (lender,) = minilm.embed_spans(loan, [place(loan, "bank")])
    assert np.linalg.norm(wet) == pytest.approx(1, abs=1e-5)
    assert lender @ rich > lender @ wet


@pytest.mark.usefixtures("minilm")
def test_a_process_that_embeds_multiplies_on_one_thread():
    assert [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"] == [1]


def test_words_beyond_what_the_model_takes_have_no_vector(minilm):
    text = "word " * 400
    spans = [(5 * n, 5 * n + 4) for n in range(400)]
    lengths = np.linalg.norm(minilm.embed_spans(text, spans), axis=1)
    inside = minilm.max_tokens - 2
    assert lengths[:inside] == pytest.approx(1, abs=1e-5) and not lengths[inside:].any()


@pytest.mark.parametrize("error", RUNTIME_ERRORS)
def test_run_that_fails_for_want_of_memory_is_told_from_a_bad_text(minilm, error):
    class Full:
        def run(self, *_):
            raise error("no memory")

    with pytest.raises(ModelFailed):
        MiniLM(Full(), minilm._tokenizer).embed_spans("word", [(0, 4)])


def place(text, word):
    start = text.index(word)
    return start, start + len(word)
