"""A message of a dead-letter queue as an operator needs it: why it failed, and whom it touches."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from traclearn_cli.output import Fields, parse_time, time_with_zone


@dataclass(frozen=True)
class DeadLetter:
    """The answer's text stays in `body`: it is never printed."""

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
        return time_with_zone(str(self.attributes.get("failed_at", {}).get("StringValue") or self.sent_at))

    @property
    def is_forgotten(self) -> bool:
        """Whether the worker may know nothing of the event any more. No dead-letter queue keeps a message so
        long: this one was kept elsewhere. What cannot be read as a time is no reason to refuse."""
        from traclearn_contracts.topology import INBOX_RETENTION

        failed_at = parse_time(self.failed_at)
        return failed_at is not None and failed_at < datetime.now(UTC) - INBOX_RETENTION

    @property
    def subject(self) -> Fields:
        """Learner, ticket and attempt, or the document (a wiki page, an object), as far as the event says."""
        detail = object_at(self.event, "detail")
        metadata, data = object_at(detail, "metadata"), object_at(detail, "data")
        return {
            "learner": data.get("learner") or metadata.get("learner"),
            "ticket": data.get("ticket"),
            "attempt": data.get("attempt"),
            "document": data.get("page") or object_at(detail, "object").get("key"),
        }

    def concerns(self, ticket: int | None, learner: str | None) -> bool:
        """Whether it touches this ticket and this learner; None is any."""
        subject = self.subject
        return ticket in (None, subject["ticket"]) and learner in (None, subject["learner"])

    def as_fields(self) -> Fields:
        """What is printed of it."""
        metadata = object_at(object_at(self.event, "detail"), "metadata")
        return {
            "queue": self.queue,
            "message_id": self.message_id,
            "event_id": metadata.get("event_id"),
            "detail_type": self.event.get("detail-type"),
            "source": self.event.get("source"),
            "reason": self.reason,
            "failed_at": self.failed_at,
            **self.subject,
        }

    def as_line(self) -> str:
        fields = self.as_fields()
        subject = f"learner {fields['learner']}, ticket {fields['ticket']}, attempt {fields['attempt']}"
        if fields["document"]:
            subject = f"document {fields['document']}"
        return f"{fields['failed_at']}  {fields['detail_type']}  {subject}: {fields['reason']}"


def object_at(parent: dict[str, Any], name: str) -> dict[str, Any]:
    """The object `parent[name]`, empty where there is none."""
    found = parent.get(name)
    return found if isinstance(found, dict) else {}
