"""Appeals without an assessment go to an author, once."""

from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from progress.application.appeal_sweeper import appeal_sweeper, hand_to_author
from progress.domain.appeal_status import appeal_document
from progress.handlers.projection import project


@pytest.fixture
def sweep(store):
    @asynccontextmanager
    async def transactions():
        yield store

    return appeal_sweeper(transactions, timedelta(minutes=5)).sweep


@pytest.fixture
async def appeal(events, store):
    appeal = events.appeal()
    for event in (events.answer(), events.grade(), appeal):
        await project(event, store)
    store.at = events.appeal(minute=40).metadata.occurred_at
    return appeal


def shown(store):
    document = appeal_document(store.appeals["learner", 42, 1])
    return document["state"], document["why"]


async def test_waiting_appeal_goes_to_an_author_once(store, sweep, appeal):
    assert (await sweep(), await sweep()) == (1, 0)
    assert shown(store) == ("with_author", "no_second_voice")
    row = store.feed[-1]
    assert (row.kind, row.event_id, row.appeal["state"]) == (
        *("appeal", appeal.metadata.event_id),
        "with_author",
    )
    assert row.appeal["at"] == store.at.isoformat() and len(store.feed) == 4


@pytest.mark.parametrize("end", ["assessed", "override"])
async def test_appeal_that_somebody_looked_at_is_not_handed_on(events, store, sweep, appeal, end):
    await project(events.assessed(appeal, "stands") if end == "assessed" else events.override(), store)
    assert await sweep() == 0
    assert await hand_to_author(store, "learner", 42, 1, appeal.metadata.event_id) is False
    assert await hand_to_author(store, "nobody", 42, 1, appeal.metadata.event_id) is False


async def test_late_assessment_takes_it_back(events, store, sweep, appeal):
    await sweep()
    await project(events.assessed(appeal, "stands", minute=50), store)
    assert shown(store) == ("stands", "second_agrees")


async def test_refused_appeal_is_handed_to_nobody(events, store, sweep):
    await project(events.appeal(), store)
    assert await sweep() == 0
