"""What an event route accepts: the event's own schema and three fields of the envelope, nothing else."""

import json
from typing import Any

from traclearn_contracts.files import CONTRACTS

Schema = dict[str, Any]

CALLER_FIELDS = {"event_id": True, "occurred_at": True, "traceparent": False}
"""Fields of the envelope that stand in the body, and whether they must."""

RELAY_FIELDS = {"learner": True, "groups": True}


def event_schema(event: str) -> Schema:
    """The data of one event, e.g. `AnswerSubmitted.v1`, as `contracts/events` says it."""
    schema: Schema = json.loads((CONTRACTS / "events" / f"{event}.json").read_text())
    return schema


def metadata_schema() -> Schema:
    envelope: Schema = json.loads((CONTRACTS / "envelope.json").read_text())
    schema: Schema = envelope["properties"]["metadata"]
    return schema


def event_body(event: str, from_path: tuple[str, ...] = ()) -> Schema:
    """The flat body of a route that makes one kind of event; `from_path` are fields that the path gives."""
    data, metadata = event_schema(event), metadata_schema()
    own = {name: schema for name, schema in data["properties"].items() if name not in from_path}
    return closed(
        {
            "type": "object",
            "description": data["description"],
            "required": [*_required(CALLER_FIELDS), *(name for name in data["required"] if name in own)],
            "properties": {**_pick(metadata, CALLER_FIELDS), **own},
        }
    )


def relay_body(events: tuple[str, ...]) -> Schema:
    """The body of the relay, which names the learner, the kind of event and its data."""
    said = CALLER_FIELDS | RELAY_FIELDS
    kinds = [{"detail_type": {"enum": [event]}, "data": event_schema(event)} for event in events]
    schema = {
        "type": "object",
        "required": [*_required(said), "detail_type", "data"],
        "properties": {
            **_pick(metadata_schema(), said),
            "detail_type": {"enum": list(events)},
            "data": {"type": "object"},
        },
    }
    return closed(schema) | {
        "oneOf": [{"properties": closed({"properties": kind})["properties"]} for kind in kinds]
    }


def closed(schema: Schema) -> Schema:
    """The same schema, refusing fields that it does not name, at every depth."""
    shut = dict(schema)
    if "properties" in schema:
        shut["properties"] = {name: closed(each) for name, each in schema["properties"].items()}
        shut.setdefault("additionalProperties", False)
    if "items" in schema:
        shut["items"] = closed(schema["items"])
    return shut


def _required(said: dict[str, bool]) -> list[str]:
    return [name for name, required in said.items() if required]


def _pick(metadata: Schema, said: dict[str, bool]) -> Schema:
    return {name: metadata["properties"][name] for name in said}
