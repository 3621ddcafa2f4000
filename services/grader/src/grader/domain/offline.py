"""The offline judgement: each point looks for the passage that says it best, and for one that denies it."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from grader.domain import guards
from grader.domain.alignment import Near, Statement, align, state
from grader.domain.candidates import Candidates
from grader.domain.evidence import PARTLY, YES, Evidence, certainty
from grader.domain.judgement import Finding, Judgement, Verdict
from grader.domain.order import swapped
from grader.domain.question import Question
from grader.domain.spans import Span
from grader.domain.spelling import Spelling
from grader.domain.words import content, words


class Space(Protocol):
    """Closeness of texts by their vectors, computed for one answer at once."""

    def close(self, item: int, passage: str) -> float: ...

    def closer(self, item: int, passage: str) -> float: ...

    def near(self, one: str, other: str) -> float: ...


class Support(NamedTuple):
    """A passage with the likelihood that it says the point."""

    likelihood: float
    span: Span


class Reading:
    """An answer prepared for comparison: its passages with typing slips put right, its clauses."""

    def __init__(self, question: Question, answer: str) -> None:
        self.question = question
        self.answer = answer
        self.criteria = [item.criterion for item in question.rubric]
        known = words(" ".join([question.question, question.reference, *self.criteria]))
        self._spelling = Spelling(known)
        self.asked = frozenset(word.stem for word in content(question.question))
        wanted = frozenset(word.stem for word in known if word.content)
        self.candidates = Candidates(answer, guards.sound(question, answer), wanted)
        self.clauses = list(dict.fromkeys([*self.candidates.clauses, *self.candidates.parts]))
        self.passages = [
            span for span in self.candidates.passages if not guards.echoes(question, span.of(answer))
        ]
        self._texts = {
            span: self._spelling.corrected(span.of(answer)) for span in (*self.clauses, *self.passages)
        }

    def text(self, span: Span) -> str:
        """What stands in `span`, typing slips put right."""
        return self._texts[span]

    def texts(self) -> list[str]:
        return [self._texts[span] for span in self.passages]

    def criterion_words(self) -> list[str]:
        """The criteria's words that may be compared, once."""
        return list(dict.fromkeys(word.text for text in self.criteria for word in content(text)))

    def vocabulary(self) -> list[str]:
        """Every word that may be compared, once."""
        return list(dict.fromkeys(word.text for text in self._texts.values() for word in content(text)))


class Offline:
    """One judgement: the reading of an answer against the criteria, in a space of vectors."""

    def __init__(self, reading: Reading, space: Space) -> None:
        self._reading = reading
        self._space = space
        self._criteria = [self._stated(criterion) for criterion in reading.criteria]
        self._passages = {span: state(reading.text(span)) for span in (*reading.clauses, *reading.passages)}

    def _stated(self, criterion: str) -> Statement:
        """A criterion without what the question says; one that is all in the question counts whole."""
        stated = state(criterion, self._reading.asked)
        return stated if any(term.weight == 1 for term in stated.terms) else state(criterion)

    def judgement(self) -> Judgement:
        findings, flags = [], list(guards.flags(self._reading.question, self._reading.answer))
        for at in range(len(self._criteria)):
            finding, flag = self._finding(at)
            findings.append(finding)
            flags.extend(flag)
        return Judgement(findings=tuple(findings), flags=tuple(dict.fromkeys(flags)))

    def _finding(self, at: int) -> tuple[Finding, list[str]]:
        against = self._contradictions(at)
        support = self._support(at, [span for span, _ in against])
        verdict = verdict_of(support.likelihood if support else 0.0)
        flag = [kind for _, kind in against[:1]] if verdict == "no" else []
        quote = support.span.of(self._reading.answer) if support and verdict != "no" else None
        finding = Finding(
            id=self._reading.question.rubric[at].id,
            verdict=verdict,
            quote=quote,
            against=against[0][0].of(self._reading.answer)[:1000] if against and verdict == "no" else None,
            certainty=round(certainty(support.likelihood) if support else 0.8, 3) * (0.6 if against else 1.0),
        )
        return finding, flag

    def _contradictions(self, at: int) -> list[tuple[Span, str]]:
        """The clauses that say the opposite of a point, and how."""
        found = []
        for span in self._reading.clauses:
            match = align(self._criteria[at], self._passages[span], self._near)
            if match.contradicts:
                found.append((span, "contradicted" if match.opposite else "negated"))
            elif swapped(words(self._reading.criteria[at]), words(self._reading.text(span))):
                found.append((span, "contradicted"))
        return found

    def _support(self, at: int, against: Sequence[Span]) -> Support | None:
        free = [s for s in self._reading.passages if not any(s.covers(other) for other in against)]
        supports = [Support(self._evidence(at, span).likelihood, span) for span in free]
        return max(supports, default=None)

    def _evidence(self, at: int, span: Span) -> Evidence:
        text = self._reading.text(span)
        close = self._space.close(at, text)
        others = (self._space.close(n, text) for n in range(len(self._criteria)) if n != at)
        return Evidence(
            close=close,
            closer=self._space.closer(at, text),
            said=align(self._criteria[at], self._passages[span], self._near).coverage,
            rival=max(0.0, max(others, default=0.0) - close),
        )

    @property
    def _near(self) -> Near:
        return self._space.near


def verdict_of(likelihood: float) -> Verdict:
    return "yes" if likelihood >= YES else "partly" if likelihood >= PARTLY else "no"
