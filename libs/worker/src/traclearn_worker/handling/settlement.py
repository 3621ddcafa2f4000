"""How an attempt at an event ends, a method for each end of its message: see the package's docstring."""

import random
from typing import Any

import structlog
from traclearn_contracts.events import Event

from traclearn_worker.errors import Busy, LeaseLost, Park, Permanent, Stopped, Transient, Unavailable
from traclearn_worker.handling.dead_letters import DeadLetters
from traclearn_worker.handling.execution import Execution
from traclearn_worker.handling.verdict import Abandon, Delete, Release, Retry, Verdict
from traclearn_worker.messages import Lease, LeaseEnd
from traclearn_worker.retry import backoff, describe
from traclearn_worker.runtime import Runtime
from traclearn_worker.service import Service
from traclearn_worker.store import Claim
from traclearn_worker.telemetry import where

log = structlog.get_logger()


class Settlement:
    """Of one service."""

    def __init__(self, service: Service[Any], runtime: Runtime, execution: Execution) -> None:
        self._max_attempts = runtime.settings.max_attempts
        self._store = runtime.store
        self._metrics = runtime.metrics
        self.dead_letters = DeadLetters(service, runtime, execution)

    async def end(self, lease: Lease, event: Event, claim: Claim, error: Exception | None) -> Verdict:
        """By what the handler raised; None when it raised nothing."""
        match error:
            case None:
                return self.complete()
            case LeaseLost():
                return self.lose_lease(lease)
            case Stopped() | Unavailable() | Busy():
                return await self.release(claim, error)
            case Park():
                return await self.park(lease, event, claim, error)
            case Permanent():
                return await self.dead_letter(lease, event, claim, describe(error))
            case _:
                return await self.retry(lease, event, claim, error)

    def complete(self) -> Verdict:
        """Its commit has marked it done."""
        self._metrics.count("succeeded")
        return Delete()

    async def retry(self, lease: Lease, event: Event, claim: Claim, error: Exception) -> Verdict:
        """A failure is counted, of which the last is final."""
        reason = describe(error)
        log.warning("attempt failed", attempt=claim.failures + 1, reason=reason, where=where(error))
        if claim.failures + 1 >= self._max_attempts:
            return await self.dead_letter(lease, event, claim, reason)
        await self._store.retry(claim, reason)
        self._metrics.count("retried")
        wanted = error.delay if isinstance(error, Transient) else None
        return Retry(backoff(claim.failures + 1) if wanted is None else wanted)

    async def release(self, claim: Claim, error: Exception) -> Verdict:
        """As if the message had not been received; the error says when it makes sense again."""
        try:
            await self._store.release(claim)
        except LeaseLost:
            log.info("claim was lost already")
        return self.release_unclaimed(_delay(error))

    def release_unclaimed(self, delay: float) -> Verdict:
        """The same for a message whose event this worker does not hold."""
        self._metrics.count("handed_back")
        return Release(delay)

    async def park(self, lease: Lease, event: Event, claim: Claim, park: Park) -> Verdict:
        if claim.overdue and claim.parked_key == park.key:
            return await self.dead_letter(lease, event, claim, f"cause never came: {park.key}")
        if not await self._store.park(claim, park.key, park.deadline, lease.message.body):
            return await self.retry(lease, event, claim, Transient("its cause has just come", delay=0))
        self._metrics.count("parked")
        log.info("parked", key=park.key)
        return Delete()

    async def dead_letter(self, lease: Lease, event: Event, claim: Claim, reason: str) -> Verdict:
        """Dead letter, then the visible failure, then gone; where that fails, once more later."""
        error = await self.dead_letters.fail_visibly(lease, event, claim, reason)
        if error is None:
            self._metrics.count("dead_lettered")
            log.error("dead letter", reason=reason, attempt=claim.failures + 1)
            return Delete()
        log.error("visible failure failed", error=type(error).__name__, where=where(error))
        if isinstance(error, LeaseLost | Stopped | Unavailable):
            return await self.end(lease, event, claim, error)
        await self._store.retry(claim, reason)
        return Retry(backoff(claim.failures + 1))

    def lose_lease(self, lease: Lease) -> Verdict:
        """Another worker may have the message: nothing of this attempt counts."""
        if lease.ending is not LeaseEnd.LOST:  # the heartbeat has not counted it
            self._metrics.count("lease_lost")
        log.warning("work without its lease refused")
        return Abandon()


def _delay(error: Exception) -> float:
    if isinstance(error, Unavailable):
        return error.retry_in + random.uniform(0.0, 1.0)
    if isinstance(error, Busy):
        return backoff(3) if error.delay is None else error.delay
    return 0.0
