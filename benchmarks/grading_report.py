"""What a benchmark of grades says: agreement, confidence, review, guards and tricks, as one document."""

from collections import defaultdict
from collections.abc import Sequence
from statistics import fmean, median
from typing import Any

import numpy as np
from grader.adapters.offline.lines import ANSWER, teachers_score
from grader.domain.judgement import Grade

from benchmarks.agreement import auc, correlation, folds, held_out_log_odds, macro_f1
from benchmarks.answers import LABELS, Asked, Case
from benchmarks.grades import RIGHT_SCORE, UNGUARDED, Bench, Graded, word_overlap
from benchmarks.learning import calibration, learning, likeness

Report = dict[str, Any]
FOLDS = 5
BANDS = (0.5, 0.65, 0.8, 0.9, 1.0001)
OVERLAP_IS_RIGHT = 0.4
"""The peer's best border on the training part."""
SMALL = 0.25
"""How far a score may be from a person's and count as the same."""


def on_training(bench: Bench, asked: Sequence[Asked]) -> Report:
    rows = bench.graded(asked)
    right = [row.judged.label == "correct" for row in rows]
    people = [LABELS[row.judged.label] for row in rows]
    ours, theirs = [row.grade.score for row in rows], [row.theirs for row in rows]
    refitted = held_out_log_odds(
        np.array([row.features for row in rows]),
        np.array(right, dtype=float),
        np.array([row.group for row in rows]),
        FOLDS,
    )
    return {
        "of": f"{len(rows)} answers to {len(asked)} questions",
        "runs": FOLDS,
        "spread": ratios(rows, right),
        "ours": figures(ours, [score >= RIGHT_SCORE for score in ours], right, people),
        "line alone": figures(*by_line([ANSWER.log_odds(row.features) for row in rows]), right, people),
        "line refitted without the question": figures(*by_line(refitted.tolist()), right, people),
        "theirs": figures(theirs, [score >= OVERLAP_IS_RIGHT for score in theirs], right, people),
        "confidence": bands(rows, right),
        "review": review(rows, right),
        "false_alarms": false_alarms(rows, right),
        "found": found(rows),
        "tricks": tricks_report(bench.tricked(asked)),
        "learned from graded answers": learning(bench.reader, bench.likeness, asked),
        "answers that say nearly the same": likeness(bench.likeness, asked),
        "course calibrated (Brier)": calibration(asked, rows),
        "milliseconds": round(1000 * median(row.seconds for row in rows), 1),
    }


def figures(
    scores: Sequence[float], said: Sequence[bool], right: Sequence[bool], people: Sequence[float]
) -> dict[str, float]:
    return {
        "auc": round(auc(scores, right), 3),
        "macro_f1": round(macro_f1(said, right), 3),
        "r": round(correlation(scores, people), 3),
    }


def by_line(log_odds: Sequence[float]) -> tuple[list[float], list[bool]]:
    return [teachers_score(x) for x in log_odds], [x >= 0 for x in log_odds]


def ratios(rows: Sequence[Graded], right: Sequence[bool]) -> list[float]:
    """Least and greatest of our AUC over the peer's, fold by fold."""
    found, truth = [], np.array(right)
    ours, theirs = np.array([row.grade.score for row in rows]), np.array([row.theirs for row in rows])
    for held in folds([row.group for row in rows], FOLDS):
        if 0 < truth[held].sum() < held.sum():
            found.append(auc(ours[held], truth[held]) / auc(theirs[held], truth[held]))
    return [round(min(found), 3), round(max(found), 3)]


def bands(rows: Sequence[Graded], right: Sequence[bool]) -> dict[str, dict[str, float]]:
    """How often the verdict is right, by how sure the grade is; what guards flag is left out."""
    bins: dict[str, list[bool]] = defaultdict(list)
    for row, truth in zip(rows, right, strict=True):
        if not row.guards:
            upper = next(band for band in BANDS if row.grade.confidence < band)
            bins[f"below {min(upper, 1):.2f}"].append((row.grade.score >= RIGHT_SCORE) == truth)
    return {
        name: {"share": round(len(hits) / len(rows), 3), "accuracy": round(fmean(hits), 3)}
        for name, hits in sorted(bins.items())
    }


def review(rows: Sequence[Graded], right: Sequence[bool]) -> dict[str, float]:
    asked = [row.grade.needs_review for row in rows]
    return {
        "share": round(fmean(asked), 3),
        "of right answers": round(fmean(a for a, truth in zip(asked, right, strict=True) if truth), 3),
    }


def false_alarms(rows: Sequence[Graded], right: Sequence[bool]) -> dict[str, float]:
    """Share of right answers that each guard flags, and all together."""
    guards = [row.guards for row, truth in zip(rows, right, strict=True) if truth]
    names = sorted({flag for flags in guards for flag in flags})
    alone = {name: round(fmean(name in flags for flags in guards), 4) for name in names}
    return alone | {"together": round(fmean(bool(flags) for flags in guards), 4)}


def found(rows: Sequence[Graded]) -> dict[str, float]:
    """Share of the answers that contradict the reference which each guard flags."""
    guards = [row.guards for row in rows if row.judged.label == "contradictory"]
    names = sorted({flag for flags in guards for flag in flags})
    return {name: round(fmean(name in flags for flags in guards), 4) for name in names}


def tricks_report(tricked: dict[str, list[Grade]]) -> dict[str, dict[str, float]]:
    """For each kind: its mean score, the share that guards flag, and the share that passes: right, unseen."""
    return {
        kind: {
            "score": round(fmean(grade.score for grade in grades), 3),
            "flagged": round(fmean(bool(set(grade.flags) - UNGUARDED) for grade in grades), 3),
            "reviewed": round(fmean(grade.needs_review for grade in grades), 3),
            "passes": round(fmean(passes(grade) for grade in grades), 3),
        }
        for kind, grades in sorted(tricked.items())
    }


def passes(grade: Grade) -> bool:
    return grade.score >= RIGHT_SCORE and not grade.needs_review


def on_cases(bench: Bench, cases: Sequence[Case]) -> Report:
    held = [case for case in cases if case.half == "held_out"]
    grades = [bench.grade(case.question, case.answer) for case in held]
    people = [case.score for case in held]
    right = [score >= 0.5 for score in people]
    ours = [grade.score for grade in grades]
    theirs = [word_overlap(case.question.reference, case.answer) for case in held]
    agreed: dict[str, list[bool]] = defaultdict(list)
    flagged: dict[str, list[bool]] = defaultdict(list)
    for case, grade in zip(held, grades, strict=True):
        hits = [want == item.verdict for want, item in zip(case.verdicts, grade.items, strict=True)]
        agreed[case.kind] += hits
        flagged[case.kind].append(bool(set(grade.flags) - UNGUARDED))
    off = [abs(score - want) for score, want in zip(ours, people, strict=True)]
    ratio = round(auc(ours, right) / auc(theirs, right), 3)
    return {
        "of": f"{len(held)} held-out cases of our own, right from half of the rubric's weight on",
        "runs": 1,
        "spread": [ratio, ratio],
        "ours": figures(ours, [score >= 0.5 for score in ours], right, people),
        "theirs": figures(theirs, [score >= OVERLAP_IS_RIGHT for score in theirs], right, people),
        "verdicts": {kind: round(fmean(hits), 3) for kind, hits in sorted(agreed.items())},
        "scores within a quarter": round(fmean(distance <= SMALL for distance in off), 3),
        "review": round(fmean(grade.needs_review for grade in grades), 3),
        "flagged": {kind: round(fmean(hits), 3) for kind, hits in sorted(flagged.items())},
    }


def show(name: str, report: Report) -> None:
    """A line for each figure, the tables indented."""
    print(f"{name}: {report['of']}")
    for key, value in report.items():
        if key == "of":
            continue
        if isinstance(value, dict):
            print(f"  {key}")
            for inner, figure in value.items():
                said = (
                    "  ".join(f"{n} {f}" for n, f in figure.items()) if isinstance(figure, dict) else figure
                )
                print(f"    {inner:42} {said}")
        else:
            print(f"  {key:44} {value}")


def row(figure: object) -> str:
    if isinstance(figure, dict):
        return "  ".join(f"{name} {value}" for name, value in figure.items())
    return str(figure)
