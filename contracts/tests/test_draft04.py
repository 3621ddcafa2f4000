"""Down-conversion keeps each constraint or names what it cannot keep."""

import json

import pytest
from jsonschema import Draft4Validator, Draft7Validator, FormatChecker
from traclearn_contracts.files import CONTRACTS, read_yaml
from traclearn_contracts.gateway.draft04 import UnsupportedSchema, down_convert
from traclearn_contracts.gateway.rendering import operations


def sent():
    """The events that a route takes."""
    for _, operation in operations(read_yaml(CONTRACTS / "openapi.yaml")):
        yield from operation.get("x-traclearn-relay", [operation.get("x-traclearn-event")])


@pytest.mark.parametrize("event", sorted(set(filter(None, sent()))))
def test_every_event_of_a_route_can_be_a_request_model(event):
    schema = json.loads((CONTRACTS / "events" / f"{event}.json").read_text())
    Draft4Validator.check_schema(down_convert(schema))


@pytest.mark.parametrize(
    ("schema", "values"),
    [
        ({"const": 3}, [3, 4, "3"]),
        ({"exclusiveMinimum": 0, "maximum": 100}, [-1, 0, 0.1, 100, 101]),
        ({"exclusiveMaximum": 1}, [0, 1, 2]),
        ({"type": ["string", "null"], "maxLength": 2}, ["ab", "abc", None, 1, 1.5, True, [], {}]),
        ({"type": ["null", "object"]}, ["ab", None, 1, 1.5, True, [], {}]),
        ({"type": "array", "items": {"const": 1}, "minItems": 1}, [[1], [], [2], None]),
        ({"anyOf": [{"const": 1}, {"type": "string"}]}, [1, "a", 2]),
        (
            {"format": "uuid"},
            ["7b1f0f3e-6f5a-4b7d-9a53-3f6f2c1d0a01", "7b1f0f3e", "", "7b1f0f3e6f5a4b7d9a533f6f2c1d0a01"],
        ),
        (
            {"type": "string", "format": "date-time"},
            [
                *("2026-01-15T09:30:00Z", "2026-01-15T09:30:00.123456+00:00", "2026-01-15T09:30:00-05:30"),
                *(
                    "2026-01-15T09:30:00",
                    "2026-01-15",
                    "2026-13-15T09:30:00Z",
                    "2026-01-15T25:30:00Z",
                    "soon",
                    "",
                ),
            ],
        ),
    ],
)
def test_draft_4_accepts_what_draft_7_accepts(schema, values):
    seven = Draft7Validator(schema, format_checker=FormatChecker())
    four = Draft4Validator(down_convert(schema))
    judged = {json.dumps(value): four.is_valid(value) for value in values}
    assert judged == {json.dumps(value): seven.is_valid(value) for value in values}
    assert set(judged.values()) == {True, False}


@pytest.mark.parametrize(
    ("schema", "named"),
    [
        ({"if": {}, "then": {}}, "#: draft-04 has nothing for if"),
        ({"properties": {"a": {"contains": {}}}}, "#/properties/a: draft-04 has nothing for contains"),
        ({"items": {"propertyNames": {}}}, "#/items: draft-04 has nothing for propertyNames"),
        ({"items": [{}, {}]}, "#/items: a schema for each position"),
        ({"type": ["string", "number"]}, "#/type: several types"),
        ({"type": ["integer", "null"]}, "#/type: a whole number or null"),
        ({"format": "idn-email"}, "#/format: no pattern for the format idn-email"),
        ({"minimum": 1, "exclusiveMinimum": 0}, "#: exclusiveMinimum needs minimum twice"),
        ({"pattern": "^a", "format": "uuid"}, "#: format needs pattern twice"),
        ({"exclusiveMinimum": True}, "already draft-04"),
        ({"$ref": "#/definitions/a"}, r"nothing for \$ref"),
        ({"dependencies": {"a": ["b"]}}, "nothing for dependencies"),
    ],
)
def test_what_cannot_be_kept_is_named(schema, named):
    with pytest.raises(UnsupportedSchema, match=named):
        down_convert(schema)
