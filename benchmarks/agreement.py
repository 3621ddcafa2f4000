"""How far grades agree with people's: measures of two lists, and the line that fits best."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]
MAX_STEPS = 50
SMALL_STEP = 1e-9
RIDGE = 1e-3
"""Keeps a line finite where a feature tells right from wrong without exception."""


def auc(scores: Sequence[float] | Numbers, right: Sequence[bool] | Numbers) -> float:
    """How often a right answer has more than a wrong one, equals counting half (Mann and Whitney's U)."""
    values, truth = np.asarray(scores, dtype=float), np.asarray(right, dtype=bool)
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    ones, zeros = int(truth.sum()), int((~truth).sum())
    return float((rank[truth].sum() - ones * (ones + 1) / 2) / (ones * zeros))


def macro_f1(said: Sequence[bool] | Numbers, right: Sequence[bool] | Numbers) -> float:
    """The mean of the F1 of right and the F1 of wrong."""
    guess, truth = np.asarray(said, dtype=bool), np.asarray(right, dtype=bool)
    both = [2 * (guess & truth).sum() / max(1, guess.sum() + truth.sum())]
    both.append(2 * (~guess & ~truth).sum() / max(1, (~guess).sum() + (~truth).sum()))
    return float(np.mean(both))


def correlation(one: Sequence[float] | Numbers, other: Sequence[float] | Numbers) -> float:
    """Pearson's r."""
    return float(np.corrcoef(np.asarray(one, dtype=float), np.asarray(other, dtype=float))[0, 1])


def fit_line(features: Numbers, right: Numbers) -> Numbers:
    """Weights [d + 1], the start last, of the logistic line through [n, d], by Newton's method."""
    inputs = with_start(features)
    line = np.zeros(inputs.shape[1])
    for _ in range(MAX_STEPS):
        chance = 1 / (1 + np.exp(-inputs @ line))
        slope = inputs.T @ (chance - right) + RIDGE * line
        curve = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + RIDGE * np.eye(len(line))
        step = np.linalg.solve(curve, slope)
        line -= step
        if np.abs(step).max() < SMALL_STEP:
            break
    return line


def with_start(features: Numbers) -> Numbers:
    return np.column_stack([features, np.ones(len(features))])


def folds(groups: Sequence[int] | Places, number: int) -> Iterator[NDArray[np.bool_]]:
    """Which rows are held out, for each fold: all of a group (a question) together or none."""
    known = np.asarray(groups)
    for fold in range(number):
        yield known % number == fold


def held_out_log_odds(features: Numbers, right: Numbers, groups: Places, number: int = 5) -> Numbers:
    """Each row's by a line that saw none of its group."""
    found = np.zeros(len(right))
    for held in folds(groups, number):
        found[held] = with_start(features[held]) @ fit_line(features[~held], right[~held])
    return found
