"""Where sentences and clauses of a text lie: character offsets, so that a quote is the writer's own words."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from grader.domain.sized_cache import SizedCache, text_bytes

MAX_SENTENCE_CHARS = 400
"""Characters of one passage; text without punctuation is cut at white space near there."""
SPAN_BYTES = 140
"""What a sentence takes, measured with `tracemalloc`."""
MAX_CACHED_BYTES = 16 << 20
"""Of texts whose sentences are kept."""

END = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\betc)(?<!\bvs)[.!?…](?=[\s\"')\]»”]|$)|[。！？؟।]|\n+|;\s")
BREAK = re.compile(
    r"[,:—–()\[\]]+\s+|(?<!\s)\s-\s+|[，、；：،؛]"
    r"|(?<!\s)\s+(?=(?:but|and|because|since|so|while|whereas|although|though|which|however|therefore|then|if|when|"
    r"until|where|thus|hence|giving|making|which|unlike|instead of|rather than|plus)\b)",
    re.IGNORECASE,
)
NEAR = re.compile(r"\s+")
BULLET = re.compile(r"(?:[,:;]|[-*•–—]+(?!\S))\s*|\s+")
"""What may stand before a sentence and is none of it. `-5` begins with a sign, no bullet."""


class Span(NamedTuple):
    """Half-open [start, end) in characters of the text it was cut from."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end


def trimmed(text: str, start: int, end: int) -> Span | None:
    """Without the white space and the bullet marks around it; None when nothing is left."""
    while (mark := BULLET.match(text, start, end)) and mark.end() > start:
        start = mark.end()
    while start < end and (text[end - 1].isspace() or text[end - 1] in ",:;–—"):
        end -= 1
    return Span(start, end) if start < end else None


def cut(text: str, span: Span, borders: list[int]) -> list[Span]:
    """The pieces of `span` between `borders`, trimmed."""
    inside = [span.start, *(b for b in borders if span.start < b < span.end), span.end]
    pieces = (trimmed(text, a, b) for a, b in pairwise(inside))
    return [piece for piece in pieces if piece]


def shortened(text: str, span: Span) -> Iterator[Span]:
    """Pieces of at most MAX_SENTENCE_CHARS characters, cut at white space where there is some."""
    start = span.start
    while span.end - start > MAX_SENTENCE_CHARS:
        at = max(
            (
                m.start()
                for m in NEAR.finditer(text, start + MAX_SENTENCE_CHARS // 2, start + MAX_SENTENCE_CHARS)
            ),
            default=0,
        )
        stop = at or start + MAX_SENTENCE_CHARS
        yield Span(start, stop)
        start = stop
    yield Span(start, span.end)


def _sentences(text: str) -> tuple[Span, ...]:
    borders = [match.end() for match in END.finditer(text)]
    whole = cut(text, Span(0, len(text)), borders)
    pieces = (trimmed(text, *piece) for sentence in whole for piece in shortened(text, sentence))
    return tuple(piece for piece in pieces if piece)


def spans_bytes(text: str, found: tuple[Span, ...]) -> int:
    return text_bytes(text) + SPAN_BYTES * len(found)


sentences = SizedCache(_sentences, spans_bytes, MAX_CACHED_BYTES)
"""Sentences and lines in order, none longer than MAX_SENTENCE_CHARS: asked for nine times for one answer."""


def clauses(text: str, sentence: Span) -> list[Span]:
    """The parts of one sentence between commas and conjunctions."""
    borders = [match.end() for match in BREAK.finditer(text, sentence.start, sentence.end)]
    return cut(text, sentence, borders)
