"""What the indexer says of a document, as facts; and facts as the feed tells them."""

from datetime import UTC
from typing import Any

from traclearn_contracts.events import Event
from traclearn_contracts.models import (
    ContentIndexedV1,
    ContentProgressedV1,
    ContentRejectedV1,
    ContentRemovedV1,
)

from progress.domain.content import Content, Json, LiveRevision, Phase, Removal, RevisionStatus

ContentEvent = ContentProgressedV1 | ContentIndexedV1 | ContentRejectedV1 | ContentRemovedV1
LIVE_FIELDS = ("title", "subject", "type", "pages", "chunks", "embedded", "dropped", "model")
"""What is known of a revision once readers find it."""
RECEIPT_FIELDS = ("chunks", "edges", "concepts")


def content_of(event: Event[ContentEvent]) -> Content:
    """The document as far as one event tells of it."""
    data, at = event.data, event.metadata.occurred_at.astimezone(UTC)

    def step(phase: Phase, **more: Any) -> RevisionStatus:
        return RevisionStatus(data.revision, phase, at, data.name, data.origin, **more)

    match data:
        case ContentProgressedV1():
            newest = step(data.phase, done=data.done, total=data.total, detail=data.detail)
            return Content(data.document, newest)
        case ContentRejectedV1():
            return Content(data.document, step("rejected", reason=data.reason, detail=data.detail))
        case ContentRemovedV1():
            removal = Removal(data.revision, at, data.model_dump(include=set(RECEIPT_FIELDS)))
            return Content(data.document, step("removed"), None, removal, data.generation)
        case ContentIndexedV1():
            live = LiveRevision(at=at, **data.model_dump(include={"revision", *LIVE_FIELDS}))
            newest = step("ready", done=data.chunks, total=data.chunks)
            return Content(data.document, newest, live, None, data.generation)


def content_summary(content: Content) -> Json:
    """As the feed tells it: what is not of the newest revision is of the one that readers find, or null."""
    newest, live = content.newest, content.live
    removed = content.removal if newest.phase == "removed" else None
    return {
        "document": str(content.document),
        "name": newest.name,
        "origin": newest.origin,
        "state": newest.phase,
        "revision": newest.revision,
        "live_revision": live.revision if live else None,
        "done": newest.done,
        "total": newest.total,
        "reason": newest.reason,
        "detail": newest.detail,
        **{name: getattr(live, name) if live else None for name in LIVE_FIELDS},
        "reused": live.chunks - live.embedded if live else None,
        "generation": content.generation,
        "receipt": removed.receipt if removed else None,
        "at": newest.at.isoformat(),
    }
