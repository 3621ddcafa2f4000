"""The simulation can fail: with a promise of the runtime broken, one of the first seeds does."""

import pytest
from traclearn_worker.calls import Calls
from traclearn_worker.handling import delivery
from traclearn_worker.handling.dead_letters import DeadLetters
from traclearn_worker.messages import Message
from traclearn_worker.receiving.heartbeat import Heartbeat
from traclearn_worker.receiving.receiver import Receiver
from traclearn_worker.relay import Relay
from traclearn_worker.testing.simulation import simulate
from traclearn_worker.testing.store import MemoryStore
from traclearn_worker.work import Attempt

SEEDS = range(40)

pytestmark = pytest.mark.slow


@pytest.fixture
def found(monkeypatch):
    """Breaks something; the problems of the first seed that notices."""

    def find(owner, name, broken):
        monkeypatch.setattr(owner, name, broken)
        return next((problems for seed in SEEDS if (problems := simulate(seed).problems)), [])

    return find


async def nothing(*_): ...


def test_simulation_finds_a_fence_that_is_skipped(found):
    assert found(MemoryStore, "_mine", lambda store, claim: store.inbox[claim.key])


def test_simulation_finds_an_ack_before_the_commit(found):
    whole = Receiver._work

    async def work(self, lease):
        await self._acks.delete(lease.message)
        await whole(self, lease)

    assert found(Receiver, "_work", work)


def test_simulation_finds_crashes_that_are_not_counted(found):
    assert "never settled" in str(found(delivery, "MAX_CRASHES", 10**9))


def test_simulation_finds_events_published_before_the_commit(found):
    whole = Attempt.complete

    async def complete(self, events):
        await self._runtime.announce(self._claim, self._posts(events))
        await whole(self, [])

    assert "not committed" in str(found(Attempt, "complete", complete))


def test_simulation_finds_outbox_rows_forgotten_before_they_are_sent(found):
    async def send(self, rows, call):
        await self._outbox.sent([row.id for row in rows])
        await call(rows)

    assert "published no" in str(found(Relay, "_send", send))


def test_simulation_finds_a_forgotten_heartbeat(found):
    assert found(Heartbeat, "beat", nothing)


def test_simulation_finds_parked_events_that_nobody_releases(found):
    assert found(MemoryStore, "_came", lambda *_: 0)


def test_simulation_finds_a_paid_call_without_its_intent(found):
    async def once(self, name, ask, _lost, breaker):
        return await self.repeat(name, ask, breaker)

    assert "paid for 2 times" in str(found(Calls, "once", once))


def test_simulation_finds_replays_that_are_ignored(found):
    assert "after its replay" in str(found(Message, "replay_of", None))


def test_simulation_finds_a_failure_that_nobody_sees(found):
    whole = Attempt.dead_letter

    async def dead_letter(self, reason, failed_at, _events):
        await whole(self, reason, failed_at, [])

    assert "published no AnswerUngradable" in str(found(Attempt, "dead_letter", dead_letter))


def test_simulation_finds_a_failure_without_its_dead_letter(found):
    assert "no dead letter" in str(found(DeadLetters, "send", nothing))


def test_simulation_finds_waiting_that_counts_as_failure(found):
    async def release(self, claim):
        await self.retry(claim, "busy")

    assert found(MemoryStore, "release", release)
