"""One delivery of a message, from its lease to its verdict.

message ─▶ event ─▶ claim ─▶ handler ─▶ commit ─▶ DELETE
             │        │         │
             │        │         ├─ Transient ─▶ counted, comes back; the fifth is buried
             │        │         ├─ Permanent ─▶ buried: dead letter, visible failure, DELETE
             │        │         ├─ Park ──────▶ waits in a table, DELETE
             │        │         └─ Busy, Unavailable, SIGTERM ─▶ handed back, not counted
             │        ├─ done, failed, parked before ─▶ DELETE
             │        └─ held by another ─▶ comes back, not counted
             └─ broken, or a replay of what is forgotten ─▶ dead letter, DELETE
"""

import asyncio
import random
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from traclearn_contracts.events import ContractError, Event, parse
from traclearn_contracts.topology import INBOX_RETENTION

from traclearn_worker import chaos
from traclearn_worker.errors import LeaseLost, Unavailable, WorkerError
from traclearn_worker.messages import FAILED_AT, REASON, Ending, Lease, Message
from traclearn_worker.quarantine import Quarantine
from traclearn_worker.retry import Busy, Park, Permanent, Transient, backoff, describe
from traclearn_worker.runtime import Runtime
from traclearn_worker.service import Service
from traclearn_worker.store import Claim, Held, Settled
from traclearn_worker.telemetry import where
from traclearn_worker.transport import Letter
from traclearn_worker.work import Attempt

log = structlog.get_logger()

MAX_CRASHES = 12
"""Claims in a row that ended without a verdict, before an event counts as what takes the worker down. Six
restarts in a row must not reach it, and SQS's own limit of 20 receives must not come first."""

FORGOTTEN = (
    f"replayed more than {INBOX_RETENTION.days} days after it failed: whether it was done is not known"
)


@dataclass(frozen=True)
class Delete:
    """Nothing is left to do for this message."""


@dataclass(frozen=True)
class GiveBack:
    """Others get the message after `delay` seconds."""

    delay: float
    counted: bool = False


@dataclass(frozen=True)
class Leave:
    """The message is not ours any more."""


Verdict = Delete | GiveBack | Leave


class Delivery:
    """Takes messages through a service's handlers. It raises nothing: every fate is a verdict."""

    def __init__(self, service: Service[Any], runtime: Runtime) -> None:
        self._service = service
        self._settings = runtime.settings
        self._store = runtime.store
        self._transport = runtime.transport
        self._breakers = runtime.breakers
        self._metrics = runtime.metrics
        self._quarantine = Quarantine()

    async def take(self, lease: Lease) -> Verdict:
        """What shall become of the message."""
        structlog.contextvars.bind_contextvars(message_id=lease.message.message_id)
        try:
            return await self._take(lease)
        except Unavailable as down:
            return self._handed_back(down.retry_in)
        except LeaseLost:
            return self._lost(lease)
        except Exception as error:  # a fault of the runtime itself: the message must survive it
            log.error("delivery failed", error=type(error).__name__, where=where(error))
            return GiveBack(backoff(3))
        finally:
            lease.token = None

    async def _take(self, lease: Lease) -> Verdict:
        try:
            event = read(lease.message)
        except ContractError as error:
            return await self._bury_unread(lease.message, str(error)[:1000])
        structlog.contextvars.bind_contextvars(
            event_id=str(event.metadata.event_id),
            detail_type=event.detail_type,
            correlation_id=str(event.metadata.correlation_id),
            traceparent=event.metadata.traceparent,
        )
        if lease.message.forgotten:
            return await self._bury_unread(lease.message, FORGOTTEN, lease.message.replay_of)
        match await self._store.claim(event, lease.remaining, lease.message.replay_of):
            case Settled(state):
                self._metrics.count("duplicate")
                log.info("duplicate", state=state)
                return Delete()
            case Held(seconds):
                return self._handed_back(seconds + random.uniform(0.0, 1.0))
            case Claim() as claim:
                lease.token = claim.token
                chaos.point("claimed")
                try:
                    return await self._attempt(lease, event, claim)
                except Exception:  # no verdict was reached: leave the event open for the next
                    with suppress(WorkerError):
                        await self._store.hand_back(claim)
                    raise

    async def _attempt(self, lease: Lease, event: Event, claim: Claim) -> Verdict:
        spent = self._spent(claim)
        if spent is not None:
            return await self._bury(lease, event, claim, spent)
        async with self._quarantine.enter(claim.crashes) as free:
            if free:
                return await self._try(lease, event, claim)
            await self._let_go(claim)
            return self._handed_back(backoff(3))

    async def _try(self, lease: Lease, event: Event, claim: Claim) -> Verdict:
        started = time.monotonic()
        error = await self._run(lease, lambda work: self._handle(event, work), claim)
        self._metrics.observe("handle_ms", (time.monotonic() - started) * 1000)
        if error is None:
            self._metrics.count("succeeded")
            return Delete()
        return await self._judge(lease, event, claim, error)

    def _spent(self, claim: Claim) -> str | None:
        """Why this event must not be tried again, if so."""
        if claim.failures >= self._settings.max_attempts:
            return claim.reason or "failed too often"
        if claim.crashes >= MAX_CRASHES:
            return f"the worker ended {claim.crashes} times in a row while working on it"
        return None

    async def _handle(self, event: Event, work: Attempt[Any]) -> None:
        await work.finish(await self._service.handler(event)(event, work))
        chaos.point("committed")

    async def _run(
        self, lease: Lease, doing: Callable[[Attempt[Any]], Coroutine[Any, Any, None]], claim: Claim
    ) -> Exception | None:
        """Runs a handler and its commit, until they are done, the time is up, or the lease ends."""
        if lease.ending is not None:
            return _cut_short(lease)
        limit = self._settings.handler_timeout
        work = Attempt(claim, self._store, self._breakers, self._service, patience=limit * 0.8)
        try:
            with lease:
                async with asyncio.timeout(limit) as expiry:
                    await doing(work)
        except asyncio.CancelledError:
            if _cancelled():
                raise
            return _cut_short(lease)
        except Exception as error:
            slow = expiry.expired() and isinstance(error, TimeoutError)
            return Transient(f"the handler took longer than {limit:g} s") if slow else error
        finally:
            await work.abandon()
        return None

    async def _judge(self, lease: Lease, event: Event, claim: Claim, error: Exception) -> Verdict:
        match error:
            case LeaseLost():
                return self._lost(lease)
            case Stopped() | Unavailable() | Busy():
                await self._let_go(claim)
                return self._handed_back(_delay(error))
            case Park():
                return await self._park(lease, event, claim, error)
            case Permanent():
                return await self._bury(lease, event, claim, describe(error))
            case _:
                return await self._retry(lease, event, claim, error)

    async def _park(self, lease: Lease, event: Event, claim: Claim, park: Park) -> Verdict:
        if claim.overdue and claim.parked_key == park.key:
            return await self._bury(lease, event, claim, f"cause never came: {park.key}")
        if not await self._store.park(claim, park.key, park.deadline, lease.message.body):
            return await self._retry(lease, event, claim, Transient("its cause has just come", delay=0))
        self._metrics.count("parked")
        log.info("parked", key=park.key)
        return Delete()

    async def _retry(self, lease: Lease, event: Event, claim: Claim, error: Exception) -> Verdict:
        reason = describe(error)
        log.warning("attempt failed", attempt=claim.failures + 1, reason=reason, where=where(error))
        if claim.failures + 1 >= self._settings.max_attempts:
            return await self._bury(lease, event, claim, reason)
        await self._store.fail(claim, reason)
        self._metrics.count("retried")
        wanted = error.delay if isinstance(error, Transient) else None
        return GiveBack(backoff(claim.failures + 1) if wanted is None else wanted, counted=True)

    async def _bury(self, lease: Lease, event: Event, claim: Claim, reason: str) -> Verdict:
        """Dead letter, then the visible failure, then gone.

        A crash in between only makes a second dead letter, which a replay finds done.
        """
        failed_at = datetime.now(UTC)
        await self._dead_letter(lease.message, reason, failed_at)

        async def settle(work: Attempt[Any]) -> None:
            hook = self._service.failed if claim.failures < 2 * self._settings.max_attempts else None
            events = await hook(event, reason, work) if hook is not None else []
            await work.give_up(reason, failed_at, events)

        error = await self._run(lease, settle, claim)
        if error is None:
            self._metrics.count("dead_lettered")
            log.error("dead letter", reason=reason, attempt=claim.failures + 1)
            return Delete()
        log.error("visible failure failed", error=type(error).__name__, where=where(error))
        if isinstance(error, LeaseLost | Stopped | Unavailable):
            return await self._judge(lease, event, claim, error)
        await self._store.fail(claim, reason)
        return GiveBack(backoff(claim.failures + 1), counted=True)

    async def _bury_unread(self, message: Message, reason: str, failed_at: datetime | None = None) -> Verdict:
        await self._dead_letter(message, reason, failed_at or datetime.now(UTC))
        self._metrics.count("dead_lettered")
        log.error("dead letter", reason=reason)
        return Delete()

    async def _dead_letter(self, message: Message, reason: str, failed_at: datetime) -> None:
        attributes = {REASON: printable(reason), FAILED_AT: failed_at.isoformat()}
        try:
            await self._transport.dead_letter(Letter(message.body, {**message.attributes, **attributes}))
        except Exception as error:
            raise Unavailable("dead-letter queue", backoff(4)) from error
        chaos.point("dead_lettered")

    async def _let_go(self, claim: Claim) -> None:
        try:
            await self._store.hand_back(claim)
        except LeaseLost:
            log.info("claim was lost already")

    def _handed_back(self, delay: float) -> GiveBack:
        self._metrics.count("handed_back")
        return GiveBack(delay)

    def _lost(self, lease: Lease) -> Verdict:
        if lease.ending is not Ending.LOST:  # the heartbeat has not counted it
            self._metrics.count("lease_lost")
        log.warning("late work refused")
        return Leave()


class Stopped(Exception):
    """The process is ending; the event goes back as it was."""


def _cut_short(lease: Lease) -> Exception:
    """What it means that the handler was cancelled."""
    return LeaseLost("the lease ran out") if lease.ending is Ending.LOST else Stopped()


def _cancelled() -> bool:
    """Whether someone cancels the delivery itself."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _delay(error: Exception) -> float:
    if isinstance(error, Unavailable):
        return error.retry_in + random.uniform(0.0, 1.0)
    if isinstance(error, Busy):
        return backoff(3) if error.delay is None else error.delay
    return 0.0


def read(message: Message) -> Event:
    """The event in an EventBridge body. Raises ContractError for whatever else it is."""
    try:
        body = message.content
    except ValueError as error:
        raise ContractError("the body is not JSON") from error
    if not isinstance(body, dict):
        raise ContractError("the body is not an object")
    source, detail_type = str(body.get("source")), str(body.get("detail-type"))
    return parse(source, detail_type, body.get("detail"), body.get("time"))


def printable(reason: str) -> str:
    """As a message attribute may hold it: never empty, no control characters."""
    return "".join(letter if letter.isprintable() else " " for letter in reason).strip() or "unknown"
