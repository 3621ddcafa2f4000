"""How likely it is that a passage of an answer says a point of the rubric.

A logistic model of four numbers, fitted on the tuning half of tests/cases.jsonl and on short answers that
people had graded.
"""

import math
from typing import NamedTuple

YES = 0.5
PARTLY = 0.4
"""Likelihoods from which a point counts as said, or as said in part."""


class Evidence(NamedTuple):
    """What speaks for a point in one passage."""

    close: float
    """Cosine of passage and criterion."""
    closer: float
    """The same with what both share with the question taken out of their vectors."""
    said: float
    """Share of the criterion's words that the passage says; words of the question hardly count."""
    rival: float
    """How much closer the passage is to another point of the same rubric; 0 when to none."""

    @property
    def likelihood(self) -> float:
        """0 to 1."""
        x = -3.19 + 0.29 * self.close + 4.18 * self.closer + 4.61 * self.said - 4.24 * self.rival
        return 1 / (1 + math.exp(-x))


def certainty(likelihood: float) -> float:
    """How far a likelihood is from the border between yes and no: 0 (on it) to 1."""
    border = (YES + PARTLY) / 2
    room = 1 - border if likelihood > border else border
    return min(1.0, abs(likelihood - border) / room * 1.2)
