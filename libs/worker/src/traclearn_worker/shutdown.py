"""How a worker ends, inside its stop timeout.

stop polling → release what was not started → drain, heartbeats alive → flush acks → relay → close
"""

import asyncio

import structlog

from traclearn_worker.receiving.acks import Acks
from traclearn_worker.receiving.receiver import Receiver
from traclearn_worker.relay import Relay

log = structlog.get_logger()

RESERVED_SHARE = 0.15
"""Part of the stop timeout that is kept for acks, relay and closing."""


async def shut_down(
    receiver: Receiver, polling: asyncio.Task[None], acks: Acks, relay: Relay, limit: float
) -> None:
    """Brings the work under way to its end. Heartbeats and the database must still be there."""
    ends_at = asyncio.get_running_loop().time() + limit * (1 - RESERVED_SHARE)
    await receiver.stop()
    log.info("draining", count=receiver.inflight)
    await receiver.drain(_until(ends_at))
    await asyncio.wait({polling}, timeout=_until(ends_at))  # the last poll may bring messages: released
    polling.cancel()
    await asyncio.wait({polling})
    await receiver.drain(_until(ends_at))
    try:
        async with asyncio.timeout(limit * RESERVED_SHARE):
            await acks.flush()
            await relay.flush()
    except TimeoutError:
        log.warning("stopped before all was flushed")  # acks: the inbox knows; outbox rows: they stay


def _until(ends_at: float) -> float:
    return max(0.0, ends_at - asyncio.get_running_loop().time())
