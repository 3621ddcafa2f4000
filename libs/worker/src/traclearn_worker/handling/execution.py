"""Runs a handler and its commit under a lease, until they are done, the time is up, or the lease ends."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from traclearn_worker.errors import LeaseLost, Stopped, Transient
from traclearn_worker.messages import Lease, LeaseEnd
from traclearn_worker.runtime import Runtime
from traclearn_worker.service import Service
from traclearn_worker.store import Claim
from traclearn_worker.work import Attempt

CALL_SHARE = 0.8
"""Of the handler's time: what one outside call may take."""


class Execution:
    """Of one service. It raises nothing but what cancels the delivery itself."""

    def __init__(self, service: Service[Any], runtime: Runtime) -> None:
        self._service = service
        self._store = runtime.store
        self._breakers = runtime.breakers
        self._timeout_s = runtime.settings.handler_timeout

    async def run(
        self, lease: Lease, doing: Callable[[Attempt[Any]], Coroutine[Any, Any, None]], claim: Claim
    ) -> Exception | None:
        """None when it is done, else why not."""
        if lease.ending is not None:
            return _cut_short(lease)
        limit = self._timeout_s
        work = Attempt(claim, self._store, self._breakers, self._service, call_timeout_s=limit * CALL_SHARE)
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


def _cut_short(lease: Lease) -> Exception:
    """What it means that the handler was cancelled."""
    return LeaseLost("the lease ran out") if lease.ending is LeaseEnd.LOST else Stopped()


def _cancelled() -> bool:
    """Whether someone cancels the delivery itself."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
