"""The learner's own words for a point: the segment of the answer that means it best."""

from bisect import bisect_left
from collections.abc import Sequence

from grader.adapters.offline.features import ReadText, coverage, wanted_words
from grader.domain.language.spans import Span, clauses, sentences
from grader.domain.language.words import content_words

MIN_SEGMENT_WORDS = 2
"""Words with meaning that a segment of its own needs."""


def segments(text: str) -> list[Span]:
    """The clauses of all sentences, those too short to stand alone put together with the one before."""
    return [part for sentence in sentences(text) for part in joined(text, clauses(text, sentence))]


def joined(text: str, parts: list[Span]) -> list[Span]:
    out: list[Span] = []
    for part in parts:
        if out and min(meaning(text, part), meaning(text, out[-1])) < MIN_SEGMENT_WORDS:
            out[-1] = Span(out[-1].start, part.end)
        else:
            out.append(part)
    return out


def meaning(text: str, part: Span) -> int:
    return len(content_words(part.of(text)))


def best_segment(wanted: ReadText, parts: Sequence[Span], said: ReadText, asked: frozenset[str]) -> Span:
    """Of the answer's segments the one with the highest mean best cosine; the first of equals."""
    rows = wanted.vectors[wanted_words(wanted, asked)]
    starts = [word.start for word in said.words[: len(said.vectors)]]

    def nearness(part: Span) -> float:
        inside = slice(bisect_left(starts, part.start), bisect_left(starts, part.end))
        return coverage(rows, said.vectors[inside])

    return max(parts, key=nearness)
