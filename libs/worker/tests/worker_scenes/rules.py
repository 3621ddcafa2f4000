"""What must be true of any store: the rules that claims, fences, parking and the outbox keep.

Each rule takes a store and a way to commit one more write through a transaction.
"""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from traclearn_worker import LeaseLost
from traclearn_worker.postgres.outbox import entries
from traclearn_worker.store import Claim, Held, Settled
from traclearn_worker.transport import Entry, QueueMessage

from worker_scenes.events import answer, graded, started

LONG, SHORT = 30.0, 0.3


async def taken(store, event, seconds=LONG, replay_of=None):
    claim = await store.claim(event, seconds, replay_of)
    assert isinstance(claim, Claim), claim
    return claim


async def finished(store, event):
    await (await store.write(await taken(store, event))).complete([])


async def failed(store, event, at):
    await (await store.write(await taken(store, event))).dead_letter("broken", at, [])


async def one_claim_at_a_time(store):
    event = answer()
    found = await asyncio.gather(*(store.claim(event, LONG, None) for _ in range(8)))
    assert sorted(type(one).__name__ for one in found) == ["Claim"] + ["Held"] * 7
    assert all(0 < one.seconds <= LONG for one in found if isinstance(one, Held))


async def claims_that_come_together_are_told_apart(store):
    twice, others = answer(), [answer() for _ in range(12)]
    found = await asyncio.gather(*(store.claim(event, LONG, None) for event in [twice, *others, twice]))
    assert {type(found[0]), type(found[-1])} == {Claim, Held}
    assert [claim.key for claim in found[1:-1]] == [event.inbox_key for event in others]
    assert len({claim.token for claim in found if isinstance(claim, Claim)}) == 13


async def a_claim_that_waits_holds_up_no_other(store):
    locked, others = answer(), [answer() for _ in range(3)]
    writing = await store.write(await taken(store, locked, SHORT))
    await asyncio.sleep(SHORT + 0.1)
    waiting = asyncio.create_task(store.claim(locked, LONG, None))
    async with asyncio.timeout(5):
        for claim in await asyncio.gather(*(taken(store, event) for event in others)):
            await store.complete(claim, [])
    assert not waiting.done()
    await writing.complete([])
    assert await waiting == Settled("done")


async def completion_that_waits_holds_up_no_other(store):
    """A stale worker and one in time end together, while a third holds the stale one's row."""
    stolen, event = answer(), answer()
    stale, claim = await taken(store, stolen, SHORT), await taken(store, event)
    await asyncio.sleep(SHORT + 0.1)
    writing = await store.write(await taken(store, stolen))
    waiting = asyncio.create_task(store.complete(stale, []))
    async with asyncio.timeout(5):
        await store.complete(claim, [])
    await writing.complete([])
    with pytest.raises(LeaseLost):
        await waiting


async def completion_without_a_write_posts_its_events(store):
    events, first, second = [answer() for _ in range(5)], [], []
    claims = [await taken(store, event) for event in events]
    for event in events:
        first.append(graded(event))
        second.append(started(event))
    posts = [entries(pair) for pair in zip(first, second, strict=True)]
    await asyncio.gather(*(store.complete(claim, post) for claim, post in zip(claims, posts, strict=True)))
    with pytest.raises(LeaseLost):
        await store.complete(claims[0], posts[0])
    sent = [posted.content for posted in await store.take(50, LONG)]
    assert all(sent.index(begun) < sent.index(then) for begun, then in posts)
    assert len(sent) == 10
    assert await store.claim(events[0], LONG, None) == Settled("done")


async def visible_failure_without_a_write_posts_its_events(store):
    event, at = answer(), datetime.now(UTC)
    claim = await taken(store, event)
    await store.dead_letter(claim, "broken", at, entries([graded(event)]))
    with pytest.raises(LeaseLost):
        await store.dead_letter(claim, "broken", at, entries([graded(event)]))
    assert len(await store.take(10, LONG)) == 1
    assert await store.claim(event, LONG, None) == Settled("failed")


async def learners_have_ids_of_their_own(store):
    event = answer()
    other = event.model_copy(update={"metadata": event.metadata.model_copy(update={"learner": "another"})})
    assert (await taken(store, event)).key != (await taken(store, other)).key


async def retry_counts_a_failure_and_release_does_not(store):
    event = answer()
    await store.release(await taken(store, event))
    await store.retry(await taken(store, event), "first")
    await store.release(await taken(store, event))
    claim = await taken(store, event)
    assert (claim.failures, claim.crashes, claim.reason) == (1, 0, "first")


async def a_lease_that_ran_out_is_a_crash_until_a_verdict(store):
    event = answer()
    for crashes in range(3):
        assert (await taken(store, event, SHORT)).crashes == crashes
        await asyncio.sleep(SHORT + 0.1)
    claim = await taken(store, event)
    assert (claim.crashes, claim.failures) == (3, 0)
    await store.release(claim)
    claim = await taken(store, event)
    assert (claim.crashes, claim.failures) == (3, 0)
    await store.retry(claim, "at last a verdict")
    claim = await taken(store, event)
    assert (claim.crashes, claim.failures) == (0, 1)


async def worker_without_its_lease_can_write_nothing(store):
    event = answer()
    stale = await taken(store, event, SHORT)
    await asyncio.sleep(SHORT + 0.1)
    current = await taken(store, event)
    for writing in (
        store.write(stale),
        store.complete(stale, entries([graded(event)])),
        store.dead_letter(stale, "stale", datetime.now(UTC), entries([graded(event)])),
        store.retry(stale, "stale"),
        store.release(stale),
        store.remember(stale, {"grade": 1}),
        store.announce(stale, entries([started(event)])),
        store.park(stale, "key", timedelta(seconds=LONG), "{}"),
    ):
        with pytest.raises(LeaseLost):
            await writing
    await (await store.write(current)).complete([])
    with pytest.raises(LeaseLost):
        await store.write(current)
    assert await store.take(10, LONG) == []


async def a_checkpoint_is_fenced_and_leaves_the_claim_open(store):
    event = answer()
    stale = await taken(store, event, SHORT)
    async with store.checkpoint(stale):
        pass
    await asyncio.sleep(SHORT + 0.1)
    current = await taken(store, event)
    with pytest.raises(LeaseLost):
        async with store.checkpoint(stale):
            raise AssertionError("entered")
    async with store.checkpoint(current):
        pass
    await (await store.write(current)).complete([])


async def renewing_keeps_a_lease_and_tells_of_lost_ones(store):
    kept, lost, open_ = answer(), answer(), answer()
    claim, stale = await taken(store, kept, SHORT), await taken(store, lost, SHORT)
    writing = await store.write(writer := await taken(store, open_, LONG))
    assert await store.renew([claim.token, writer.token], LONG) == {claim.token, writer.token}
    await asyncio.sleep(SHORT + 0.1)
    await taken(store, lost)
    assert await store.renew([claim.token, stale.token], LONG) == {claim.token}
    assert isinstance(await store.claim(kept, LONG, None), Held)
    await writing.complete([])
    assert await store.renew([writer.token], LONG) == {writer.token}  # settled is not lost


async def a_claim_waits_for_an_open_transaction(store):
    """Its lease has run out, but the row is locked until the commit."""
    event = answer()
    writing = await store.write(await taken(store, event, SHORT))
    await asyncio.sleep(SHORT + 0.1)
    claiming = asyncio.create_task(store.claim(event, LONG, None))
    await asyncio.sleep(0.2)
    assert not claiming.done()
    await writing.complete([])
    assert await claiming == Settled("done")


async def replies_are_kept_until_done(store):
    event = answer()
    first = await taken(store, event)
    await store.remember(first, {"grade": {"text": 'nul \0 quote " emoji 🎓', "n": [1, None]}})
    await store.retry(first, "after the call")
    assert (await taken(store, event)).replies == {
        "grade": {"text": 'nul \0 quote " emoji 🎓', "n": [1, None]}
    }


async def completed_event_stays_completed(store):
    event = answer()
    await finished(store, event)
    assert await store.claim(event, LONG, None) == Settled("done")
    assert await store.claim(event, LONG, datetime.now(UTC)) == Settled("done")


async def a_replay_reopens_what_had_failed_by_then(store):
    event, at = answer(), datetime.now(UTC)
    claim = await taken(store, event)
    await store.remember(claim, {"grade": "bad"})
    await store.retry(claim, "once")
    await failed(store, event, at)
    assert await store.claim(event, LONG, None) == Settled("failed")
    assert await store.claim(event, LONG, at - timedelta(seconds=1)) == Settled("failed")
    claim = await taken(store, event, replay_of=at)
    assert (claim.failures, claim.replies, claim.reason) == (0, {}, None)


async def a_rollback_leaves_nothing(store):
    event = answer()
    claim = await taken(store, event)
    transaction = await store.write(claim)
    await transaction.rollback()
    assert await store.take(10, LONG) == []
    await (await store.write(claim)).complete(entries([graded(event)]))
    assert len(await store.take(10, LONG)) == 1


async def unparked_event_goes_back_to_the_queue(store):
    early, cause = answer(), answer()
    assert await store.park(await taken(store, early), "q:1", timedelta(seconds=LONG), '{"early": 1}')
    assert await store.claim(early, LONG, None) == Settled("parked")
    transaction = await store.write(await taken(store, cause))
    assert await transaction.unpark("q:2") == 0
    assert await transaction.unpark("q:1") == 1
    await transaction.complete([])
    assert [posted.content for posted in await store.take(10, LONG)] == [QueueMessage('{"early": 1}')]
    assert (await taken(store, early)).overdue is False


async def unparking_that_rolls_back_frees_nothing(store):
    early, cause = answer(), answer()
    await store.park(await taken(store, early), "q:1", timedelta(seconds=LONG), "{}")
    transaction = await store.write(await taken(store, cause))
    await transaction.unpark("q:1")
    await transaction.rollback()
    assert await store.take(10, LONG) == []
    assert await store.claim(early, LONG, None) == Settled("parked")


async def a_cause_that_came_after_the_claim_is_not_missed(store):
    """The answer was claimed, then the question came, then the answer wants to park."""
    early, cause = answer(), answer()
    claim = await taken(store, early)
    transaction = await store.write(await taken(store, cause))
    await transaction.unpark("q:1")
    await transaction.complete([])
    assert not await store.park(claim, "q:1", timedelta(seconds=LONG), "{}")
    await store.release(claim)
    again = await taken(store, early)  # a claim that could see the cause: whoever parks now means it
    assert await store.park(again, "q:1", timedelta(seconds=LONG), "{}")


async def parking_waits_for_an_unparking_under_way(store):
    """The release has begun before the claim and commits after it."""
    early, cause = answer(), answer()
    transaction = await store.write(await taken(store, cause))
    await transaction.unpark("q:1")
    claim = await taken(store, early)
    parking = asyncio.create_task(store.park(claim, "q:1", timedelta(seconds=LONG), "{}"))
    await asyncio.sleep(0.2)
    await transaction.complete([])
    parked = await parking
    freed = [posted for posted in await store.take(10, LONG) if isinstance(posted.content, QueueMessage)]
    assert parked is bool(freed), "neither freed nor told to try again"


async def a_deadline_frees_once(store):
    event = answer()
    await store.park(await taken(store, event), "q:1", timedelta(seconds=SHORT), "{}")
    assert await store.expire() == 0
    await asyncio.sleep(SHORT + 0.1)
    assert sum(await asyncio.gather(store.expire(), store.expire())) == 1
    claim = await taken(store, event)
    assert (claim.overdue, claim.parked_key) == (True, "q:1")
    assert await store.park(claim, "q:2", timedelta(seconds=LONG), "{}")  # another cause has its own time
    assert await store.expire() == 0


async def outbox_rows_are_taken_by_one(store):
    events = [answer() for _ in range(30)]
    for event in events:
        await (await store.write(await taken(store, event))).complete(entries([graded(event)]))
    takes = await asyncio.gather(*(store.take(10, LONG) for _ in range(4)))
    ids = [posted.id for taken_ in takes for posted in taken_]
    assert len(ids) == len(set(ids)) == 30
    assert await store.take(10, LONG) == []
    await asyncio.sleep(0.05)
    assert await store.lag() > 0
    await store.sent(ids[:29])
    await store.postpone(ids[29:], "ThrottlingException", 0)
    rest = await store.take(10, LONG)
    assert [(posted.id, posted.tries) for posted in rest] == [(ids[29], 2)]
    assert isinstance(rest[0].content, Entry)
    await store.sent([rest[0].id])
    assert await store.lag() == 0


async def a_row_not_sent_is_due_again(store):
    event = answer()
    await (await store.write(await taken(store, event))).complete(entries([graded(event)]))
    first = await store.take(10, SHORT)
    assert await store.take(10, SHORT) == []
    await asyncio.sleep(SHORT + 0.1)
    second = await store.take(10, SHORT)
    assert [posted.content for posted in first] == [posted.content for posted in second]


async def grown_old():
    """Longer than SHORT: what is told to be pruned after SHORT is that old."""
    await asyncio.sleep(SHORT + 0.1)


async def pruned(store, horizon=None, limit=100):
    return await store.prune(limit, timedelta(seconds=SHORT), horizon)


async def pruning_deletes_events_that_ended_long_ago_and_nothing_else(store):
    done, broken, open_, claimed, waiting = (answer() for _ in range(5))
    await finished(store, done)
    await failed(store, broken, datetime.now(UTC))
    await store.release(await taken(store, open_))
    claim = await taken(store, claimed)
    await store.park(await taken(store, waiting), "q:1", timedelta(seconds=LONG), "{}")
    assert await pruned(store) == 0  # all of them are young
    await grown_old()
    assert await pruned(store) == 2
    assert await pruned(store) == 0
    assert isinstance(await store.claim(claimed, LONG, None), Held)
    assert await store.claim(waiting, LONG, None) == Settled("parked")
    await (await store.write(claim)).complete([])
    for event in (done, broken, open_):
        assert (await taken(store, event)).failures == 0


async def pruning_goes_in_batches(store):
    for _ in range(5):
        await finished(store, answer())
    await grown_old()
    assert [await pruned(store, limit=2) for _ in range(4)] == [2, 2, 1, 0]


async def event_that_came_again_is_kept_as_long_again(store):
    event, other = answer(), answer()
    await finished(store, event)
    await finished(store, other)
    await grown_old()
    assert await store.claim(event, LONG, None) == Settled("done")
    assert await pruned(store) == 1
    assert await store.claim(event, LONG, None) == Settled("done")


async def ended_event_stays_while_the_outbox_holds_what_followed(store):
    event, earlier = answer(), answer()
    await finished(store, earlier)
    await grown_old()
    await (await store.write(await taken(store, event))).complete(entries([graded(event)]))
    await grown_old()
    assert await pruned(store) == 1  # the earlier one
    (posted,) = await store.take(10, LONG)
    assert await pruned(store) == 0
    await store.sent([posted.id])
    assert await pruned(store) == 1


async def a_cause_goes_when_every_claim_has_seen_it(store):
    """Pruned before, the claim from before the release would park for a question that has come."""
    early, cause = answer(), answer()
    before = await store.horizon()
    claim = await taken(store, early)
    transaction = await store.write(await taken(store, cause))
    await transaction.unpark("q:1")
    await transaction.complete([])
    assert await pruned(store) == await pruned(store, before) == 0
    assert not await store.park(claim, "q:1", timedelta(seconds=LONG), "{}")
    await store.release(claim)
    after = await store.horizon()
    assert await pruned(store, after) == 1


async def unparking_after_pruning_frees_what_was_parked_before(store):
    early, cause = answer(), answer()
    assert await store.park(await taken(store, early), "q:1", timedelta(seconds=LONG), "{}")
    await pruned(store, await store.horizon())
    transaction = await store.write(await taken(store, cause))
    assert await transaction.unpark("q:1") == 1
    await transaction.complete([])
    assert [posted.content for posted in await store.take(10, LONG)] == [QueueMessage("{}")]


async def parking_unparking_and_pruning_at_once_strand_nothing(store):
    """Whatever comes first: each event was freed, or told to try again, or parked with no cause before it."""
    for number in range(20):
        key, early, cause = f"q:{number}", answer(), answer()
        claim, releasing = await taken(store, early), await taken(store, cause)

        async def release(key=key, releasing=releasing):
            transaction = await store.write(releasing)
            await transaction.unpark(key)
            await transaction.complete([])

        horizon = await store.horizon()  # the release comes later, so its row must stay
        parking = store.park(claim, key, timedelta(seconds=LONG), "{}")
        results = await asyncio.gather(parking, release(), pruned(store, horizon), pruned(store, horizon))
        freed = await store.take(10, LONG)
        assert bool(results[0]) is bool(freed), "neither freed nor told to try again"
        await store.sent([posted.id for posted in freed])


RULES = [
    one_claim_at_a_time,
    claims_that_come_together_are_told_apart,
    a_claim_that_waits_holds_up_no_other,
    completion_that_waits_holds_up_no_other,
    completion_without_a_write_posts_its_events,
    visible_failure_without_a_write_posts_its_events,
    learners_have_ids_of_their_own,
    retry_counts_a_failure_and_release_does_not,
    a_lease_that_ran_out_is_a_crash_until_a_verdict,
    worker_without_its_lease_can_write_nothing,
    a_checkpoint_is_fenced_and_leaves_the_claim_open,
    renewing_keeps_a_lease_and_tells_of_lost_ones,
    a_claim_waits_for_an_open_transaction,
    replies_are_kept_until_done,
    completed_event_stays_completed,
    a_replay_reopens_what_had_failed_by_then,
    a_rollback_leaves_nothing,
    unparked_event_goes_back_to_the_queue,
    unparking_that_rolls_back_frees_nothing,
    a_cause_that_came_after_the_claim_is_not_missed,
    parking_waits_for_an_unparking_under_way,
    a_deadline_frees_once,
    outbox_rows_are_taken_by_one,
    a_row_not_sent_is_due_again,
    pruning_deletes_events_that_ended_long_ago_and_nothing_else,
    pruning_goes_in_batches,
    event_that_came_again_is_kept_as_long_again,
    ended_event_stays_while_the_outbox_holds_what_followed,
    a_cause_goes_when_every_claim_has_seen_it,
    unparking_after_pruning_frees_what_was_parked_before,
    parking_unparking_and_pruning_at_once_strand_nothing,
]
