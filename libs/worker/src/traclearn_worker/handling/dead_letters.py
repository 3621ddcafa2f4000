"""The way to the dead-letter queue: the message with its reason, and the failure that people see."""

from datetime import UTC, datetime
from typing import Any

import structlog
from traclearn_contracts.events import Event

from traclearn_worker import chaos
from traclearn_worker.errors import Unavailable
from traclearn_worker.handling.execution import Execution
from traclearn_worker.handling.verdict import Delete, Verdict
from traclearn_worker.messages import FAILED_AT, REASON, Lease, Message
from traclearn_worker.retry import backoff
from traclearn_worker.runtime import Runtime
from traclearn_worker.service import Service
from traclearn_worker.store import Claim
from traclearn_worker.transport import QueueMessage
from traclearn_worker.work import Attempt

log = structlog.get_logger()


class DeadLetters:
    """Of one service."""

    def __init__(self, service: Service[Any], runtime: Runtime, execution: Execution) -> None:
        self._service = service
        self._max_attempts = runtime.settings.max_attempts
        self._transport = runtime.transport
        self._metrics = runtime.metrics
        self._execution = execution

    async def send(self, message: Message, reason: str, failed_at: datetime) -> None:
        """Raises Unavailable when the queue does not take it."""
        attributes = {REASON: printable(reason), FAILED_AT: failed_at.isoformat()}
        try:
            await self._transport.send_dead_letter(
                QueueMessage(message.body, {**message.attributes, **attributes})
            )
        except Exception as error:
            raise Unavailable("dead-letter queue", backoff(4)) from error
        chaos.point("dead_lettered")

    async def send_unclaimed(
        self, message: Message, reason: str, failed_at: datetime | None = None
    ) -> Verdict:
        """A message without a claim: it holds no event, or none that the inbox still knows."""
        await self.send(message, reason, failed_at or datetime.now(UTC))
        self._metrics.count("dead_lettered")
        log.error("dead letter", reason=reason)
        return Delete()

    async def fail_visibly(self, lease: Lease, event: Event, claim: Claim, reason: str) -> Exception | None:
        """Dead letter, then the visible failure; None when both are there, else why not.

        A crash in between only makes a second dead letter, which a replay finds done.
        """
        failed_at = datetime.now(UTC)
        await self.send(lease.message, reason, failed_at)

        async def commit(work: Attempt[Any]) -> None:
            hook = self._service.failed if claim.failures < 2 * self._max_attempts else None
            events = await hook(event, reason, work) if hook is not None else []
            await work.dead_letter(reason, failed_at, events)

        return await self._execution.run(lease, commit, claim)


def printable(reason: str) -> str:
    """As a message attribute may hold it: never empty, no control characters."""
    return "".join(char if char.isprintable() else " " for char in reason).strip() or "unknown"
