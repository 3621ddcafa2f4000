"""The learner's own words for a point: the segment of the answer that means it best."""

from grader.adapters.offline.features import ReadText, coverage, wanted_words
from grader.domain.spans import Span, clauses, sentences
from grader.domain.words import Word, content_words

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


def best_segment(wanted: ReadText, text: str, said: ReadText, asked: frozenset[str]) -> Span:
    """The segment with the highest mean best cosine; the first of equals. `said`: `text` as it was read."""
    rows = wanted.vectors[wanted_words(wanted, asked)]
    known = said.words[: len(said.vectors)]
    parts = segments(text) or [Span(0, len(text))]
    return max(parts, key=lambda part: coverage(rows, said.vectors[inside(known, part)]))


def inside(found: tuple[Word, ...], part: Span) -> slice:
    """Where the words lie that begin in `part`; they are in order."""
    places = [at for at, word in enumerate(found) if part.start <= word.start < part.end]
    return slice(places[0], places[-1] + 1) if places else slice(0, 0)
