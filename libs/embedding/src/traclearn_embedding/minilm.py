"""all-MiniLM-L6-v2, quantized, on ONNX: 23 MB, about 3 ms a sentence on one thread."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # else it reports to its maker from its import on

import onnxruntime as ort

from traclearn_embedding.errors import EmbeddingError, ModelMissing
from traclearn_embedding.port import Vectors

MODEL_ID = "all-minilm-l6-v2-q"
DIMENSION = 384
MAX_TOKENS = 256  # what the model was trained for; its tokenizer file says 128, which cuts passages
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
    """One thread: a worker scales by tasks, and more threads only fight over the same two cores."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


class MiniLM:
    """The Embedder that runs anywhere. Safe to share between threads."""

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
            vectors[row] = self._vector(text)
        return vectors

    def _vector(self, text: str) -> Vectors:
        # One text a run: the quantized model scales its activations over the whole batch, so the same text
        # would get other numbers beside other texts; and on one thread a batch of 16 is slower, by 3 % for
        # sentences and by half for passages, because of the padding. 97 % of the time is the model's own.
        encoding = self._tokenizer.encode(text)
        mask = np.array([encoding.attention_mask], dtype=np.int64)
        (hidden,) = self._session.run(
            ["last_hidden_state"],
            {
                "input_ids": np.array([encoding.ids], dtype=np.int64),
                "attention_mask": mask,
                "token_type_ids": np.zeros_like(mask),
            },
        )
        return pooled(hidden, mask)


def pooled(hidden: Vectors, mask: np.ndarray[Any, Any]) -> Vectors:
    """The mean of the tokens that count, scaled to length 1: [1, tokens, d] and [1, tokens] to [d]."""
    weights = mask[0, :, None].astype(np.float32)
    mean = (hidden[0] * weights).sum(axis=0) / max(float(weights.sum()), 1.0)
    length = float(np.linalg.norm(mean))
    unit: Vectors = (mean / length if length else mean).astype(np.float32)
    return unit
