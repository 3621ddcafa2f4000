"""Decides the verdicts: each point looks for the passage that says it best, and for one that denies it."""

from typing import NamedTuple, Protocol

from grader.adapters.offline.alignment import Match, Statement, align, state
from grader.adapters.offline.evidence import PARTLY, YES, Evidence, certainty
from grader.adapters.offline.likeness import Likeness
from grader.adapters.offline.order import swapped
from grader.adapters.offline.reading import Reading
from grader.domain import guards
from grader.domain.judgement import Finding, Judgement, Verdict
from grader.domain.spans import Span
from grader.domain.words import split_words

PLAIN = 0.8
"""Share of a point that a denial repeats word for word, from which on it is no accident."""
SWAPPED = 0.6
"""Share of a point that, said of the other of two things, contradicts it."""
MAX_PASSAGE_TERMS = 60
"""Words of a passage that are compared: a sentence of 400 characters has fewer, a heap of words more."""
DOUBT = 0.6
"""What is left of certainty where the answer also says the opposite."""


class Space(Protocol):
    """Closeness of texts by their vectors, computed for one answer at once."""

    def close(self, item: int, passage: str) -> float: ...

    def closer(self, item: int, passage: str) -> float: ...

    def near(self, one: str, other: str) -> float: ...


class Support(NamedTuple):
    """A passage with the likelihood that it says the point."""

    likelihood: float
    span: Span


class Contrary(NamedTuple):
    """A clause that says the opposite of a point, and how: `negated` or `contradicted`."""

    span: Span
    kind: str
    met: float


class Judge:
    """Judges one answer: the reading of an answer against the criteria, in a space of vectors."""

    def __init__(self, reading: Reading, space: Space) -> None:
        self._reading = reading
        self._space = space
        self._like = Likeness(space.near)
        self._criteria = [self._stated(criterion) for criterion in reading.criteria]
        self._matches: dict[tuple[int, Span], Match] = {}
        self._passages = {
            span: state(reading.text(span))[:MAX_PASSAGE_TERMS]
            for span in (*reading.clauses, *reading.passages)
        }
        self._against = [self._contradictions(at) for at in range(len(self._criteria))]

    def _stated(self, criterion: str) -> Statement:
        """A criterion without what the question says; one that is all in the question counts whole."""
        asked = self._reading.asked
        stated = state(criterion, asked)
        if any(term.weight == 1 for term in stated):
            return stated
        parties = self._reading.parties
        chosen = parties.named(split_words(criterion)) if parties else set()
        return state(criterion, asked - chosen if len(chosen) == 1 else frozenset())

    def judge(self) -> Judgement:
        findings, flags = [], list(guards.flags(self._reading.question, self._reading.answer))
        for at in range(len(self._criteria)):
            finding, flag = self._finding(at)
            findings.append(finding)
            flags.extend(flag)
        return Judgement(findings=tuple(findings), flags=tuple(dict.fromkeys(flags)))

    def _finding(self, at: int) -> tuple[Finding, list[str]]:
        support = self._support(at)
        likelihood = support.likelihood if support else 0.0
        against = self._against[at]
        plain = verdict_of(likelihood)
        verdict = self._taken_back(at, support, plain) if support and plain != "no" else plain
        denied = verdict == "no" and bool(against)
        finding = Finding(
            id=self._reading.question.rubric[at].id,
            verdict=verdict,
            quote=support.span.of(self._reading.answer) if support and verdict != "no" else None,
            against=against[0].span.of(self._reading.answer) if denied else None,
            certainty=round(certainty(likelihood) * (DOUBT if against else 1.0), 3),
        )
        flags = [against[0].kind] if denied else ["self_contradiction"] if verdict != plain else []
        return finding, flags

    def _taken_back(self, at: int, support: Support, verdict: Verdict) -> Verdict:
        """`no` when the same sentence says the opposite as well, `partly` when another one plainly does."""
        for contrary in self._against[at]:
            together = self._reading.together(contrary.span, support.span)
            if together and contrary.met >= self._match(at, support.span).said:
                return "no"
            if contrary.met >= PLAIN:
                verdict = "partly"
        return verdict

    def _contradictions(self, at: int) -> list[Contrary]:
        """The clauses that say the opposite of a point."""
        found = []
        for span in self._reading.clauses:
            match = self._match(at, span)
            if self._astray(at, span):
                if match.said >= SWAPPED and not match.against:
                    found.append(Contrary(span, "contradicted", match.met))
            elif match.contradicts(self._space.close(at, self._reading.text(span))):
                found.append(Contrary(span, "contradicted" if match.opposite else "negated", match.met))
            elif swapped(split_words(self._reading.criteria[at]), split_words(self._reading.text(span))):
                found.append(Contrary(span, "contradicted", match.met))
        return found

    def _support(self, at: int) -> Support | None:
        """The best passage with nothing contrary to this point, or to one that the clause is closer to."""
        contrary = [
            c.span for n, found in enumerate(self._against) for c in found if self._concerns(c, n, at)
        ]
        free = [
            span
            for span in self._reading.passages
            if not any(span.covers(other) for other in contrary) and not self._astray(at, span)
        ]
        return max((Support(self._evidence(at, span).likelihood, span) for span in free), default=None)

    def _concerns(self, contrary: Contrary, of: int, at: int) -> bool:
        text = self._reading.text(contrary.span)
        return of == at or self._space.close(of, text) > self._space.close(at, text)

    def _astray(self, at: int, span: Span) -> bool:
        parties = self._reading.parties
        if parties is None:
            return False
        return parties.astray(split_words(self._reading.criteria[at]), split_words(self._reading.text(span)))

    def _match(self, at: int, span: Span) -> Match:
        if (at, span) not in self._matches:
            self._matches[at, span] = align(self._criteria[at], self._passages[span], self._like)
        return self._matches[at, span]

    def _evidence(self, at: int, span: Span) -> Evidence:
        text = self._reading.text(span)
        close = self._space.close(at, text)
        others = (self._space.close(n, text) for n in range(len(self._criteria)) if n != at)
        return Evidence(
            close=close,
            closer=self._space.closer(at, text),
            said=self._match(at, span).said,
            rival=max(0.0, max(others, default=0.0) - close),
        )


def verdict_of(likelihood: float) -> Verdict:
    return "yes" if likelihood >= YES else "partly" if likelihood >= PARTLY else "no"
