"""One delivery of a message, from its lease to its verdict. How it may end: see the package's docstring."""

import random
import time
from contextlib import suppress
from typing import Any

import structlog
from traclearn_contracts.events import ContractError, Event, parse
from traclearn_contracts.topology import INBOX_RETENTION

from traclearn_worker import chaos
from traclearn_worker.errors import Busy, LeaseLost, Unavailable, WorkerError
from traclearn_worker.handling.execution import Execution
from traclearn_worker.handling.quarantine import Quarantine
from traclearn_worker.handling.settlement import Settlement
from traclearn_worker.handling.verdict import Delete, Release, Verdict
from traclearn_worker.messages import Lease, Message
from traclearn_worker.retry import backoff
from traclearn_worker.runtime import Runtime
from traclearn_worker.service import Service
from traclearn_worker.store import Claim, Held, Settled
from traclearn_worker.telemetry import where
from traclearn_worker.work import Attempt

log = structlog.get_logger()

MAX_CRASHES = 12
"""Claims in a row that ended without a verdict, before an event counts as what takes the worker down. Six
restarts in a row must not reach it, and SQS's own limit of 20 receives must not come first."""

FORGOTTEN = (
    f"replayed more than {INBOX_RETENTION.days} days after it failed: whether it was done is not known"
)


class Delivery:
    """Takes messages through a service's handlers. It raises nothing: every end is a verdict."""

    def __init__(self, service: Service[Any], runtime: Runtime) -> None:
        self._service = service
        self._max_attempts = runtime.settings.max_attempts
        self._store = runtime.store
        self._metrics = runtime.metrics
        self._quarantine = Quarantine()
        self._execution = Execution(service, runtime)
        self._settlement = Settlement(service, runtime, self._execution)

    async def take(self, lease: Lease) -> Verdict:
        """What shall become of the message."""
        structlog.contextvars.bind_contextvars(message_id=lease.message.message_id)
        try:
            return await self._take(lease)
        except Unavailable as down:
            return self._settlement.release_unclaimed(down.retry_in)
        except LeaseLost:
            return self._settlement.lose_lease(lease)
        except Exception as error:  # a fault of the runtime itself: the message must survive it
            log.error("delivery failed", error=type(error).__name__, where=where(error))
            return Release(backoff(3))
        finally:
            lease.token = None

    async def _take(self, lease: Lease) -> Verdict:
        dead_letters = self._settlement.dead_letters
        try:
            event = parse_event(lease.message)
        except ContractError as error:
            return await dead_letters.send_unclaimed(lease.message, str(error)[:1000])
        structlog.contextvars.bind_contextvars(
            event_id=str(event.metadata.event_id),
            detail_type=event.detail_type,
            correlation_id=str(event.metadata.correlation_id),
            traceparent=event.metadata.traceparent,
        )
        if lease.message.forgotten:
            return await dead_letters.send_unclaimed(lease.message, FORGOTTEN, lease.message.replay_of)
        match await self._store.claim(event, lease.remaining, lease.message.replay_of):
            case Settled(state):
                self._metrics.count("duplicate")
                log.info("duplicate", state=state)
                return Delete()
            case Held(seconds):
                return self._settlement.release_unclaimed(seconds + random.uniform(0.0, 1.0))
            case Claim() as claim:
                lease.token = claim.token
                chaos.point("claimed")
                try:
                    return await self._attempt(lease, event, claim)
                except Exception:  # no verdict was reached: leave the event open for the next
                    with suppress(WorkerError):
                        await self._store.release(claim)
                    raise

    async def _attempt(self, lease: Lease, event: Event, claim: Claim) -> Verdict:
        spent = self._spent(claim)
        if spent is not None:
            return await self._settlement.dead_letter(lease, event, claim, spent)
        async with self._quarantine.admit(claim.crashes) as free:
            if free:
                return await self._try(lease, event, claim)
            return await self._settlement.release(claim, Busy("another suspect is tried"))

    async def _try(self, lease: Lease, event: Event, claim: Claim) -> Verdict:
        started = time.monotonic()
        error = await self._execution.run(lease, lambda work: self._handle(event, work), claim)
        self._metrics.observe("handle_ms", (time.monotonic() - started) * 1000)
        return await self._settlement.end(lease, event, claim, error)

    def _spent(self, claim: Claim) -> str | None:
        """Why this event must not be tried again, if so."""
        if claim.failures >= self._max_attempts:
            return claim.reason or "failed too often"
        if claim.crashes >= MAX_CRASHES:
            return f"the worker ended {claim.crashes} times in a row while working on it"
        return None

    async def _handle(self, event: Event, work: Attempt[Any]) -> None:
        await work.complete(await self._service.handler(event)(event, work))
        chaos.point("committed")


def parse_event(message: Message) -> Event:
    """The event in an EventBridge body. Raises ContractError for whatever else it is."""
    try:
        body = message.content
    except ValueError as error:
        raise ContractError("the body is not JSON") from error
    if not isinstance(body, dict):
        raise ContractError("the body is not an object")
    source, detail_type = str(body.get("source")), str(body.get("detail-type"))
    return parse(source, detail_type, body.get("detail"), body.get("time"))
