"""Texts with a vector for each word; a question's own come again with each of its answers, and are kept."""

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from traclearn_embedding import SpanEmbedder, Vectors

from grader.adapters.offline.features import ReadText
from grader.domain.language.spans import Span, sentences
from grader.domain.language.words import Word, split_words, words_bytes
from grader.domain.sized_cache import SizedCache

MAX_TOKENS = 2048
"""Tokens of a text whose words get vectors, about 0.07 ms each; its other words count by spelling alone.
An answer with more is far longer than any question asks, and is flagged for that."""
MAX_KEPT_BYTES = 96 << 20
"""Of references, criteria and graded answers whose vectors are kept: 70 kB for one of 40 words."""


def text_bytes(text: str, read: ReadText) -> int:
    """Its sets of stems and pairs take about as much as its words."""
    return 2 * words_bytes(text, read.words) + read.vectors.nbytes


class Reader:
    """Reads texts by one model. Safe to share between threads."""

    def __init__(self, embedder: SpanEmbedder) -> None:
        self._embedder = embedder
        self.read_again = SizedCache(self.read, text_bytes, MAX_KEPT_BYTES)
        """As `read`, for texts that come again."""

    def pieces(self, words: Sequence[str]) -> list[int]:
        """Of the model's vocabulary that each word takes: one where it knows the word."""
        frame, *found = self._embedder.count(["", *words])
        return [tokens - frame for tokens in found]

    def read(self, text: str) -> ReadText:
        """All words of `text`, each in the sense that it has among its neighbours."""
        found = split_words(text)
        rows = [self._rows(text, window, found) for window in self._windows(text)]
        return ReadText(found, np.concatenate(rows) if rows else np.zeros((0, 0), dtype=np.float32))

    def _windows(self, text: str) -> list[Span]:
        """Runs of sentences that the model takes at once, from the first word to MAX_TOKENS."""
        parts = sentences(text)
        windows: list[Span] = []
        room = total = 0
        for part, tokens in zip(parts, self._embedder.count([part.of(text) for part in parts]), strict=True):
            total += tokens
            if total > MAX_TOKENS and windows:
                break
            room -= tokens
            if room >= 0:
                windows[-1] = Span(windows[-1].start, part.end)
            else:
                windows.append(part)
                room = self._embedder.max_tokens - tokens
        return windows

    def _rows(self, text: str, window: Span, found: tuple[Word, ...]) -> Vectors:
        first, last = (bisect_left(found, border, key=lambda word: word.start) for border in window)
        spans = [(word.start - window.start, word.end - window.start) for word in found[first:last]]
        return self._embedder.embed_spans(window.of(text), spans)
