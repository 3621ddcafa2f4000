"""The same events in any order, any number of times, leave the same tables."""

import asyncio
from itertools import islice, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from progress.domain.change import ATTEMPT_TAKEN
from progress.domain.state import state_of
from progress.handlers.projection import project


async def tables(store, events):
    for event in events:
        await project(event, store)
    return store.tables()


@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.slow)])
async def test_all_orders_of_the_six_with_duplicates(events, make_store, step):
    """The second copies come in the opposite order, so that each follows everything at least once."""
    six = [
        events.question(),
        events.answer(1),
        events.answer(2),
        events.grade(2, score=0.9),
        events.grade(1, score=0.1),
        events.override(1),
    ]
    expected = await tables(make_store(), six)
    orders = 0
    for order in islice(permutations(six), 0, None, step):
        orders += 1
        assert await tables(make_store(), [*order, *reversed(order)]) == expected
    assert orders == -(-720 // step)
    assert expected[2]["learner", 42][:3] == (2, "completed", "answer 2")


def everything(events, other):
    """All kinds of event of two learners with several attempts, revisions and failures."""
    of_each = [
        event
        for who in (events, other)
        for event in (
            *(who.answer(attempt, seconds=10 * attempt) for attempt in (1, 2, 3)),
            who.answer(2, "another text for the same attempt", minute=19),
            *(who.started(attempt) for attempt in (1, 2, 3)),
            who.grade(1, 1),
            who.grade(1, 2, score=0.8),
            who.grade(2, 1),
            who.started(2, minute=99),
            who.ungradable(2),
            who.ungradable(3, "no_question"),
            who.ungradable(3, "grader_failed", minute=99),
            who.override(1, 1),
            who.override(1, 2, score=0.2),
            who.grade(7),
        )
    ]
    return [
        events.question(1),
        events.question(2, learner="learner"),
        events.question(3, learner="other"),
        *of_each,
    ]


@pytest.mark.parametrize("cases", [50, pytest.param(300, marks=pytest.mark.slow)])
def test_any_part_of_everything_in_any_order(make_events, make_store, cases):
    pool = everything(make_events(), make_events(learner="other"))

    @settings(max_examples=cases, deadline=None)
    @given(st.data())
    def in_any_order(data):
        part = data.draw(st.lists(st.sampled_from(range(len(pool))), min_size=1, unique=True))
        order = data.draw(st.permutations(part * 2))
        one = asyncio.run(tables(make_store(), [pool[index] for index in part]))
        store = make_store()
        assert asyncio.run(tables(store, [pool[index] for index in order])) == one
        asyncio.run(assert_feed_tells_tables(store))

    in_any_order()


async def assert_feed_tells_tables(store):
    """The last row of an attempt carries what the tables say of it.

    While its answer is not known, a question may refuse it in silence: the answer's own row tells it.
    """
    states = {
        (row.learner, row.attempt): row.state
        for row in store.feed
        if row.state and row.reason != ATTEMPT_TAKEN
    }
    for (learner, ticket, number), attempt in store.attempts.items():
        if attempt.answer:
            assert states[learner, number] == state_of(await store.find_record(learner, ticket), number)
