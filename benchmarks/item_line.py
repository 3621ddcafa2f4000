"""The line of a rubric's points, fitted again: whoever changes a feature reads the new constants here.

Fitted on the tuning half of our own cases, a row for each point of each answer, and measured on the other
half. Both without tricks: these are made to look right to the features, and guards and polarity answer them.
"""

from collections.abc import Sequence
from statistics import fmean
from typing import Any, NamedTuple

import numpy as np
from grader.adapters.offline.features import Features, compare
from grader.adapters.offline.lines import ITEM, Line, likelihood, verdict_of
from grader.adapters.offline.reader import Reader
from grader.domain.guards.flags import blanked
from grader.domain.language.words import content_words, stems

from benchmarks.agreement import auc, fit_line
from benchmarks.answers import Case

TRICKS = frozenset(("echo", "swap", "pile", "contrast", "negated", "antonym"))
"""Kinds of cases that no feature can tell from right answers."""
DIGITS = 1
"""Of the constants in `lines.ITEM`."""


class Point(NamedTuple):
    """One point of a case's rubric, and what a person says of it."""

    features: Features
    verdict: str

    @property
    def is_met(self) -> bool:
        return self.verdict == "yes"


def points(reader: Reader, cases: Sequence[Case], half: str) -> list[Point]:
    """As the offline grader looks at them: what speaks to it is no part of the answer."""
    found = []
    for case in cases:
        if case.half != half or case.kind in TRICKS:
            continue
        asked = stems(content_words(case.question.question))
        said = reader.read(blanked(case.question, case.answer))
        found += [
            Point(compare(reader.read_again(item.criterion), said, asked), verdict)
            for item, verdict in zip(case.question.rubric, case.verdicts, strict=True)
        ]
    return found


def fitted(tuning: Sequence[Point]) -> Line:
    """By coverage and bigrams: overlap adds nothing that a criterion's few words do not say already."""
    features = np.array([[point.features.coverage, point.features.bigrams] for point in tuning])
    coverage, bigrams, start = fit_line(features, np.array([point.is_met for point in tuning], dtype=float))
    return Line(float(coverage), float(bigrams), 0.0, float(start))


def item_line(reader: Reader, cases: Sequence[Case]) -> dict[str, Any]:
    """The constants and the fit beside each other, with what each is worth on the held-out half."""
    tuning, held = points(reader, cases, "tuning"), points(reader, cases, "held_out")
    return {
        "of": f"fitted on {len(tuning)} points, measured on {len(held)} held-out ones, no tricks",
        "constants": worth(ITEM, held),
        "refitted": worth(fitted(tuning), held),
    }


def worth(line: Line, held: Sequence[Point]) -> dict[str, float]:
    """`right`: share of the verdicts that a person gives, too, who says no partly here; `right_at_half`: with
    one border."""
    odds = [line.log_odds(point.features) for point in held]
    right = [verdict_of(likelihood(x)) == point.verdict for x, point in zip(odds, held, strict=True)]
    halves = [(x >= 0) == point.is_met for x, point in zip(odds, held, strict=True)]
    constants = {
        name: round(getattr(line, name), DIGITS + 1) for name in ("coverage", "bigrams", "overlap", "start")
    }
    return constants | {
        "auc": round(auc(odds, [point.is_met for point in held]), 3),
        "right": round(fmean(right), 3),
        "right_at_half": round(fmean(halves), 3),
    }
