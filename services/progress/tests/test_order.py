"""The same events in any order, any number of times, leave the same tables."""

import asyncio
from itertools import islice, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from progress.domain.attempt_change import ATTEMPT_TAKEN
from progress.domain.counting import counting_of
from progress.domain.grade import grade_of
from progress.domain.state import state_of
from progress.handlers.projection import project


async def tables(store, events):
    for event in events:
        await project(event, store)
    return store.tables()


@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.slow)])
async def test_all_orders_of_six_events_with_duplicates_end_alike(events, make_store, step):
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
            *decisions(who),
            who.hint(1, "a"),
            who.hint(1, "a", 0, minute=50),
            who.hint(2, "b", 0.3),
            who.hint(3, "c", 0, kind="explanation"),
        )
    ]
    return [
        events.question(1),
        events.question(2, learner="learner", rules={"counting": "newest"}),
        events.question(3, learner="other"),
        *of_each,
    ]


def decisions(who):
    """Authors who saw the machine's grade, or the first author's, and what was taken back of it."""
    machine = grade_of(who.grade(2, 1)).id
    first = who.override(2, 1, score=0.3, minute=70, said={"against": machine})
    second = who.override(2, 1, score=0.4, minute=71, said={"against": machine})
    third = who.override(2, 2, score=0.5, minute=72, said={"against": grade_of(first).id})
    withdrawals = (who.withdrawal(first, minute=73), who.withdrawal(third, minute=74))
    return [first, second, third, *withdrawals, who.override(2, 1, score=0.6, minute=80)]


async def test_all_orders_of_overrides_and_withdrawals_end_alike(events, make_store):
    """Decided as they were said: the second saw what the first had replaced, so it changes nothing."""
    machine, override = events.grade(1), events.override(1, score=0.9, minute=70)
    against = {"against": grade_of(machine).id}
    refused = events.override(1, score=0.1, minute=71, said=against)
    taken_back = events.override(1, 2, score=0.2, minute=72)
    six = [events.answer(1), machine, override, refused, taken_back, events.withdrawal(taken_back)]
    expected = await tables(make_store(), six)
    counting = expected[0]["learner", 42, 1].grade
    assert counting == grade_of(override)
    assert len(expected[4]) == 4, "the ledger has them all"
    for order in permutations(six):
        store = make_store()
        assert await tables(store, order) == expected
        await assert_feed_tells_tables(store)


@pytest.mark.parametrize("cases", [50, pytest.param(300, marks=pytest.mark.slow)])
def test_any_events_in_any_order_end_alike(make_events, make_store, cases):
    pool = everything(make_events(), make_events(learner="other"))

    @settings(max_examples=cases)
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
    """The last row of an attempt carries what the tables say of it, and the last of the learner what counts.

    While its answer is not known, a question may refuse it in silence: the answer's own row tells it.
    """
    states = {
        (row.learner, row.attempt): row.state
        for row in store.feed
        if row.state and row.reason != ATTEMPT_TAKEN
    }
    counting = {row.learner: row.counting for row in store.feed if row.state or row.hint}
    for (learner, ticket, number), attempt in store.attempts.items():
        record = await store.find_record(learner, ticket)
        if attempt.answer:
            assert states[learner, number] == state_of(record, number)
            assert counting[learner] == counting_of(record)
