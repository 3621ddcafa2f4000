"""Slow, doubled, delayed, reordered and stolen messages."""

import asyncio
import random
from collections import Counter
from datetime import timedelta

from traclearn_worker import LeaseLost, Park

from worker_scenes.events import answer, question, said_by_s3


async def a_slow_message_does_not_hold_up_its_batch(world):
    slow, quick, later = answer(), [answer() for _ in range(9)], [answer() for _ in range(20)]
    done = []

    async def handle(event, work):
        if event == slow:
            await world.pause(1.2)  # longer than the lease: heartbeats keep it
        await world.write(work, event)
        done.append(event)
        return []

    await world.send(slow, *quick)
    async with world.working(handle) as worker:
        await world.until(lambda: len(done) == 9)
        await world.send(*later)
        await world.until(lambda: len(done) == 29)
        assert slow not in done
        await world.empty()
    assert done[-1] == slow
    assert await world.ledger() == Counter(e.metadata.event_id for e in [slow, *quick, *later])
    assert worker.totals["lease_lost"] == worker.totals["retried"] == worker.totals["duplicate"] == 0


async def permits_bound_the_work(world):
    running, most = 0, 0

    async def handle(event, work):
        nonlocal running, most
        running += 1
        most = max(most, running)
        await world.until(lambda: most >= 7)
        await world.pause(0.02)
        running -= 1
        await world.write(work, event)
        return []

    await world.send(*(answer() for _ in range(40)))
    async with world.working(handle, permits=7):
        await world.empty()
    assert most == 7
    assert sum((await world.ledger()).values()) == 40


async def event_delivered_twice_is_handled_once(world):
    events = [answer() for _ in range(15)]
    copies = [*events, *events, *events]
    random.Random(7).shuffle(copies)
    await world.send(*copies)
    async with world.working() as one, world.working() as other:
        await world.empty(leases=40)
    assert await world.ledger() == Counter(event.metadata.event_id for event in events)
    assert one.totals["succeeded"] + other.totals["succeeded"] == 15
    assert one.totals["duplicate"] + other.totals["duplicate"] == 30
    assert await world.dead() == []


async def two_deliveries_at_once_are_handled_once(world):
    """While one is at it, for longer than a lease, the other copy waits without being counted."""
    event, attempts = answer(), []

    async def handle(event, work):
        attempts.append(work.attempt)
        await world.pause(2.3)
        await world.write(work, event)
        return []

    await world.send(event, event)
    async with world.working(handle, handler_timeout=9 * world.visibility) as worker:
        await world.until(lambda: worker.totals["handed_back"] >= 2)
        await world.empty()
    assert attempts == [1]
    assert sum((await world.ledger()).values()) == 1


async def duplicate_of_a_completed_event_is_acked(world):
    event = answer()
    async with world.working() as worker:
        await world.send(event)
        await world.empty()
        await world.pause(1.5)
        await world.send(event)
        await world.until(lambda: worker.totals["duplicate"] == 1)
        await world.empty()
    assert sum((await world.ledger()).values()) == 1


def waiting(world, known):
    """A handler under which an answer waits for the question of its ticket."""

    async def handle(event, work):
        key = f"question:{event.data.ticket}"
        if event.detail_type == "QuestionPublished.v1":
            await world.write(work, event)
            await world.pause(0.01)
            known.add(event.data.ticket)
            await work.unpark(key)
        elif event.data.ticket not in known:
            raise Park(key, deadline=timedelta(seconds=2 * world.visibility))
        else:
            await world.write(work, event)
        return []

    return handle


async def an_answer_waits_for_its_question(world):
    early, cause = answer(ticket=7), question(ticket=7)
    async with world.working(waiting(world, set())) as worker:
        await world.send(early)
        await world.until(lambda: worker.totals["parked"] == 1)
        await world.empty()
        await world.send(early)  # while it waits, another copy adds nothing
        await world.empty()
        await world.send(cause)
        await world.empty()
    assert await world.ledger() == Counter(event.metadata.event_id for event in (early, cause))
    assert worker.totals["dead_lettered"] == worker.totals["retried"] == 0


async def events_in_any_order_end_the_same(world):
    answers = [answer(ticket=ticket) for ticket in range(20, 30) for _ in range(2)]
    causes = [question(ticket=ticket) for ticket in range(20, 30)]
    events = [*answers, *causes, *answers]
    random.Random(11).shuffle(events)
    known = set()
    await world.send(*events)
    async with world.working(waiting(world, known)), world.working(waiting(world, known)):
        await world.until(lambda: _whole(world, 30))
        await world.empty(leases=40)
    assert await world.ledger() == Counter(event.metadata.event_id for event in [*answers, *causes])
    assert await world.dead() == []


async def parked_event_whose_cause_never_comes_fails_visibly(world):
    early, cause = answer(ticket=7), question(ticket=7)
    known = set()
    async with world.working(waiting(world, known)) as worker:
        await world.send(early)
        await world.until(lambda: worker.totals["dead_lettered"] == 1)
        await world.empty()
        assert await world.ledger() == {}
        message = (await world.dead())[0]
        assert message.attributes["reason"] == "cause never came: question:7"
        await world.until(lambda: _published(world, "AnswerUngradable.v1"))
        await world.send(cause)
        await world.empty()
        await world.redrive()
        await world.until(lambda: _whole(world, 2))
        await world.empty()
    assert await world.ledger() == Counter(event.metadata.event_id for event in (early, cause))


async def s3_notice_twice_is_handled_once(world):
    """EventBridge gives each copy an id of its own; the later one even another time."""
    taken = []

    async def handle(event, work):
        await world.write(work, event)
        taken.append((event.detail_type, event.metadata.occurred_at.minute))
        return []

    async with world.working(handle) as worker:
        await world.send_raw(said_by_s3())
        await world.empty()
        await world.send_raw(said_by_s3(time="2026-01-15T09:31:00Z"))
        await world.send_raw(said_by_s3("Object Deleted"))
        await world.until(lambda: worker.totals["duplicate"] == 1)
        await world.empty()
    assert taken == [("Object Created", 30), ("Object Deleted", 30)]
    assert sorted((await world.ledger()).values()) == [1, 1]


async def s3_notice_parks_and_dead_letters_with_its_original_body(world):
    """Parked and dead letters are the body itself: no envelope is written over it."""
    body, times = said_by_s3(), []

    async def handle(event, work):
        times.append(event.metadata.occurred_at.isoformat())
        raise Park("document:1", deadline=timedelta(seconds=world.visibility))

    async def failed(event, reason, work):
        return []

    await world.send_raw(body)
    async with world.working(handle, failed) as worker:
        await world.until(lambda: worker.totals["dead_lettered"] == 1)
        await world.empty()
    assert times == ["2026-01-15T09:30:00+00:00"] * 2
    assert [message.body for message in await world.dead()] == [body]


async def lost_lease_cancels_the_handler_and_its_commit_is_refused(world):
    """Heartbeats fail for longer than the lease; the handler does not heed its cancelling."""
    event = answer()
    stolen, ends = asyncio.Event(), []

    async def stubborn(event, work):
        try:
            await world.pause(9)
        except asyncio.CancelledError:
            ends.append("cancelled")
            await stolen.wait()
        try:
            await world.write(work, event)
        except LeaseLost:
            ends.append("refused")
            raise
        return []

    world.fail("change_visibility", 1000)
    await world.send(event)
    async with world.working(stubborn, permits=1, handler_timeout=20 * world.visibility) as stale:
        await world.until(lambda: ends)
        world.mend("change_visibility")
        async with world.working() as thief:
            await world.until(lambda: thief.totals["succeeded"] == 1)
            stolen.set()
            await world.until(lambda: len(ends) == 2)
            await world.empty()
    assert ends == ["cancelled", "refused"]
    assert stale.totals["lease_lost"] == 1
    assert await world.ledger() == {event.metadata.event_id: 1}
    assert await world.dead() == []


async def _whole(world, count):
    return len(await world.ledger()) == count


async def _published(world, name):
    return name in {event.detail_type for event in await world.published()}


SCENES = [
    a_slow_message_does_not_hold_up_its_batch,
    permits_bound_the_work,
    event_delivered_twice_is_handled_once,
    two_deliveries_at_once_are_handled_once,
    duplicate_of_a_completed_event_is_acked,
    an_answer_waits_for_its_question,
    events_in_any_order_end_the_same,
    parked_event_whose_cause_never_comes_fails_visibly,
    s3_notice_twice_is_handled_once,
    s3_notice_parks_and_dead_letters_with_its_original_body,
    lost_lease_cancels_the_handler_and_its_commit_is_refused,
]
