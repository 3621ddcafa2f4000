"""What the benchmark of grades counts: measures by hand, folds of whole questions, tricks that are tricks."""

import random

import numpy as np
import pytest
from grader.adapters.offline.features import Features
from grader.adapters.offline.lines import Line
from grader.adapters.offline.reader import Reader
from grader.domain.guards import flags as guards
from grader.domain.question import Question
from traclearn_embedding import MiniLM
from traclearn_local.install import model
from traclearn_local.stack import Stack

from benchmarks.agreement import auc, correlation, fit_line, folds, held_out_log_odds, macro_f1
from benchmarks.answers import read_cases
from benchmarks.item_line import Point, fitted, item_line, worth
from benchmarks.tricks import alternatives, denied, glued, shuffled, tricks, turned


def test_auc_counts_pairs_and_equals_half():
    assert auc([0.9, 0.4, 0.4, 0.1], [True, True, False, False]) == pytest.approx((1 + 1 + 0.5 + 1) / 4)
    assert auc([1, 2, 3], [True, False, False]) == 0


def test_macro_f1_is_the_mean_of_both_sides():
    said, right = [True, True, False, False], [True, False, False, False]
    assert macro_f1(said, right) == pytest.approx((2 * 1 / (2 + 1) + 2 * 2 / (2 + 3)) / 2)


def test_correlation_is_negative_for_opposite_orders():
    assert correlation([1, 2, 3], [2, 4, 6]) == pytest.approx(1)
    assert correlation([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)


def test_fitted_line_finds_the_odds_that_the_data_have():
    """Three of four right where the feature is 1, one of four where it is 0."""
    features = np.array([[1.0]] * 4 + [[0.0]] * 4)
    weight, start = fit_line(features, np.array([1, 1, 1, 0, 1, 0, 0, 0.0]))
    assert start == pytest.approx(np.log(1 / 3), abs=0.01)
    assert weight + start == pytest.approx(np.log(3), abs=0.01)


def test_folds_hold_out_whole_questions():
    groups = [0, 0, 1, 1, 2, 2, 3]
    for held in folds(groups, 3):
        inside = {group for group, out in zip(groups, held, strict=True) if out}
        outside = {group for group, out in zip(groups, held, strict=True) if not out}
        assert inside and not inside & outside


def test_held_out_line_has_not_seen_its_question():
    """In the held-out question the feature means the contrary: a line that had seen it would be less sure."""
    features = np.array([[1.0], [0.0]] * 10 + [[1.0], [0.0]])
    right = np.array([1.0, 0.0] * 10 + [0.0, 1.0])
    groups = np.array([0] * 20 + [1, 1])
    found = held_out_log_odds(features, right, groups, 2)
    assert found[20] > 3 and found[21] < -3


def point(coverage, bigrams, verdict):
    return Point(Features(coverage, bigrams, 0.0), verdict)


def test_item_line_is_fitted_by_coverage_and_bigrams_alone():
    seen = [point(1, 0, "yes")] * 3 + [point(1, 0, "no")] + [point(0, 0, "no")] * 3 + [point(0, 0, "yes")]
    line = fitted(seen)
    assert line.start == pytest.approx(np.log(1 / 3), abs=0.01)
    assert line.coverage + line.start == pytest.approx(np.log(3), abs=0.01)
    assert line.overlap == 0


def test_worth_of_an_item_line_counts_verdicts_by_its_borders():
    line = Line(coverage=8.0, bigrams=0.0, overlap=0.0, start=-4.0)
    held = [point(1, 0, "yes"), point(0.5, 0, "partly"), point(0, 0, "no"), point(0, 0, "yes")]
    assert worth(line, held)["right"] == 0.75
    assert worth(line, held[:3])["auc"] == 1


def test_constants_of_the_item_line_are_what_the_tuning_half_gives():
    """Whoever changes a feature takes the new ones from `make bench-grader`."""
    reader = Reader(MiniLM.load(model.folder(Stack.find().tools)))
    report = item_line(reader, read_cases())
    for name in ("coverage", "bigrams", "overlap", "start"):
        assert report["refitted"][name] == pytest.approx(report["constants"][name], abs=0.2), name
    assert report["constants"]["auc"] > 0.9 and report["constants"]["right"] > 0.7


QUESTION = Question.without_rubric(
    "What does a commit record?",
    ["A commit can record a snapshot of the whole tree, and its parents are old."],
)
PAGES = ["A branch is a name for one commit.", "A merge has two parents.", "A tag never moves on."]


def test_each_kind_of_trick_is_made():
    made = dict(tricks(QUESTION, PAGES, random.Random(1)))
    assert len(made) == 12 and all(made.values())


@pytest.mark.parametrize(
    "answer",
    [
        glued([QUESTION.reference, *PAGES], random.Random(1)),
        shuffled(QUESTION.reference, random.Random(1)),
        QUESTION.question,
    ],
)
def test_what_is_no_answer_is_none_for_the_guards(answer):
    assert guards.judged(QUESTION, answer) or "keyword_pile" in guards.flags(QUESTION, answer)


def test_denial_and_opposite_change_one_thing():
    assert denied("A commit can record a tree.") == "A commit can not record a tree."
    assert denied("It can not.") is None and denied("Nothing here.") is None
    assert turned("The parents are old and new.") == "The parents are young and new."
    assert turned("Nothing here.") is None


def test_alternatives_offer_each_first_sentence():
    text = alternatives(["One thing. More.", "Another."], random.Random(1))
    assert sorted(text.removeprefix("Because ").rstrip(".").split(", or because ")) == [
        "another",
        "one thing",
    ]
