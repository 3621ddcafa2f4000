"""How often the offline grader and a person agree on the cases of this project.

The line for criteria was fitted on the tuning half; the bounds hold for the other half, whose questions had
no part in that. What it gets wrong: far-fetched paraphrases; and denials and opposites, which vectors do not
see: these are flagged, and their score is left. `make bench-grader` has the figures.
"""

import asyncio
from collections import defaultdict

import pytest
from grading import graded as grade_alone

pytestmark = pytest.mark.slow

WORTHLESS = ("echo", "offtopic")
TURNED = ("negated", "antonym", "swap")
"""Kinds whose score is left, so that it says nothing about agreement. A heap of words is graded, too: as what
its words say, and up to half."""


@pytest.fixture(scope="module")
def graded(cases, offline):
    """(case, grade) of every case."""

    async def every():
        return [(case, await grade_alone(offline, case.question, case.answer)) for case in cases]

    return asyncio.run(every())


@pytest.fixture(scope="module")
def held_out(graded):
    return [(case, grade) for case, grade in graded if case.half == "held_out"]


def test_graded_cases_are_enough_to_judge_by(graded, held_out):
    assert len(graded) > 300 and len(held_out) > 100
    assert len({case.id for case, _ in held_out}) >= 10


def plain(graded):
    return [(case, grade) for case, grade in graded if case.kind not in (*TURNED, "pile")]


def test_verdicts_agree_with_people_in_nearly_nine_of_ten(held_out):
    """Of the decided ones, nine in ten; one in eight stays open, as partly."""
    pairs = [pair for case, g in plain(held_out) for pair in zip(case.verdicts, g.items, strict=True)]
    decided = [wanted == item.verdict for wanted, item in pairs if item.verdict != "partly"]
    assert sum(decided) / len(decided) >= 0.87
    assert len(decided) / len(pairs) >= 0.85


def test_scores_are_near_those_of_people(held_out):
    off = [abs(case.score - grade.score) for case, grade in plain(held_out)]
    assert sum(off) / len(off) <= 0.17
    assert sum(distance <= 0.25 for distance in off) / len(off) >= 0.75


def test_worthless_answers_get_next_to_nothing(graded):
    scores = defaultdict(list)
    for case, grade in graded:
        scores[case.kind].append(grade.score)
    for kind in WORTHLESS:
        assert sum(scores[kind]) / len(scores[kind]) <= 0.06, kind
        assert max(scores[kind]) <= 0.5, kind


def test_no_heap_of_words_passes_before_a_person_has_looked(graded):
    heaps = [grade for case, grade in graded if case.kind == "pile"]
    assert len(heaps) >= 25
    assert all("keyword_pile" in heap.flags and heap.needs_review and heap.score <= 0.5 for heap in heaps)


def test_every_denial_is_flagged(graded):
    denied = [grade for case, grade in graded if case.kind == "negated"]
    assert len(denied) >= 25
    assert all("negated" in grade.flags and grade.needs_review for grade in denied)


def test_grades_sent_to_a_person_are_wrong_twice_as_often(graded):
    """Among answers sent to a person there are more wrong grades than among the rest."""
    wrong = {True: [], False: []}
    for case, grade in graded:
        if case.kind not in (*WORTHLESS, *TURNED, "pile"):
            wrong[grade.needs_review].append(abs(case.score - grade.score) > 0.25)
    share = {review: sum(found) / len(found) for review, found in wrong.items()}
    assert share[True] >= 2 * share[False]
    assert len(wrong[True]) <= 0.4 * (len(wrong[True]) + len(wrong[False]))


def test_every_quote_is_the_learners_own(graded):
    quotes = [(case.answer, item.quote) for case, grade in graded for item in grade.items if item.quote]
    assert len(quotes) > 300
    assert all(quote in answer for answer, quote in quotes)


def test_feedback_never_tells_the_answer(graded):
    """No criterion's sentence and no reference stands in a feedback unless the learner wrote it."""
    for case, grade in graded:
        for secret in (case.question.reference, *(item.criterion for item in case.question.rubric)):
            assert secret not in grade.feedback or secret in case.answer
