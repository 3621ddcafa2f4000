"""The simulation can fail: with a promise of the runtime broken, one of the first seeds does."""

import pytest
from traclearn_worker import delivery
from traclearn_worker.calls import Calls
from traclearn_worker.delivery import Delivery
from traclearn_worker.heartbeat import Heartbeat
from traclearn_worker.messages import Message
from traclearn_worker.receiver import Receiver
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
    whole = Attempt.finish

    async def finish(self, events):
        await self._runtime.announce(self._claim, self._posts(events))
        await whole(self, [])

    assert "not committed" in str(found(Attempt, "finish", finish))


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
    whole = Attempt.give_up

    async def give_up(self, reason, failed_at, _events):
        await whole(self, reason, failed_at, [])

    assert "published no AnswerUngradable" in str(found(Attempt, "give_up", give_up))


def test_simulation_finds_a_failure_without_its_dead_letter(found):
    assert "no dead letter" in str(found(Delivery, "_dead_letter", nothing))


def test_simulation_finds_waiting_that_counts_as_failure(found):
    async def hand_back(self, claim):
        await self.fail(claim, "busy")

    assert found(MemoryStore, "hand_back", hand_back)
