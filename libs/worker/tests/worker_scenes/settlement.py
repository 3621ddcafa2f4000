"""Workers that stop, restart and are killed."""

import asyncio
from collections import Counter

from worker_scenes.events import answer, graded


async def sigterm_finishes_what_is_in_flight(world):
    events, begun = [answer() for _ in range(30)], []

    async def handle(event, work):
        begun.append(event)
        await world.pause(0.7)  # more than two heartbeats
        await world.write(work, event)
        return [graded(event)]

    await world.send(*events, *(answer() for _ in range(10)))
    worker = world.start(handle, permits=30)
    await world.until(lambda: len(begun) == 30)
    await worker.stop()
    assert len(begun) == worker.totals["succeeded"] == 30  # nothing new was begun
    assert await world.ledger() == Counter(event.metadata.event_id for event in begun)
    assert worker.totals["lease_lost"] == 0
    assert await world.left() == 10  # acks were flushed, and the outbox


async def sigterm_releases_what_does_not_end(world):
    events, begun, attempts = [answer() for _ in range(30)], [], []

    async def endless(event, work):
        begun.append(event)
        await asyncio.Event().wait()

    async def handle(event, work):
        attempts.append(work.attempt)
        await world.write(work, event)
        return []

    await world.send(*events)
    worker = world.start(endless, permits=30, handler_timeout=9 * world.visibility)
    await world.until(lambda: len(begun) == 30)
    before = world.now
    await worker.stop()
    assert world.now - before < 2.5  # the stop timeout is two leases
    async with world.working(handle):
        await world.until(lambda: len(attempts) == 30, leases=0.8)  # back at once, not when a lease ends
        await world.empty()
    assert set(attempts) == {1}
    assert await world.ledger() == Counter(event.metadata.event_id for event in events)


async def six_restarts_in_a_row_make_no_dead_letter(world):
    """By kill -9 while the handler was at it: six crashes, no failure."""
    event, attempts = answer(), []

    async def handle(event, work):
        attempts.append(work.attempt)
        await world.write(work, event)
        return []

    await world.send(event)
    for _ in range(6):
        await world.murder("claimed")
    async with world.working(handle):
        await world.until(lambda: attempts, leases=5)
        await world.empty()
    assert attempts == [1]
    assert await world.dead() == []
    assert await world.ledger() == {event.metadata.event_id: 1}


async def six_rolling_deploys_make_no_dead_letter(world):
    """By SIGTERM, with a handler that never gets done in time."""
    begun, attempts = [], []

    async def endless(event, work):
        begun.append(work.attempt)
        await asyncio.Event().wait()

    async def handle(event, work):
        attempts.append(work.attempt)
        await world.write(work, event)
        return []

    await world.send(answer())
    for number in range(1, 7):
        worker = world.start(endless, stop_timeout=world.visibility / 3)
        await world.until(lambda count=number: len(begun) == count)
        await worker.stop()
    async with world.working(handle):
        await world.until(lambda: attempts)
        await world.empty()
    assert begun + attempts == [1] * 7
    assert await world.dead() == []


async def killed(world, place, ticket=42):
    """kill -9 at a place, then a worker that lives: once in the ledger, one event of each kind on the bus."""
    event = answer(ticket=ticket)
    await world.send(event)
    await world.murder(place)
    async with world.working():
        await world.until(world.ledger)
        await world.empty()
    assert await world.ledger() == {event.metadata.event_id: 1}
    assert await world.dead() == []
    ids = {sent.detail_type: sent.metadata.event_id for sent in await world.published()}
    assert set(ids) == {"GradingStarted.v1", "AnswerGraded.v1"}
    assert len({sent.metadata.event_id for sent in await world.published()}) == 2
    return await world.charged()


async def killed_after_the_claim(world):
    assert len(await killed(world, "claimed")) == 1


async def killed_between_the_intent_and_the_call(world):
    """Nobody knows that it was not made: the handler goes another way, and nothing is paid."""
    assert await killed(world, "asked") == []


async def killed_between_the_call_and_the_note_of_its_reply(world):
    assert len(await killed(world, "answered")) == 1


async def killed_after_the_outside_reply(world):
    assert len(await killed(world, "replied")) == 1


async def killed_between_commit_and_delete(world):
    assert len(await killed(world, "committed")) == 1


async def killed_between_publishing_and_its_note(world):
    assert len(await killed(world, "relayed")) == 1


async def killed_after_the_dead_letter(world):
    """Two dead letters, one visible failure; a replay of both is one replay."""
    event = answer(ticket=13)
    await world.send(event)
    await world.murder("dead_lettered")
    async with world.working() as worker:
        await world.until(lambda: worker.totals["dead_lettered"] == 1)
        await world.empty()
    messages = await world.dead()
    assert {message.attributes["reason"] for message in messages} == {"hopeless"}
    assert len(messages) == 2
    assert [sent.detail_type for sent in await world.published()] == ["AnswerUngradable.v1"]
    async with world.working() as worker:
        await world.redrive()
        await world.until(lambda: worker.totals["dead_lettered"] + worker.totals["duplicate"] == 2)
        await world.empty()
    assert len(await world.dead()) == 1


SCENES = [
    sigterm_finishes_what_is_in_flight,
    sigterm_releases_what_does_not_end,
    six_restarts_in_a_row_make_no_dead_letter,
    six_rolling_deploys_make_no_dead_letter,
    killed_after_the_claim,
    killed_between_the_intent_and_the_call,
    killed_between_the_call_and_the_note_of_its_reply,
    killed_after_the_outside_reply,
    killed_between_commit_and_delete,
    killed_between_publishing_and_its_note,
    killed_after_the_dead_letter,
]
