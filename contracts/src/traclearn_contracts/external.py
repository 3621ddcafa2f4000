"""What AWS itself puts into our queues, without an envelope: S3's notices on the account's default bus."""

import json
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from pydantic import BaseModel

from traclearn_contracts.models import Metadata, ObjectCreated, ObjectDeleted

S3 = "aws.s3"
TYPES: dict[str, type[BaseModel]] = {"Object Created": ObjectCreated, "Object Deleted": ObjectDeleted}


def metadata(detail_type: str, data: BaseModel, time: object) -> Metadata:
    """The envelope that S3 does not write: nobody of ours acts, and what happened to one version of an object
    happened once, however often EventBridge tells it. Raises ValidationError for a `time` that is none."""
    assert isinstance(data, ObjectCreated | ObjectDeleted)
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
