"""The grades of the offline grader and of its peer for answers that people have judged."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from grader.adapters.offline import OfflineGrader
from grader.adapters.offline.features import Features, compare
from grader.adapters.offline.lines import ANSWER, teachers_score
from grader.adapters.offline.reader import Reader
from grader.application.assessment import assess, directly
from grader.application.panel import Panel
from grader.application.ports import Likeness
from grader.domain.judgement import Grade
from grader.domain.language.words import content_words, stems
from grader.domain.question import Question

from benchmarks.answers import Asked, Judged
from benchmarks.tricks import tricks

SEED = 11
RIGHT_SCORE = teachers_score(0.0)
"""The score of an answer that is as likely right as wrong."""
PAGES = 60
"""Full answers of other questions that stand for a course's pages."""
UNGUARDED = frozenset(("low_confidence", "voices_differ", "unsure"))
"""Flags that no guard sets."""


@dataclass(frozen=True, slots=True)
class Graded:
    """One answer's grade. `features` and `theirs` (word overlap, F1) by the nearest reference."""

    group: int
    judged: Judged
    grade: Grade
    features: Features
    theirs: float
    seconds: float

    @property
    def is_right(self) -> bool:
        """Whether a person says the same of the answer."""
        return (self.grade.score >= RIGHT_SCORE) == (self.judged.label == "correct")

    @property
    def guards(self) -> set[str]:
        return set(self.grade.flags) - UNGUARDED


class Bench:
    """Grades with one grader."""

    def __init__(self, grader: OfflineGrader, reader: Reader, likeness: Likeness) -> None:
        self._panel = Panel(grader)
        self.reader = reader
        self.likeness = likeness

    def grade(self, question: Question, answer: str) -> Grade:
        return asyncio.run(assess(self._panel, question, answer, directly(question, answer))).grade

    def graded(self, asked: Sequence[Asked]) -> list[Graded]:
        found = []
        for group, each in enumerate(asked):
            for judged in each.answers:
                began = perf_counter()
                grade = self.grade(each.question, judged.text)
                seconds = perf_counter() - began
                features = self.features(each.question, judged.text)
                theirs = max(word_overlap(ref, judged.text) for ref in each.question.references)
                found.append(Graded(group, judged, grade, features, theirs, seconds))
        return found

    def features(self, question: Question, answer: str) -> Features:
        """Beside the reference that the answer is most like."""
        asked = stems(content_words(question.question))
        said = self.reader.read(answer)
        found = (compare(self.reader.read_again(ref), said, asked) for ref in question.references)
        return max(found, key=ANSWER.log_odds)

    def tricked(self, asked: Sequence[Asked]) -> dict[str, list[Grade]]:
        """The grades of tricks on every question, by the kind of trick."""
        draw = random.Random(SEED)
        found: dict[str, list[Grade]] = {}
        for each in asked:
            others = [o.question.reference for o in asked if o.subject == each.subject and o is not each]
            pages = draw.sample(others, min(PAGES, len(others)))
            for kind, answer in tricks(each.question, pages, draw):
                found.setdefault(kind, []).append(self.grade(each.question, answer))
        return found


def word_overlap(reference: str, answer: str) -> float:
    """F1 of the stems that carry meaning: the peer."""
    wanted, said = stems(content_words(reference)), stems(content_words(answer))
    return 2 * len(wanted & said) / (len(wanted) + len(said)) if wanted and said else 0.0
