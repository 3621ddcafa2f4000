"""How a worker's process runs."""

import asyncio
import gc
from collections.abc import Coroutine
from typing import Any

import uvloop


def run(worker: Coroutine[Any, Any, None]) -> None:
    """On uvloop, which takes less CPU a message (figures in docs/performance.md).

    What is imported by now lives to the end: the collector need not walk it again and again.
    """
    gc.freeze()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(worker)
