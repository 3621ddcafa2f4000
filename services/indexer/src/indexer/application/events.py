"""What the service says on the bus: each event follows from the one that caused it, with an id of its own."""

import time
from typing import Any, Literal

from traclearn_contracts.events import Event
from traclearn_contracts.models import (
    ContentIndexedV1,
    ContentProgressedV1,
    ContentRejectedV1,
    ContentRemovedV1,
)

from indexer.domain.documents.identity import Source
from indexer.domain.documents.revision import FailureReason

SOURCE = "traclearn.indexer"
MAX_DETAIL_CHARS = 1000
"""Characters of the contract's `detail`."""
Phase = Literal["uploaded", "reading", "embedding", "waiting"]


class EventFactory:
    """Speaks of one revision because of one event.

    Results get the same id on each attempt. How far it has come is news each time, and the later word counts.
    """

    def __init__(self, cause: Event, source: Source) -> None:
        self.source = source
        owner = cause.metadata.model_copy(update={"learner": source.owner})
        self._cause = cause.model_copy(update={"metadata": owner})
        self._about = {
            "document": source.document,
            "revision": source.revision,
            "name": source.name,
            "origin": source.origin,
        }

    def progressed(self, phase: Phase, done: int = 0, total: int = 0, detail: str = "") -> Event:
        data = ContentProgressedV1(
            **self._about, phase=phase, done=done, total=total, detail=detail[:MAX_DETAIL_CHARS]
        )
        return self._event(data, f"{phase}:{time.time_ns()}")

    def indexed(self, **facts: Any) -> Event:
        return self._event(ContentIndexedV1(**self._about, **facts))

    def rejected(self, reason: FailureReason, detail: str) -> Event:
        data = ContentRejectedV1.model_validate(
            self._about | {"reason": reason, "detail": detail[:MAX_DETAIL_CHARS]}
        )
        return self._event(data, reason)  # after a replay it may be another one, which is news

    def removed(self, revision: int, **receipt: int) -> Event:
        """`revision` is the tombstone's: greater than all that went."""
        return self._event(ContentRemovedV1.model_validate(self._about | receipt | {"revision": revision}))

    def _event(self, data: Any, key: str = "") -> Event:
        return self._cause.causes(SOURCE, data, key=f"{data.document}/{data.revision}:{key}")
