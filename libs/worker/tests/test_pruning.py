"""When a worker forgets, on a virtual clock. What may go is in `worker_scenes/rules.py`."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from traclearn_contracts.models import AnswerSubmittedV1
from traclearn_contracts.topology import INBOX_RETENTION
from traclearn_worker import on
from traclearn_worker.messages import FAILED_AT, REASON
from traclearn_worker.postgres.pruning import PRUNE_BATCH_ROWS, PRUNE_EVERY_S, prune
from traclearn_worker.testing import bench, run
from traclearn_worker.testing.bench import body
from traclearn_worker.transport import QueueMessage
from worker_scenes.events import answer


async def handle(event, work):
    return []


def test_worker_forgets_events_that_ended_before_the_retention():
    async def play():
        async with bench(on(AnswerSubmittedV1, handle)) as worker:
            old, young = answer(), answer()
            worker.deliver(old, young)
            await worker.quiet()
            worker.store.inbox[old.inbox_key].settled_at -= INBOX_RETENTION.total_seconds()
            await asyncio.sleep(PRUNE_EVERY_S + 1)
            return list(worker.store.inbox) == [young.inbox_key]

    assert run(play())


@pytest.mark.parametrize(("days", "known"), [(34, True), (36, False)])
def test_a_replay_of_what_may_be_forgotten_is_a_dead_letter_again_with_its_own_date(days, known):
    failed_at = (datetime.now(UTC) - timedelta(days=days)).isoformat()
    handled = []

    async def noted(event, work):
        handled.append(event)
        return []

    async def play():
        async with bench(on(AnswerSubmittedV1, noted)) as worker:
            worker.transport.put(QueueMessage(body(answer()), {REASON: "broken", FAILED_AT: failed_at}))
            await worker.quiet()
            return worker.transport.dead, len(worker.store.inbox)

    dead, rows = run(play())
    assert (len(handled), rows) == ((1, 1) if known else (0, 0))
    if not known:
        (message,) = dead
        assert "35 days" in message.attributes[REASON] and message.attributes[FAILED_AT] == failed_at


class History:
    """Has so many rows to delete, and fails at first."""

    def __init__(self, rows, failures):
        self.rows = rows
        self.failures = failures
        self.asked = []

    async def horizon(self):
        if self.failures:
            self.failures -= 1
            raise ZeroDivisionError
        return f"at {asyncio.get_running_loop().time():.0f}"

    async def prune(self, limit, retention, horizon):
        assert retention == INBOX_RETENTION
        self.asked.append(horizon)
        deleted = min(limit, self.rows)
        self.rows -= deleted
        return deleted


def turns(history, count):
    async def play():
        task = asyncio.create_task(prune(history, every=10))
        await asyncio.sleep(10 * count - 5)
        task.cancel()
        return history

    return run(play())


def test_a_turn_deletes_batch_after_batch_until_nothing_is_left():
    history = turns(History(2 * PRUNE_BATCH_ROWS + 1, failures=0), 1)
    assert history.rows == 0 and len(history.asked) == 4


def test_a_turn_uses_the_horizon_of_the_turn_before():
    assert turns(History(0, failures=0), 3).asked == [None, "at 0", "at 10"]


def test_a_turn_that_fails_is_followed_by_another():
    assert turns(History(5, failures=2), 3).rows == 0
