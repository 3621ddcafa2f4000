"""Decides the verdicts: how far an answer covers each point, and the whole reference."""

from collections.abc import Sequence
from functools import cached_property

from grader.adapters.offline import lines
from grader.adapters.offline.features import compare
from grader.adapters.offline.languages import is_strange
from grader.adapters.offline.learned import LEARNED, MAX_NEAREST, MIN_GRADED_ANSWERS
from grader.adapters.offline.polarity import Contrary, contradicts_itself, contrary, denial, statements
from grader.adapters.offline.quotes import best_segment, segments
from grader.adapters.offline.reader import Reader
from grader.domain.guards.flags import OTHER_LANGUAGE, blanked
from grader.domain.judgement import Finding, Judgement, Overall, Verdict, nothing
from grader.domain.language.spans import Span
from grader.domain.language.words import content_words, stems
from grader.domain.question import Question

DOUBT = 0.5
"""Certainty of a verdict on a point whose contrary the answer seems to say."""


class Judge:
    """Judges one answer. What speaks to the grader is no part of it; offsets stay those of the answer."""

    def __init__(self, reader: Reader, question: Question, answer: str) -> None:
        self._reader = reader
        self._question = question
        self._answer = answer
        self._text = blanked(question, answer)
        self._said = reader.read(self._text)
        self._asked = stems(content_words(question.question))
        self._statements = statements(self._text)

    def judge(self) -> Judgement:
        """With one finding for each point."""
        if is_strange(self._text, self._known, self._reader.pieces):
            return nothing(self._question.points, OTHER_LANGUAGE, 0.0)
        found = [self._finding(at) for at in range(len(self._question.points))]
        flags: list[str] = [against.kind for _, against in found if against]
        if contradicts_itself(self._statements):
            flags.append("self_contradiction")
        return Judgement(
            findings=tuple(finding for finding, _ in found),
            flags=tuple(dict.fromkeys(flags)),
            overall=Overall(
                likelihood=round(lines.likelihood(self._whole), 4),
                score=round(lines.teachers_score(self._whole), 4),
            ),
        )

    @property
    def _known(self) -> frozenset[str]:
        return self._asked | stems(content_words(self._question.expected))

    @cached_property
    def _whole(self) -> float:
        """Log-odds of the answer beside the reference that it is most like, and beside what people graded."""
        own, graded = self._nearest(self._question.references), self._question.graded
        if not graded:
            return own
        near = graded[:MAX_NEAREST]
        right = self._nearest([example.text for example in near if example.is_right])
        wrong = self._nearest([example.text for example in near if not example.is_right])
        return LEARNED.log_odds(max(own, right), wrong, len(graded))

    def _nearest(self, texts: Sequence[str]) -> float:
        """Of none as of one with which it has nothing in common."""
        return max((self._log_odds(lines.ANSWER, text) for text in texts), default=lines.ANSWER.start)

    @cached_property
    def _segments(self) -> list[Span]:
        return segments(self._text)

    def _log_odds(self, line: lines.Line, wanted: str) -> float:
        return line.log_odds(compare(self._reader.read_again(wanted), self._said, self._asked))

    def _finding(self, at: int) -> tuple[Finding, Contrary | None]:
        point = self._question.points[at]
        rubric = bool(self._question.rubric)
        wanted = (point.criterion,) if rubric else self._question.references
        chance = lines.likelihood(
            self._whole if self._is_whole else self._log_odds(lines.ITEM, point.criterion)
        )
        verdict = lines.verdict_of(chance)
        against = self._contrary(wanted) if verdict != "no" else None
        if rubric and verdict != "no" and not against:
            against = denial(point.criterion, self._text, self._asked)
        certainty = min(lines.certainty(chance), DOUBT if against else 1.0)
        finding = Finding(
            id=point.id,
            verdict=verdict,
            quote=self._quote(wanted, verdict),
            against=against.span.of(self._answer) if against else None,
            certainty=round(certainty, 4),
        )
        return finding, against

    @property
    def _is_whole(self) -> bool:
        """Whether the only point is all that is asked, and enough answers to it have been graded."""
        taught = len(self._question.graded) >= MIN_GRADED_ANSWERS
        return not self._question.rubric or (len(self._question.rubric) == 1 and taught)

    def _contrary(self, wanted: tuple[str, ...]) -> Contrary | None:
        return contrary([one for text in wanted for one in statements(text)], self._statements)

    def _quote(self, wanted: tuple[str, ...], verdict: Verdict) -> str | None:
        if verdict == "no":
            return None
        best = max(wanted, key=lambda text: self._log_odds(lines.ANSWER, text))
        span = best_segment(self._reader.read_again(best), self._segments, self._said, self._asked)
        return span.of(self._answer)
