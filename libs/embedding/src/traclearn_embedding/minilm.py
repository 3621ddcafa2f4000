"""all-MiniLM-L6-v2, quantized, on ONNX: 23 MB, about 3 ms a sentence on one thread."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits
from tokenizers import Encoding, Tokenizer

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # else it reports to its maker from its import on

import onnxruntime as ort
from onnxruntime.capi.onnxruntime_pybind11_state import EPFail, Fail, RuntimeException

from traclearn_embedding.errors import EmbeddingError, ModelFailed, ModelMissing
from traclearn_embedding.port import Vectors

MODEL_ID = "all-minilm-l6-v2-q"
DIMENSION = 384
MAX_TOKENS = 256  # what the model was trained for; its tokenizer file says 128, which cuts passages
RUNTIME_ERRORS = (EPFail, Fail, RuntimeException, MemoryError)
"""What a run raises where memory is short; no text does, since each is cut to what the model takes."""
Offsets = Sequence[tuple[int, int]]
"""Half-open [start, end) in characters of a text, in order."""
FILES = (f"{MODEL_ID}.onnx", f"{MODEL_ID}-tokenizer.json")


def find_files(folder: Path) -> tuple[Path, Path]:
    """Model and tokenizer in `folder` or in its subfolder of the model's name. Raises ModelMissing."""
    for place in (folder, folder / MODEL_ID):
        model, tokenizer = (place / name for name in FILES)
        if model.is_file() and tokenizer.is_file():
            return model, tokenizer
    missing = next((name for name in FILES if not (folder / name).is_file()), FILES[0])
    raise ModelMissing(folder, missing)


def open_session(model: Path) -> Any:
    """One thread, in NumPy's products of vectors, too: a worker scales by tasks, and more threads only fight
    over the same two cores. With them a long answer took twice the processor's time."""
    threadpool_limits(1, user_api="blas")
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


class MiniLM:
    """The Embedder that runs anywhere, and a SpanEmbedder. Safe to share between threads."""

    model_id = MODEL_ID
    dimension = DIMENSION
    max_tokens = MAX_TOKENS

    def __init__(self, session: Any, tokenizer: Tokenizer) -> None:
        self._session = session
        self._tokenizer = tokenizer
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._counter = Tokenizer.from_str(tokenizer.to_str())
        tokenizer.enable_truncation(max_length=MAX_TOKENS)

    @classmethod
    def load(cls, folder: Path) -> "MiniLM":
        """Reads the two files below `folder`. Raises ModelMissing, or EmbeddingError for broken files."""
        model, tokenizer = find_files(folder)
        try:
            return cls(open_session(model), Tokenizer.from_file(str(tokenizer)))
        except Exception as error:
            raise EmbeddingError(f"The embedding model in {model.parent} cannot be read: {error}") from error

    def count(self, texts: Sequence[str]) -> list[int]:
        return [len(encoding.ids) for encoding in self._counter.encode_batch_fast(list(texts))]

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Float32 [len(texts), 384], rows of length 1. A text beyond 256 tokens counts with its first 256."""
        vectors = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        for row, text in enumerate(texts):
            hidden, encoding = self._run(text)
            vectors[row] = pooled(hidden, np.array([encoding.attention_mask]))
        return vectors

    def embed_spans(self, text: str, spans: Sequence[tuple[int, int]]) -> Vectors:
        """Float32 [len(spans), 384]: each span of characters in the sense that it has in this text.

        A row is the mean of the span's tokens, scaled to length 1; of a span beyond 256 tokens it is zero.
        """
        hidden, encoding = self._run(text)
        return pooled_spans(hidden[0], encoding.offsets, spans)

    def _run(self, text: str) -> tuple[Vectors, Encoding]:
        """The model's last hidden state [1, tokens, 384], and what the tokens are."""
        # One text a run: the quantized model scales its activations over the whole batch, so the same text
        # would get other numbers beside other texts; and on one thread a batch of 16 is slower, by 3 % for
        # sentences and by half for passages, because of the padding. 97 % of the time is the model's own.
        encoding = self._tokenizer.encode(text)
        mask = np.array([encoding.attention_mask], dtype=np.int64)
        inputs = {
            "input_ids": np.array([encoding.ids], dtype=np.int64),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        }
        try:
            (hidden,) = self._session.run(["last_hidden_state"], inputs)
        except RUNTIME_ERRORS as error:
            raise ModelFailed(f"The embedding model could not be run: {type(error).__name__}.") from error
        return hidden, encoding


def pooled(hidden: Vectors, mask: np.ndarray[Any, Any]) -> Vectors:
    """The mean of the tokens that count, scaled to length 1: [1, tokens, d] and [1, tokens] to [d]."""
    weights = mask[0, :, None].astype(np.float32)
    return unit((hidden[0] * weights).sum(axis=0) / max(float(weights.sum()), 1.0))


def pooled_spans(hidden: Vectors, offsets: Offsets, spans: Offsets) -> Vectors:
    """The mean of each span's tokens, scaled to length 1: [tokens, d] and their [start, end) to [spans, d].

    Both are in order and without overlap, so that one walk over the tokens serves all spans.
    """
    rows = np.zeros((len(spans), hidden.shape[1]), dtype=np.float32)
    at = 0
    for row, (start, end) in enumerate(spans):
        while at < len(offsets) and offsets[at][1] <= start:
            at += 1  # an empty token is one of the model's own: [CLS], [SEP]
        stop = at
        while stop < len(offsets) and offsets[stop][0] < end and offsets[stop][1] > start:
            stop += 1
        if stop > at:
            rows[row] = unit(hidden[at:stop].mean(axis=0))
    return rows


def unit(vector: Vectors) -> Vectors:
    """Scaled to length 1; a zero stays one."""
    length = float(np.linalg.norm(vector))
    scaled: Vectors = (vector / length if length else vector).astype(np.float32)
    return scaled
