"""Which attempt counts, what hints take from it, and what is told of that."""

import pytest
from progress.domain.counting import counting_of
from progress.domain.hint import hint_of
from progress.domain.record import Record, apply_event, question_of
from progress.handlers.projection import project


def counting(*events, hints=(), question=None):
    record = Record("learner", 42, question and question_of(question))
    for event in events:
        record = apply_event(record, event)
    for hint in hints:
        record = record.with_hint(hint_of(hint))
    found = counting_of(record)
    return found and (found.attempt, found.score, found.deducted)


@pytest.fixture
def three(events):
    scores = {1: 0.4, 2: 0.9, 3: 0.6}
    return [
        event for n, score in scores.items() for event in (events.answer(n), events.grade(n, score=score))
    ]


def test_best_attempt_counts_unless_its_author_says_the_newest(events, three):
    assert counting(*three) == (2, 0.9, 0)
    assert counting(*three, question=events.question(rules={"counting": "newest"})) == (3, 0.6, 0)


def test_newest_counts_once_it_has_a_grade(events, three):
    newest = events.question(rules={"counting": "newest"})
    assert counting(*three, events.answer(4), question=newest) == (3, 0.6, 0)


def test_first_of_equals_counts(events):
    assert counting(events.answer(1), events.answer(2), events.grade(1), events.grade(2)) == (1, 0.5, 0)


def test_without_a_grade_nothing_counts(events):
    assert counting(events.answer(1)) is None


def test_grade_of_an_attempt_that_was_never_made_counts_for_nothing(events):
    assert counting(events.answer(1), events.override(9)) is None
    assert counting(events.override(9)) == (9, 1.0, 0)


def test_hint_takes_from_its_attempt_and_later_ones(events, three):
    assert counting(*three, hints=[events.hint(3, deduction=0.5)]) == (2, 0.9, 0)
    assert counting(*three, hints=[events.hint(2, deduction=0.2)]) == (2, 0.7, 0.2)
    assert counting(*three, hints=[events.hint(2, deduction=0.6)]) == (1, 0.4, 0)


def test_same_hint_counts_once_as_it_was_first_given(events, three):
    twice = [events.hint(2, "a", 0, minute=30), events.hint(2, "a", 0.1, minute=19)]
    assert counting(*three, hints=twice) == counting(*three, hints=twice[::-1]) == (2, 0.8, 0.1)


def test_deductions_add_up_without_rests_and_never_below_zero(events):
    answered = [events.answer(1), events.grade(1, score=1.0)]
    assert counting(*answered, hints=[events.hint(1, name) for name in "abc"]) == (1, 0.7, 0.3)
    assert counting(*answered, hints=[events.hint(1, name, 0.6) for name in "ab"]) == (1, 0.0, 1.0)


def test_explanation_takes_nothing(events, three):
    assert counting(*three, hints=[events.hint(1, kind="explanation", deduction=0.5)]) == (2, 0.9, 0)


async def test_hint_is_told_with_what_counts_after_it(events, store):
    for event in (events.answer(1), events.grade(1, score=0.8), events.hint(1)):
        await project(event, store)
    row = store.feed[-1]
    assert (row.kind, row.attempt, row.state, row.counting.score) == ("hint", 1, None, 0.7)
    assert row.hint == events.hint(1).data.hint
    assert store.progress["learner", 42][1] == "in_progress", "below four fifths"


async def test_hint_before_the_first_answer_makes_no_attempt(events, store):
    await project(events.hint(1), store)
    assert not store.progress and store.feed[-1].counting is None
    await project(events.answer(1), store)
    await project(events.grade(1), store)
    assert store.feed[-1].counting.deducted == 0.1


async def test_question_that_counts_otherwise_tells_each_learner(events, store, three):
    for event in (events.question(), *three, events.question(2, rules={"counting": "newest"})):
        await project(event, store)
    received, told = store.feed[-2:]
    assert (received.kind, told.kind, told.learner, told.event_id) == (
        *("question_received", "counting", "learner"),
        None,
    )
    assert (told.counting.attempt, told.state.attempt) == (3, 3)
    await project(events.question(3, rules={"counting": "newest", "course": "Git"}), store)
    assert store.feed[-1].kind == "question_received", "nothing counts otherwise"
    assert store.questions[42].course == "Git"
