"""What AWS itself puts into our queues, without an envelope: S3's notices on the account's default bus."""

import json
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from traclearn_contracts.models import Metadata, ObjectCreated, ObjectDeleted

S3 = "aws.s3"
Notice = ObjectCreated | ObjectDeleted
TYPES: dict[str, type[ObjectCreated] | type[ObjectDeleted]] = {
    "Object Created": ObjectCreated,
    "Object Deleted": ObjectDeleted,
}


def parse_notice(detail_type: str, detail: object, time: object) -> tuple[Notice, Metadata]:
    """A notice and the envelope that S3 does not write. Raises KeyError for a type of notice that nobody
    takes, ValidationError for what is none."""
    data = TYPES[detail_type].model_validate(detail)
    return data, _metadata(detail_type, data, time)


def _metadata(detail_type: str, data: Notice, time: object) -> Metadata:
    """Nobody of ours acts, and what happened to one version of an object happened once, however often
    EventBridge tells it."""
    what = [data.bucket.name, data.object.key, data.object.version_id, detail_type]
    event_id = uuid5(NAMESPACE_URL, f"{S3}:{json.dumps(what)}")
    return Metadata.model_validate(
        {
            "event_id": event_id,
            "occurred_at": datetime.now(UTC) if time is None else time,
            "learner": S3,
            "groups": [],
            "correlation_id": event_id,
            "producer": S3,
        }
    )
