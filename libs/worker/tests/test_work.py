"""What a handler may do, and what becomes of it when it misbehaves."""

import asyncio
import threading
import time
from contextlib import suppress
from datetime import timedelta

import pytest
from traclearn_contracts.events import TYPES
from traclearn_contracts.models import AnswerSubmittedV1, QuestionPublishedV1
from traclearn_worker import Busy, Misuse, Park, Permanent, Transient, on
from traclearn_worker.postgres.outbox import MAX_EVENT_BYTES, entries
from traclearn_worker.testing import bench, run
from traclearn_worker.transport import EntryError
from worker_scenes.events import answer, question, started, ungradable


def played(handle, *events, failed=None, seconds=3600.0, **settings):
    """The bench after everything is quiet."""

    async def play():
        routes = [on(model, handle) for model in (AnswerSubmittedV1, QuestionPublishedV1)]
        async with bench(*routes, failed=failed, **settings) as worker:
            worker.deliver(*(events or [answer()]))
            await worker.quiet(seconds)
            return worker

    return run(play())


def row(worker):
    (found,) = worker.store.inbox.values()
    return found


def test_an_outside_call_is_made_once_over_all_attempts():
    calls = []

    async def ask(key):
        calls.append(key)
        return {"score": len(calls)}

    replies = []

    async def handle(event, work):
        replies.append(await work.once("grade", ask, through="model"))
        if work.attempt < 4:
            raise Transient("after the call")
        return []

    played(handle)
    assert len(calls) == 1
    assert replies == [{"score": 1}] * 4


def test_an_outside_call_that_hangs_is_cut():
    async def handle(event, work):
        with pytest.raises(TimeoutError):
            await work.once("grade", lambda _: asyncio.sleep(10_000), through="model")
        return []

    assert row(played(handle)).state == "done"


@pytest.mark.parametrize("breaker_failures", [5, 1])
def test_a_reply_that_was_lost_is_the_caller_s_to_decide_and_never_asked_again(breaker_failures):
    """Also where losing it opens the breaker."""
    asked, looked_up = [], []

    async def ask(key):
        asked.append(key)
        raise ConnectionError("cut in the middle of the answer")

    async def look_up(key):
        looked_up.append(key)
        return {"score": 1}

    async def handle(event, work):
        await work.once("grade", ask, through="model", lost=look_up)
        return []

    assert row(played(handle, breaker_failures=breaker_failures)).state == "done"
    assert asked == looked_up
    assert len(asked) == 1


def test_a_lost_reply_that_nobody_decides_on_ends_visibly_and_a_replay_asks_anew():
    asked = []

    async def ask(key):
        asked.append(key)
        if len(asked) == 1:
            await asyncio.sleep(10_000)
        return {"score": 1}

    async def handle(event, work):
        await work.once("grade", ask, through="model")
        return []

    async def play():
        async with bench(on(AnswerSubmittedV1, handle)) as worker:
            worker.deliver(answer())
            await worker.quiet()
            assert "may have been paid for" in row(worker).reason
            assert (row(worker).state, len(asked)) == ("failed", 1)
            worker.transport.redrive()
            await worker.quiet()
            assert (row(worker).state, len(set(asked)), len(asked)) == ("done", 1, 2)

    run(play())


def test_a_call_that_says_that_nothing_was_bought_is_made_again():
    asked = []

    async def ask(key):
        asked.append(key)
        if len(asked) < 3:
            raise Transient("rate limited", delay=1)
        return {"score": 1}

    async def handle(event, work):
        await work.once("grade", ask, through="model")
        return []

    assert row(played(handle)).state == "done"
    assert len(asked) == 3


def test_two_calls_on_one_dependency_are_kept_apart():
    async def handle(event, work):
        for name in ("first", "second"):
            assert await work.once(name, lambda key: asyncio.sleep(0, key), through="model") not in kept
            kept.append(await work.once(name, None, through="model"))
        return []

    kept = []
    worker = played(handle)
    assert (row(worker).state, len(set(kept))) == ("done", 2)
    assert set(worker.app.breakers._all) == {"database", "model"}


def test_an_open_breaker_leaves_no_intent():
    asked = []

    async def handle(event, work):
        if work.elapsed < 0 or not asked:
            work.breaker("model").trip()
            asked.append("tripped")
        return await work.once("grade", lambda _: asyncio.sleep(0, []), through="model")

    worker = played(handle)
    assert (row(worker).state, row(worker).failures) == ("done", 0)


@pytest.mark.parametrize("what", ["once", "announce", "checkpoint"])
def test_nothing_outside_while_the_transaction_is_open(what):
    async def handle(event, work):
        await work.write()
        with pytest.raises(Misuse, match=what):
            if what == "once":
                await work.once("grade", lambda _: asyncio.sleep(0, 1), through="model")
            elif what == "announce":
                await work.announce([started(event)])
            else:
                work.checkpoint()
        return []

    assert row(played(handle)).state == "done"


def test_a_read_cannot_write_and_a_checkpoint_stands_whatever_follows():
    async def handle(event, work):
        async with work.read() as connection:
            with pytest.raises(Misuse, match="checkpoint"):
                connection.put("ledger", 0, event)
        async with work.checkpoint() as connection:
            connection.put("ledger", work.attempt, event)
        if work.attempt < 3:
            raise Transient("after the checkpoint")
        return []

    assert list(played(handle).store.tables["ledger"]) == [1, 2, 3]


def test_what_fails_after_the_write_is_rolled_back():
    async def handle(event, work):
        connection = await work.write()
        connection.put("ledger", work.attempt, event)
        if work.attempt < 3:
            raise Transient("after the write")
        return []

    assert list(played(handle).store.tables["ledger"]) == [3]


def test_a_handler_that_takes_too_long_fails():
    async def handle(event, work):
        if work.attempt == 1:
            await asyncio.Event().wait()
        return []

    worker = played(handle)
    assert (row(worker).state, row(worker).failures) == ("done", 1)
    assert worker.app.metrics.totals["retried"] == 1


def test_a_handler_that_heeds_nothing_loses_its_lease():
    """Heartbeats do not keep it for ever: another worker gets the event, and the first commit is refused."""
    attempts = []

    async def handle(event, work):
        attempts.append(work.attempt)
        if len(attempts) == 1:
            ends_at = asyncio.get_running_loop().time() + 1000
            while (left := ends_at - asyncio.get_running_loop().time()) > 0:
                with suppress(asyncio.CancelledError):
                    await asyncio.sleep(left)
        connection = await work.write()
        connection.put("ledger", len(attempts), event)
        return []

    worker = played(handle)
    assert len(attempts) == 2
    assert list(worker.store.tables["ledger"]) == [2]
    assert worker.app.metrics.totals["lease_lost"] == 1


def test_a_delay_is_heeded_and_busy_counts_nothing():
    times = []

    async def handle(event, work):
        times.append(asyncio.get_running_loop().time())
        assert work.attempt == min(len(times), 2)
        if len(times) == 1:
            raise Transient("rate limited", delay=40)
        if len(times) < 9:
            raise Busy("somebody is at it", delay=10)
        return []

    worker = played(handle)
    assert times[1] - times[0] == pytest.approx(40, abs=1)
    assert times[2] - times[1] == pytest.approx(10, abs=1)
    assert row(worker).failures == 1
    assert worker.transport.dead == []


def test_message_released_many_times_never_reaches_the_redrive_limit():
    """SQS gives up after 20 receives; a message that only ever waits is sent anew before that."""
    seen = []

    async def handle(event, work):
        seen.append(work.attempt)
        if len(seen) < 50:
            raise Busy("not yet", delay=1)
        return []

    worker = played(handle)
    assert seen == [1] * 50
    assert worker.transport.dead == []
    assert row(worker).state == "done"


def test_a_message_is_not_deleted_before_its_copy_is_sent():
    seen = []

    async def handle(event, work):
        seen.append(work.attempt)
        if len(seen) < 30:
            raise Busy("not yet", delay=1)
        return []

    async def play():
        async with bench(on(AnswerSubmittedV1, handle)) as worker:
            worker.transport.faults["send"].extend([EntryError("InternalError"), ConnectionError()])
            worker.deliver(answer())
            await worker.quiet()
            assert len(seen) == 30
            assert row(worker).state == "done"

    run(play())


def test_parking_again_keeps_the_first_deadline():
    """Each attempt parks anew; the wait ends all the same."""
    times = []

    async def handle(event, work):
        times.append(asyncio.get_running_loop().time())
        raise Park("question:1", deadline=timedelta(minutes=30))

    async def failed(event, reason, work):
        assert reason == "cause never came: question:1"
        return [ungradable(event)]

    async def play():
        async with bench(on(AnswerSubmittedV1, handle), failed=failed) as worker:
            worker.deliver(answer())
            await asyncio.sleep(1900)
            return worker

    worker = run(play())
    assert len(times) == 2
    assert 1800 <= times[1] - times[0] < 1810
    assert row(worker).state == "failed"
    assert [event.detail_type for event in worker.published] == ["AnswerUngradable.v1"]


def test_a_failure_hook_that_fails_delays_the_end_and_does_not_prevent_it():
    hooks = []

    async def handle(event, work):
        raise Permanent("hopeless")

    async def failed(event, reason, work):
        hooks.append(reason)
        raise RuntimeError

    worker = played(handle, failed=failed)
    assert row(worker).state == "failed"
    assert hooks == ["hopeless"] * 10
    assert {message.attributes["reason"] for message in worker.transport.dead} == {"hopeless"}


def test_the_visible_failure_may_write_too():
    async def handle(event, work):
        raise Permanent("hopeless")

    async def failed(event, reason, work):
        connection = await work.write()
        connection.put("failures", event.metadata.event_id, reason)
        return []

    assert list(played(handle, failed=failed).store.tables["failures"].values()) == ["hopeless"]


def test_an_event_too_large_to_send_is_hopeless():
    huge = answer().causes(
        "traclearn.grader",
        TYPES["QuestionPublished.v1"].model_construct(
            **{**dict(question().data), "question": "x" * MAX_EVENT_BYTES}
        ),
    )
    with pytest.raises(Permanent, match="larger than"):
        entries([huge])


def test_threads_do_the_heavy_work():
    threads = []

    def heavy():
        threads.append(threading.current_thread() is threading.main_thread())
        time.sleep(0.05)

    async def handle(event, work):
        await asyncio.to_thread(heavy)
        return []

    worker = played(handle, answer(), answer(), answer())
    assert threads == [False] * 3
    assert worker.app.metrics.totals["succeeded"] == 3


def test_a_database_that_is_down_counts_nothing():
    async def play():
        seen = []

        async def handle(event, work):
            seen.append(work.attempt)
            return []

        async with bench(on(AnswerSubmittedV1, handle)) as worker:
            worker.store.down = True
            worker.deliver(*(answer() for _ in range(5)))
            await asyncio.sleep(600)
            worker.store.down = False
            await worker.quiet()
            assert seen == [1] * 5
            assert worker.transport.dead == []

    run(play())


def test_a_dead_letter_queue_that_is_down_keeps_the_message():
    async def handle(event, work):
        raise Permanent("hopeless")

    async def play():
        async with bench(on(AnswerSubmittedV1, handle)) as worker:
            worker.transport.faults["send_dead_letter"].extend([ConnectionError()] * 3)
            worker.deliver(answer())
            await worker.quiet()
            assert len(worker.transport.dead) == 1
            assert (row(worker).state, row(worker).crashes) == ("failed", 0)

    run(play())


def test_what_takes_the_worker_down_each_time_ends_visibly():
    """Twelve leases in a row that ran out without a word."""

    async def play():
        event = answer()

        async def handle(event, work):
            return []

        async with bench(on(AnswerSubmittedV1, handle)) as worker:
            for _ in range(12):
                await worker.store.claim(event, 1.0, None)
                await asyncio.sleep(2)
            worker.deliver(event)
            await worker.quiet()
            assert row(worker).state == "failed"
            assert "12 times in a row" in worker.transport.dead[0].attributes["reason"]

    run(play())
