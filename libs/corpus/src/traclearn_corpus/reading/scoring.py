"""How near a chunk is to a question: one figure from meaning and from words, and what it stands for.

Nearness is the cosine, with WORDS_WEIGHT times the root of the words' share: Lucene's BM25 over what a chunk
with all the words would get if each were rare. So the share means the same for long and short questions, and
in a small corpus as in a large one. The two add up as they are. That finds more than fusing two rankings
does, and unlike a rank the sum tells a topic from none; `make bench-retrieval` measures both. Without a
vector the words alone count, and never reach ON_TOPIC. `queries.FIND` works it out, where the candidates are.
"""

import math
from dataclasses import dataclass

ON_TOPIC = 0.65
"""From this score on a hit is on the question's topic."""
WORDS_WEIGHT = 0.3
"""Tuned on half of the questions of infra/local/demo/retrieval.yaml, checked on the other half."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """`least`: the nearness that means ON_TOPIC. `slope`: how fast the score moves around it."""

    least: float
    slope: float = 12.0


CALIBRATIONS = {"all-minilm-l6-v2-q": Calibration(least=0.42)}
"""By model. A new one's is the `calibration` that `make bench-retrieval` prints for it: a margin above the
nearest that off-topic questions come. With MiniLM these reach 0.37 on the half that this was tuned on and
0.41 on the other; nine of ten questions on the topic pass 0.42."""
UNKNOWN = Calibration(least=0.9)
"""A model that nobody measured: above what unrelated texts reach with any that is common (0.8)."""


def calibration_of(model: str) -> Calibration:
    """The one that is known of it."""
    return CALIBRATIONS.get(model, UNKNOWN)


def score(near: float, calibration: Calibration) -> float:
    """0..1, in the order of nearness."""
    anchor = math.log(ON_TOPIC / (1 - ON_TOPIC))
    return 1 / (1 + math.exp(-(anchor + calibration.slope * (near - calibration.least))))
