"""How a worker's process runs."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import uvloop


def run(worker: Coroutine[Any, Any, None]) -> None:
    """On uvloop, which takes less CPU a message (figures in docs/performance.md)."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(worker)
