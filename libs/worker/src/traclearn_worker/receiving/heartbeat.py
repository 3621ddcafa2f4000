"""Keeps leases alive from receive to ack: first in the inbox, then in the queue.

In this order the inbox's lease never outlives the message's, so that a message of a dead worker can be
claimed as soon as it shows up again.
"""

import asyncio
from collections.abc import Sequence

import structlog

from traclearn_worker.errors import Unavailable
from traclearn_worker.messages import Lease, LeaseEnd
from traclearn_worker.runtime import Runtime
from traclearn_worker.store import Inbox
from traclearn_worker.transport import MAX_BATCH_ENTRIES, EntryError

log = structlog.get_logger()


class Heartbeat:
    """Beats at a third of the visibility, for all leases together."""

    def __init__(self, runtime: Runtime) -> None:
        self._transport = runtime.transport
        self._inbox: Inbox = runtime.store
        self._metrics = runtime.metrics
        self._visibility = runtime.settings.visibility
        self._leases: set[Lease] = set()

    def watch(self, lease: Lease) -> None:
        self._leases.add(lease)

    def forget(self, lease: Lease) -> None:
        self._leases.discard(lease)

    def __len__(self) -> int:
        return len(self._leases)

    async def run(self) -> None:
        """Beats until cancelled; a beat that fails is made up for by the next."""
        while True:
            await asyncio.sleep(self._visibility / 3)
            try:
                await self.beat()
            except Exception as error:
                log.warning("heartbeat failed", error=type(error).__name__)

    async def beat(self) -> None:
        """Renews what is due and ends what is lost."""
        due = [lease for lease in self._leases if self._due(lease)]
        await self._renew_claims(due)
        held = [lease for lease in due if lease.ending is None]
        await asyncio.gather(
            *(
                self._renew_messages(held[at : at + MAX_BATCH_ENTRIES])
                for at in range(0, len(held), MAX_BATCH_ENTRIES)
            )
        )
        for lease in list(self._leases):
            if lease.remaining == 0.0:
                self._lose(lease)

    def _due(self, lease: Lease) -> bool:
        """Younger leases wait for the next beat; spent ones are left to run out."""
        return lease.ending is None and not lease.spent and lease.remaining <= self._visibility * 0.7

    async def _renew_claims(self, leases: Sequence[Lease]) -> None:
        claimed = {lease.token: lease for lease in leases if lease.token is not None}
        if not claimed:
            return
        try:
            held = await self._inbox.renew(list(claimed), self._visibility)
        except Unavailable:
            return  # nobody else can claim either
        for token in claimed.keys() - held:
            if claimed[token] in self._leases:
                self._lose(claimed[token])

    async def _renew_messages(self, leases: Sequence[Lease]) -> None:
        try:
            errors = await self._transport.change_visibility(
                [(lease.message, self._visibility) for lease in leases]
            )
        except Exception as error:
            log.warning("heartbeat not sent", error=type(error).__name__, count=len(leases))
            return
        for lease, refused in zip(leases, errors, strict=True):
            self._renewed(lease, refused)

    def _renewed(self, lease: Lease, error: EntryError | None) -> None:
        if error is None:
            lease.renew(self._visibility)
        elif error.final and lease in self._leases:
            self._lose(lease)

    def _lose(self, lease: Lease) -> None:
        if lease.settled:
            return
        if lease.ending is None:
            self._metrics.count("lease_lost")
            log.warning("lease lost", message_id=lease.message.message_id)
        lease.end(LeaseEnd.LOST)
