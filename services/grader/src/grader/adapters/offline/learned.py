"""What people's grades teach the offline grader: pure.

An answer that a person graded right is a further reference of its question, any other a counterweight: what
is near it is less likely right. `make bench-grader` measures both on answers that were held out.
"""

import math
from typing import NamedTuple

MIN_GRADED_ANSWERS = 5
"""Of a question, from which on the nearest of them say more of its only point than the criterion does."""

MAX_NEAREST = 8
"""Graded answers that a new one is compared with, the nearest by whole meaning: reading one takes time.
On SemEval-2013 they tell right from wrong as well as all 20 or 50 do (AUC .865 and .900, of all .861 and
.896)."""


class LearnedLine(NamedTuple):
    """Log-odds by the nearest right and the nearest wrong text, each given as log-odds by `lines.ANSWER`."""

    right: float
    wrong: float
    start: float
    per_doubling: float
    """The nearest of twice as many is nearer, whatever was answered."""

    def log_odds(self, nearest_right: float, nearest_wrong: float, graded: int) -> float:
        """`graded`: answers of the question that people have graded, one at least."""
        start = self.start + self.per_doubling * math.log2(graded)
        return self.right * nearest_right + self.wrong * nearest_wrong + start


LEARNED = LearnedLine(right=1.3, wrong=-0.4, start=-0.05, per_doubling=-0.28)
"""Fitted on the training part of SemEval-2013 task 7 with 5 and 20 graded answers a question."""
