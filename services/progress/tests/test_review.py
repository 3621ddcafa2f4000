"""When a step is to be reviewed: what is said last counts, in any order."""

from itertools import permutations

import pytest
from progress.handlers.projection import dead_letter_change, project
from traclearn_contracts.topology import read

authorization_error = read().consumer("progress").authorization_error


async def told(store, *story):
    for event in story:
        await project(event, store)
    return store


async def test_row_tells_when_it_is_due_and_echoes_its_event(store, events):
    event = events.review_scheduled(attempt=2)
    (row,) = (await told(store, event)).feed
    assert (row.kind, row.learner, row.ticket, row.event_id) == (
        *("review", events.learner, events.ticket, event.metadata.event_id),
    )
    assert row.review == {
        "revision": 1,
        "attempt": 2,
        "reviews": 1,
        "reviewed_at": "2026-01-15T09:00:00+00:00",
        "due_at": "2026-01-17T11:00:00+00:00",
    }


async def test_reviews_in_any_order_and_twice_leave_the_last(make_store, events):
    story = [
        events.review_scheduled(1),
        events.review_scheduled(2, attempt=2, due_minute=9),
        events.review_scheduled(3, attempt=2, due_minute=None, reviewed_at=None, reviews=0),
        events.review_scheduled(4, attempt=1, due_minute=99),
    ]
    for order in permutations(story):
        store = await told(make_store(), *order, order[0])
        (kept,) = store.reviews.values()
        assert (kept.revision, kept.attempt) == (4, 1)
        assert store.feed[-1].review["revision"] == 4


async def test_same_review_twice_is_written_once(store, events):
    await told(store, events.review_scheduled(), events.review_scheduled())
    assert store.saves == 1 and len(store.feed) == 2


async def test_review_before_its_grade_changes_no_attempt(make_store, events):
    story = [events.answer(), events.grade(score=1.0), events.review_scheduled()]
    ends = [await told(make_store(), *order) for order in permutations(story)]
    assert all(end.tables() == ends[0].tables() and end.reviews == ends[0].reviews for end in ends)


async def test_reviews_of_two_learners_on_a_ticket_are_two(store, events, make_events):
    other = make_events(learner="bob").review_scheduled(2, due_minute=7)
    await told(store, events.review_scheduled(), other)
    assert {who: review.revision for (who, _), review in store.reviews.items()} == {
        events.learner: 1,
        "bob": 2,
    }


async def test_review_of_a_deleted_ticket_is_rejected(make_store, events):
    (row,) = (await told(make_store(tickets=()), events.review_scheduled())).feed
    assert (row.kind, row.reason, row.review) == ("rejected", "unknown_ticket", None)


async def test_review_in_the_dead_letter_queue_is_told_of_no_attempt(events):
    row = dead_letter_change(events.review_scheduled(), "broken")
    assert (row.kind, row.attempt, row.state, row.review) == ("rejected", None, None, None)


@pytest.mark.parametrize("groups", [(), ("authors",)])
def test_the_path_generator_may_say_it(events, groups):
    assert authorization_error(events.review_scheduled()) is None
