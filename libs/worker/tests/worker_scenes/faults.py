"""A queue that refuses, messages that cannot be handled, dependencies that are down."""

from collections import Counter
from datetime import datetime

from traclearn_worker import Permanent, Transient, Unavailable

from worker_scenes.events import answer, example, said_by_s3


async def a_delete_refused_for_some_is_done_again(world):
    events = [answer() for _ in range(20)]
    world.refuse("delete", 6)
    await world.send(*events)
    async with world.working() as worker:
        await world.empty()
    assert worker.totals["succeeded"] == worker.totals["received"] == 20
    assert worker.totals["ack_failed"] == 0


async def an_expired_receipt_is_a_metric(world):
    event = answer()
    world.refuse("delete", 1, final=True)
    await world.send(event)
    async with world.working() as worker:
        await world.until(lambda: worker.totals["ack_failed"] == 1)
        await world.empty()  # it came again and was known
    assert worker.totals["duplicate"] == 1
    assert await world.ledger() == {event.metadata.event_id: 1}


async def throttled_and_broken_receives_end_nothing(world):
    world.fail("receive", 4)
    await world.send(*(answer() for _ in range(5)))
    async with world.working() as worker:
        await world.empty()
    assert worker.totals["receive_failed"] >= 4
    assert sum((await world.ledger()).values()) == 5


async def a_bus_that_refuses_gets_the_event_later(world):
    world.fail("publish", 2)
    world.refuse("publish", 3)
    events = [answer() for _ in range(4)]
    await world.send(*events)
    async with world.working():
        await world.until(lambda: _announced(world, 8), leases=30)
    ids = Counter(event.metadata.event_id for event in await world.published())
    assert len(ids) == 8


async def poison_message_fails_five_times_and_holds_up_nobody(world):
    poison, well = answer(), [answer() for _ in range(9)]
    attempts, mended = [], []

    async def handle(event, work):
        if event == poison and not mended:
            attempts.append(work.attempt)
            raise ValueError(f"a reason that may quote the answer {event.data.answer}")
        await world.write(work, event)
        return []

    await world.send(poison, *well)
    async with world.working(handle) as worker:
        await world.until(lambda: _whole(world, 9), leases=1)
        await world.until(lambda: worker.totals["dead_lettered"] == 1)
        await world.empty()
        assert attempts == [1, 2, 3, 4, 5]
        message = (await world.dead())[0]
        assert message.attributes["reason"] == "ValueError"
        assert datetime.fromisoformat(message.attributes["failed_at"]).tzinfo is not None
        await world.until(lambda: _announced(world, 1))
        assert [event.detail_type for event in await world.published()] == ["AnswerUngradable.v1"]
        await world.send(poison)  # a plain copy of what failed changes nothing
        await world.until(lambda: worker.totals["duplicate"] == 1)
        mended.append(True)
        await world.redrive()
        await world.until(lambda: _whole(world, 10))
        await world.empty()
    assert await world.ledger() == Counter(event.metadata.event_id for event in [poison, *well])


async def unreadable_message_is_a_dead_letter_at_once(world):
    stranger = example("GradingStarted.v1/plain.json")
    await world.send_raw("{")
    await world.send_raw('{"source": "traclearn.trac", "detail-type": "Nothing.v1", "detail": {}}')
    await world.send_raw(said_by_s3(detail={"bucket": {"name": "traclearn-content"}}))
    await world.send(stranger, answer())
    async with world.working() as worker:
        await world.empty()
    reasons = sorted(message.attributes["reason"] for message in await world.dead())
    assert reasons == [
        "Object Created breaks its contract: object: Field required",
        "scene has no handler for GradingStarted.v1",
        "the body is not JSON",
        "unknown detail-type 'Nothing.v1'",
    ]
    assert worker.totals["dead_lettered"] == 4
    assert sum((await world.ledger()).values()) == 1


async def dead_letter_replayed_twice_is_handled_once(world):
    """A replay that fails again ends in one dead letter, however often its message is delivered."""
    event, seen = answer(), []

    async def handle(event, work):
        seen.append(work.attempt)
        raise Permanent("still broken")

    await world.send(event)
    async with world.working(handle) as worker:
        await world.until(lambda: worker.totals["dead_lettered"] == 1)
        await world.empty()
        world.refuse("delete", 1, final=True)  # the replayed message comes twice
        await world.redrive()
        await world.until(lambda: worker.totals["dead_lettered"] == 2)
        await world.until(lambda: worker.totals["duplicate"] == 1)
        await world.empty()
    assert seen == [1, 1]
    assert len(await world.dead()) == 1


async def ten_minutes_of_an_open_breaker_make_no_dead_letter(world):
    events, calls, received = [answer() for _ in range(20)], [], []
    ends_at = world.now + 10

    async def model():
        calls.append(world.now)
        if world.now < ends_at:
            raise ConnectionError("the model is down")
        received.append(worker.totals["received"])
        return {"score": 1}

    async def handle(event, work):
        await work.once("grade", lambda _: model(), through="model", repeatable=True)
        await world.write(work, event)
        return []

    await world.send(*events)
    async with world.working(handle) as worker:
        await world.until(lambda: _whole(world, 20), leases=40)
        await world.empty(leases=40)
    assert await world.ledger() == Counter(event.metadata.event_id for event in events)
    assert await world.dead() == []
    assert worker.totals["dead_lettered"] == 0
    during = [at for at in calls if at < ends_at]
    assert 5 + 5 <= len(during) <= 10 + 11  # what was in flight when it opened, then one for each rest
    assert len(calls) - len(during) == 20
    assert received[0] <= 10 + 12  # the queue waited


async def ten_minutes_without_the_database_make_no_dead_letter(world):
    """It goes while handlers are at work, in the middle of their transactions too."""
    events, attempts = [answer() for _ in range(20)], []

    async def handle(event, work):
        attempts.append(work.attempt)
        await world.write(work, event)
        await world.pause(0.3)
        return []

    await world.send(*events)
    async with world.working(handle) as worker:
        await world.until(lambda: attempts)
        world.cut_database()
        await world.pause(10)
        assert await world.ledger() == {}
        world.mend_database()
        await world.until(lambda: _whole(world, 20), leases=30)
        await world.empty(leases=30)
    assert await world.ledger() == Counter(event.metadata.event_id for event in events)
    assert set(attempts) == {1}
    assert worker.totals["dead_lettered"] == worker.totals["retried"] == 0
    assert await world.dead() == []


async def one_message_survives_an_outage_too(world):
    """Alone in the queue it meets every failure; what opened the breaker was not its fault."""
    ends_at = world.now + 10

    async def handle(event, work):
        with work.breaker("model")():
            if world.now < ends_at:
                raise Transient("the model is down", delay=0)
        await world.write(work, event)
        return []

    await world.send(answer())
    async with world.working(handle) as worker:
        await world.until(lambda: _whole(world, 1), leases=40)
        await world.empty()
    assert worker.totals["dead_lettered"] == 0


async def an_optional_dependency_that_is_away_stops_those_who_need_it(world):
    """Answers to ticket 7 need the cache, and come back uncounted; those to ticket 8 do without it."""
    needy, other = [answer(ticket=7) for _ in range(4)], [answer(ticket=8) for _ in range(20)]
    away, attempts, without = True, [], []

    async def handle(event, work):
        attempts.append(work.attempt)
        try:
            with work.breaker("cache")():
                if away:
                    raise ConnectionError("the cache is down")
        except (ConnectionError, Unavailable):
            if event.data.ticket == 7:
                raise
            without.append(event)
        await world.write(work, event)
        return []

    await world.send(*needy)
    async with world.working(handle) as worker:
        await world.until(lambda: worker.app.breakers.away == ["cache"])
        await world.send(*other)
        await world.until(lambda: _whole(world, 20))
        assert worker.app.breakers.away == ["cache"]
        away = False
        await world.until(lambda: _whole(world, 24))
        await world.empty()
    assert len(without) == 20
    assert max(attempts) <= 5  # what opened it was counted, what met it open was not
    assert worker.totals["handed_back"] > 0
    assert await world.dead() == []


async def _whole(world, count):
    return len(await world.ledger()) == count


async def _announced(world, count):
    return len({event.metadata.event_id for event in await world.published()}) >= count


SCENES = [
    a_delete_refused_for_some_is_done_again,
    an_expired_receipt_is_a_metric,
    throttled_and_broken_receives_end_nothing,
    a_bus_that_refuses_gets_the_event_later,
    poison_message_fails_five_times_and_holds_up_nobody,
    unreadable_message_is_a_dead_letter_at_once,
    dead_letter_replayed_twice_is_handled_once,
    ten_minutes_of_an_open_breaker_make_no_dead_letter,
    ten_minutes_without_the_database_make_no_dead_letter,
    one_message_survives_an_outage_too,
    an_optional_dependency_that_is_away_stops_those_who_need_it,
]
