"""The request template of each event route: whose body becomes which entry of PutEvents."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from traclearn_contracts.gateway.bodies import CALLER_FIELDS, RELAY_FIELDS, event_schema
from traclearn_contracts.gateway.templates import (
    APOSTROPHE,
    body_fields,
    fields,
    fill,
    json_of,
    string_of,
    template,
)

IS_TICKET = r""".replaceAll('^[1-9][0-9]{0,8}\Z', '') == "" """.rstrip()
"""Whether a path part is a ticket number; nine digits stay below PostgreSQL's greatest integer."""
IS_UUID = r""".replaceAll('^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z', '') == "" """.rstrip()
"""Whether a path part is an id."""
IS_A = {"integer": IS_TICKET, "string": IS_UUID}
PART_OF = {"integer": "{}", "string": r"\"{}\""}
"""By the type of the field that a path part becomes."""

GROUPS = rf"[#foreach($group in $groups){string_of('$group')}#if($foreach.hasNext), #{{end}}#{{end}}]"


@dataclass(frozen=True)
class Entry:
    """What all requests of a rendering share."""

    bus: str
    source: str
    producers: Mapping[str, str]
    """By which door it came: `people` or `relay`."""
    target: str

    def of_event(self, event: str, body: dict[str, Any], from_path: Mapping[str, str]) -> str:
        """A route that makes one kind of event; who acts comes from the token, `from_path` from the path."""
        parts = {field: f"$input.params('{name}')" for field, name in from_path.items()}
        types = {field: event_schema(event)["properties"][field]["type"] for field in parts}
        asked = {field: PART_OF[types[field]].format(part) for field, part in parts.items()}
        data = asked | body_fields(body, [name for name in body["properties"] if name not in CALLER_FIELDS])
        return self._fill(
            self._metadata(body, "people") | {"learner": string_of("$learner"), "groups": GROUPS},
            identity=template(f"identity.{self.target}.vtl"),
            allowed=" && ".join(
                ['$learner != ""', *(part + IS_A[types[field]] for field, part in parts.items())]
            ),
            detail_type=event,
            data=rf"{{{fields(data)}}}",
        )

    def of_relay(self, body: dict[str, Any]) -> str:
        """The relay: the body says who acted and which event it is."""
        return self._fill(
            self._metadata(body, "relay") | {name: json_of(name) for name in RELAY_FIELDS},
            identity="",
            allowed="true",
            detail_type="$input.path('$.detail_type')",
            data=json_of("data"),
        )

    def _metadata(self, body: dict[str, Any], door: str) -> dict[str, str]:
        said = body_fields(body, list(CALLER_FIELDS))
        producer = rf"\"{self.producers[door]}\""
        return {**said, "correlation_id": said["event_id"], "causation_id": "null", "producer": producer}

    def _fill(self, metadata: dict[str, str], **slots: str) -> str:
        same = {"bus": self.bus, "source": self.source, "metadata": fields(metadata)}
        return fill(template("put_events.vtl", same | slots), {"apostrophe": APOSTROPHE[self.target]})
