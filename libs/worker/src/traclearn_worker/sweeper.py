"""Looks for parked events whose cause never came and sends them for a last attempt."""

import asyncio

import structlog

from traclearn_worker.errors import Unavailable
from traclearn_worker.store import Inbox

log = structlog.get_logger()

SWEEP_EVERY_S = 5.0
"""Seconds between looks."""


async def sweep(inbox: Inbox, every: float = SWEEP_EVERY_S) -> None:
    """Sweeps until cancelled. The last attempt either finds its cause or ends as a visible failure."""
    while True:
        try:
            freed = await inbox.expire()
            if freed:
                log.info("deadline passed", count=freed)
        except Unavailable:
            pass
        except Exception as error:
            log.error("sweep failed", error=type(error).__name__)
        await asyncio.sleep(every)
