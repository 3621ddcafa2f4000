"""From three features to a likelihood and a score: two lines with fitted constants.

`ANSWER` is fitted on the training part of SemEval-2013 task 7 (Dzikovska et al. 2013, CC BY-SA 3.0), `ITEM`
on the tuning half of `tests/cases.jsonl`. `make bench-grader` fits the first again without each question and
says what that changes; the second it fits again on that half, and says what both are worth on the other.
Whoever changes a feature takes the constants from there.
"""

import math
from typing import NamedTuple

from grader.adapters.offline.features import Features
from grader.domain.judgement import Verdict

YES = 0.65
NO = 0.35
"""Likelihoods from which a point counts as said, and up to which it does not; between is partly."""


class Line(NamedTuple):
    """Log-odds that an answer is right: a weight for each feature, and where the line begins."""

    coverage: float
    bigrams: float
    overlap: float
    start: float

    def log_odds(self, features: Features) -> float:
        return (
            self.coverage * features.coverage
            + self.bigrams * features.bigrams
            + self.overlap * features.overlap
            + self.start
        )


ANSWER = Line(coverage=2.8, bigrams=1.8, overlap=0.9, start=-2.2)
"""A whole answer beside a whole reference."""
ITEM = Line(coverage=12.8, bigrams=3.6, overlap=0.0, start=-5.1)
"""A whole answer beside one criterion: the line above calls most paraphrases of a criterion wrong."""


def likelihood(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))


def teachers_score(log_odds: float) -> float:
    """What teachers give: kinder than the likelihood, from 0 to 1."""
    return min(1.0, max(0.0, (likelihood(log_odds + 1) - 0.2) / 0.75))


def verdict_of(chance: float) -> Verdict:
    return "yes" if chance >= YES else "no" if chance <= NO else "partly"


def certainty(chance: float) -> float:
    """How likely the nearer of right and wrong is: 0.5 to 1."""
    return max(chance, 1 - chance)
