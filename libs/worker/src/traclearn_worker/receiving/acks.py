"""How a message leaves: deleted after its commit, or shown again after a delay."""

import structlog

from traclearn_worker import chaos
from traclearn_worker.messages import Message
from traclearn_worker.receiving.batches import Batches
from traclearn_worker.settings import MAX_VISIBILITY_S
from traclearn_worker.telemetry import Metrics
from traclearn_worker.transport import QueueMessage, Transport

log = structlog.get_logger()

MAX_RELEASED_RECEIVES = 10
"""Receives after which a message that is released is sent anew instead. SQS itself moves a message
to the dead-letter queue after 20 (contracts/topology.yaml), and waiting must not lead there."""


class Acks:
    """Deletes, retries and releases in batches.

    A refused delete is a metric and no error: the message comes again, and the inbox knows it.
    """

    def __init__(self, transport: Transport, metrics: Metrics) -> None:
        self._transport = transport
        self._metrics = metrics
        self._deletes = Batches(transport.delete)
        self._visibilities = Batches(transport.change_visibility)

    async def delete(self, message: Message) -> None:
        error = await self._deletes.submit(message)
        if error is None:
            chaos.point("acked")
        else:
            self._metrics.count("ack_failed")
            log.warning("ack failed", code=error.code, message_id=message.message_id)

    async def release(self, message: Message, delay: float) -> None:
        """As `retry`, where no failure was counted: it must not use up SQS's own limit."""
        if message.receives < MAX_RELEASED_RECEIVES or not await self._send_anew(message):
            await self.retry(message, delay)

    async def retry(self, message: Message, delay: float) -> None:
        """Lets others have the message after `delay` seconds."""
        error = await self._visibilities.submit((message, min(round(max(delay, 0.0)), MAX_VISIBILITY_S)))
        if error is not None:  # it comes back when its visibility ends
            log.info("visibility unchanged", code=error.code, message_id=message.message_id)

    async def flush(self) -> None:
        await self._deletes.flush()
        await self._visibilities.flush()

    async def _send_anew(self, message: Message) -> bool:
        """A copy without the history. First sent, then deleted: at worst there are two."""
        try:
            (refused,) = await self._transport.send([QueueMessage(message.body, message.attributes)])
        except Exception as error:
            log.warning("send anew failed", error=type(error).__name__, message_id=message.message_id)
            return False
        if refused is not None:
            return False
        await self.delete(message)
        return True
