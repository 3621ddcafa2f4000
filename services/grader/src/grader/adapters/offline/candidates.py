"""Passages of an answer that could earn an item: clauses, sentences and neighbouring sentences."""

from itertools import pairwise

from grader.domain.spans import Span, clauses
from grader.domain.words import content_words

MAX_SENTENCES = 24
"""How many sentences are looked at, so that the longest answer is graded in bounded time."""
MAX_PASSAGE_CHARS = 900
"""Characters of a passage: a quote is at most 1,000."""


def chosen(text: str, found: list[Span], wanted: frozenset[str]) -> list[Span]:
    """At most MAX_SENTENCES, in order: those that share most words with what is `wanted`."""
    if len(found) <= MAX_SENTENCES:
        return found
    shared = {span: sum(word.stem in wanted for word in content_words(span.of(text))) for span in found}
    best = sorted(found, key=lambda span: -shared[span])[:MAX_SENTENCES]
    return sorted(best)


def merged(text: str, parts: list[Span]) -> list[Span]:
    """Clauses of fewer than two words that carry meaning go with the one before."""
    out: list[Span] = []
    for part in parts:
        if out and len(content_words(part.of(text))) < 2:
            out[-1] = Span(out[-1].start, part.end)
        else:
            out.append(part)
    if len(out) > 1 and len(content_words(out[0].of(text))) < 1:
        out[:2] = [Span(out[0].start, out[1].end)]
    return out


class Candidates:
    """The clauses of an answer, and every passage that is made of them."""

    def __init__(self, text: str, sound: list[Span], wanted: frozenset[str]) -> None:
        self.sentences = chosen(text, sound, wanted)
        raw = [clauses(text, sentence) for sentence in self.sentences]
        self.parts = [part for parts in raw for part in parts]
        by_sentence = [merged(text, parts) for parts in raw]
        self.clauses = [clause for parts in by_sentence for clause in parts]
        pairs = [Span(a.start, b.end) for parts in by_sentence for a, b in pairwise(parts)]
        neighbours = [Span(a.start, b.end) for a, b in pairwise(self.sentences) if b.start - a.end < 3]
        every = [*self.clauses, *pairs, *self.sentences, *neighbours]
        self.passages = [span for span in dict.fromkeys(every) if span.end - span.start <= MAX_PASSAGE_CHARS]
