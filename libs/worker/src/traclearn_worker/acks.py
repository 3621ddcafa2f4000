"""How a message leaves: deleted after its commit, or given back with a delay."""

import structlog

from traclearn_worker import chaos
from traclearn_worker.batches import Batches
from traclearn_worker.messages import Message
from traclearn_worker.settings import MAX_VISIBILITY
from traclearn_worker.telemetry import Metrics
from traclearn_worker.transport import Letter, Transport

log = structlog.get_logger()

RENEW_AT = 10
"""Receives after which a message that goes back uncounted is sent anew instead. SQS itself moves a message
to the dead-letter queue after 20 (contracts/topology.yaml), and waiting must not lead there."""


class Acks:
    """Deletes and gives back in batches.

    A refused delete is a metric and no error: the message comes again, and the inbox knows it.
    """

    def __init__(self, transport: Transport, metrics: Metrics) -> None:
        self._transport = transport
        self._metrics = metrics
        self._deletes = Batches(transport.delete)
        self._returns = Batches(transport.hide)

    async def delete(self, message: Message) -> None:
        refusal = await self._deletes.submit(message)
        if refusal is None:
            chaos.point("acked")
        else:
            self._metrics.count("ack_failed")
            log.warning("ack failed", code=refusal.code, message_id=message.message_id)

    async def give_back(self, message: Message, delay: float, counted: bool) -> None:
        """Lets others have the message after `delay` seconds. `counted` when a failure was counted for it."""
        if not counted and message.receives >= RENEW_AT and await self._send_anew(message):
            return
        refusal = await self._returns.submit((message, min(round(max(delay, 0.0)), MAX_VISIBILITY)))
        if refusal is not None:  # it comes back when its visibility ends
            log.info("give back failed", code=refusal.code, message_id=message.message_id)

    async def flush(self) -> None:
        await self._deletes.flush()
        await self._returns.flush()

    async def _send_anew(self, message: Message) -> bool:
        """A copy without the history. First sent, then deleted: at worst there are two."""
        try:
            fates = await self._transport.send([Letter(message.body, message.attributes)])
        except Exception as error:
            log.warning("send anew failed", error=type(error).__name__, message_id=message.message_id)
            return False
        if fates[0] is not None:
            return False
        await self.delete(message)
        return True
