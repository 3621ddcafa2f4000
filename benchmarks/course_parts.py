"""Chunks out of the sentences of real ones, with vectors that need no run of the model.

A varied chunk keeps some of its sentences, in their order, and gets some of other chunks, so that words and
topics stay as frequent as they are. Its vector is put together in the same way: a sentence's share in its
passage's vector is the mean of its tokens there, by their number; small noise stands for other wording. All
shares of a real passage give its own vector (cosine 0.99 and more); those of a varied one come to about 0.91
of what the model makes of the new text. So neighbourhoods are those of texts that say nearly the same, and
100,000 passages, a quarter of an hour of embedding, come in seconds.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from indexer.domain.sentences import sentences
from traclearn_embedding import SpanEmbedder, Vectors

KEPT_SHARE = (0.4, 0.9)
"""Of a chunk's sentences: from, to."""
FOREIGN_SHARE = 0.5
"""Sentences of other chunks, for each that is kept."""
NOISE = 0.1
"""Length of the noise; a vector's own is 1."""


class Parts(NamedTuple):
    """A chunk taken apart. `sums` is [1 + sentences, dimension]: each part's tokens added up, the headings'
    first."""

    sentences: tuple[str, ...]
    sums: Vectors


def take_apart(passage: str, content: str, embedder: SpanEmbedder) -> Parts:
    """`passage` is the content under a line of its headings."""
    own = tuple(sentences(content))
    texts = [passage.removesuffix(content), *own]
    ends = np.cumsum([len(text) for text in texts]).tolist()
    means = embedder.embed_spans(passage, list(zip([0, *ends], ends, strict=False)))
    tokens = np.array([embedder.count([text])[0] for text in texts], dtype=np.float32)
    return Parts(own, means * tokens[:, None])


def vary(own: Parts, all: Sequence[Parts], random: np.random.Generator) -> tuple[str, Vectors]:
    """Another text about the same, and its vector."""
    count = max(1, round(len(own.sentences) * random.uniform(*KEPT_SHARE)))
    kept = np.sort(random.choice(len(own.sentences), count, replace=False))
    text = "".join(own.sentences[at] for at in kept).strip()
    vector = own.sums[0] + own.sums[1 + kept].sum(axis=0)
    for _ in range(max(1, round(FOREIGN_SHARE * count))):
        other = all[int(random.integers(len(all)))]
        at = int(random.integers(len(other.sentences)))
        text += f"\n\n{other.sentences[at].strip()}"
        vector = vector + other.sums[1 + at]
    noise = random.standard_normal(len(vector), dtype=np.float32)
    return text, unit(unit(vector) + NOISE * unit(noise))


def unit(vector: Vectors) -> Vectors:
    return vector / np.linalg.norm(vector)
