"""A dead letter as an operator needs it: why it failed, and whom it touches."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from traclearn_contracts.topology import INBOX_RETENTION


@dataclass(frozen=True)
class Letter:
    """A message of a dead-letter queue. The answer's text stays in `body`: it is never printed."""

    queue: str
    message_id: str
    receipt: str
    body: str
    sent_at: str
    attributes: dict[str, Any] = field(default_factory=dict)

    @property
    def event(self) -> dict[str, Any]:
        """What can be read of the event; nothing of a body that is none."""
        try:
            event = json.loads(self.body)
        except ValueError:
            return {}
        return event if isinstance(event, dict) else {}

    @property
    def reason(self) -> str:
        """The worker's reason, EventBridge's, or that SQS gave up by itself."""
        for name in ("reason", "ERROR_MESSAGE", "ERROR_CODE"):
            if name in self.attributes:
                return str(self.attributes[name].get("StringValue", ""))
        return "received too often without an outcome"

    @property
    def failed_at(self) -> str:
        """When the worker gave up on it, else when EventBridge or SQS laid it there."""
        return str(self.attributes.get("failed_at", {}).get("StringValue") or self.sent_at)

    @property
    def forgotten(self) -> bool:
        """Whether the worker may know nothing of the event any more. No dead-letter queue keeps a letter so
        long: this one was kept elsewhere. What cannot be read as a moment is no reason to refuse."""
        try:
            failed_at = datetime.fromisoformat(self.failed_at)
        except ValueError:
            return False
        return failed_at.replace(tzinfo=failed_at.tzinfo or UTC) < datetime.now(UTC) - INBOX_RETENTION

    def touches(self) -> dict[str, Any]:
        """Learner, ticket and attempt, or the document (a wiki page, an object), as far as the event says."""
        detail = part(self.event, "detail")
        metadata, data = part(detail, "metadata"), part(detail, "data")
        return {
            "learner": data.get("learner") or metadata.get("learner"),
            "ticket": data.get("ticket"),
            "attempt": data.get("attempt"),
            "document": data.get("page") or part(detail, "object").get("key"),
        }

    def described(self) -> dict[str, Any]:
        """What is printed of it."""
        metadata = part(part(self.event, "detail"), "metadata")
        return {
            "queue": self.queue,
            "message_id": self.message_id,
            "event_id": metadata.get("event_id"),
            "detail_type": self.event.get("detail-type"),
            "source": self.event.get("source"),
            "reason": self.reason,
            "failed_at": self.failed_at,
            **self.touches(),
        }


def part(of: dict[str, Any], name: str) -> dict[str, Any]:
    """The object `of[name]`, empty where there is none."""
    found = of.get(name)
    return found if isinstance(found, dict) else {}
