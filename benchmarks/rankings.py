"""The peers: BM25 and the bare embedder over the same chunks in memory, and what is asked of a ranking."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi
from traclearn_embedding import Embedder
from traclearn_english import FUNCTION_WORDS

from benchmarks.questions import Question

MAX_RANK = 50
"""Places that are looked at; what is further down counts as not found."""
RRF_K = 60
"""The customary constant of reciprocal rank fusion."""


@dataclass(frozen=True, slots=True)
class Chunk:
    id: str
    name: str
    heading: tuple[str, ...]
    content: str
    passage: str


def tokens(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.lower()) if word not in FUNCTION_WORDS]


class Peers:
    """Each method gives the places of all chunks for one question, the best first."""

    def __init__(self, chunks: Sequence[Chunk], embedder: Embedder) -> None:
        self._embedder = embedder
        self._vectors = embedder.embed([chunk.passage for chunk in chunks])
        self._bm25 = BM25Okapi([tokens(chunk.passage) for chunk in chunks])

    def bm25(self, question: str) -> NDArray[np.intp]:
        return np.argsort(-self._bm25.get_scores(tokens(question)), kind="stable")

    def embedder(self, question: str) -> NDArray[np.intp]:
        return np.argsort(-(self._vectors @ self._embedder.embed([question])[0]), kind="stable")

    def fused(self, question: str) -> NDArray[np.intp]:
        """Both by reciprocal rank fusion: what one gets without looking at scores."""
        ranks = [np.argsort(order) for order in (self.bm25(question), self.embedder(question))]
        return np.argsort(-sum(1 / (RRF_K + 1 + rank) for rank in ranks), kind="stable")


def reciprocal(question: Question, found: Sequence[Chunk]) -> float:
    """1 over the place of the first right chunk; 0.0 when it is not among the first fifty."""
    for place, chunk in enumerate(found[:MAX_RANK], 1):
        if question.answered_by(chunk.name, chunk.heading, chunk.content):
            return 1 / place
    return 0.0


def figures(reciprocals: Sequence[float]) -> dict[str, float]:
    return {
        "mrr": round(fmean(reciprocals), 3),
        "hit@5": round(fmean(value >= 1 / 5 for value in reciprocals), 3),
        "hit@1": round(fmean(value == 1 for value in reciprocals), 3),
    }


def interval(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    """The middle 95 % of the ratio of means over questions drawn again (bootstrap, always the same draws)."""
    mine, peer = np.array(ours), np.array(theirs)
    draws = np.random.default_rng(0).integers(0, len(mine), (2000, len(mine)))
    ratios = mine[draws].mean(axis=1) / peer[draws].mean(axis=1)
    return [round(float(value), 2) for value in np.percentile(ratios, [2.5, 97.5])]
