"""Down-conversion of our draft-07 schemas to what API Gateway takes as a request model.

Its models are draft-04, and an import of OpenAPI 3.0 also loses arrays of types: what is kept here is what
both know.
"""

from collections.abc import Callable
from typing import Any

Schema = dict[str, Any]

SHARED_KEYWORDS = {
    *("description", "enum", "required", "additionalProperties", "minItems", "maxItems", "uniqueItems"),
    *(
        "minLength",
        "maxLength",
        "pattern",
        "minimum",
        "maximum",
        "multipleOf",
        "minProperties",
        "maxProperties",
    ),
}
DROPPED_KEYWORDS = {"$schema", "$id", "$comment", "title", "default", "examples"}
FORMATS = {
    "uuid": "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
    "date-time": (
        r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
        r"(\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
    ),
}
"""Formats that draft-04 does not know, or that API Gateway may not check, as patterns."""

TYPES = ("object", "array", "number", "boolean", "string")


class UnsupportedSchema(ValueError):
    """A schema says something that no request model can say; the message names where and what."""


def down_convert(schema: Schema, where: str = "#") -> Schema:
    """The same constraints in draft-04. Raises UnsupportedSchema rather than dropping one."""
    converted: Schema = {}
    for keyword, value in schema.items():
        if keyword in DROPPED_KEYWORDS:
            continue
        found = {keyword: value} if keyword in SHARED_KEYWORDS else _convert(keyword, value, schema, where)
        if clash := converted.keys() & found.keys():
            raise UnsupportedSchema(f"{where}: {keyword} needs {', '.join(sorted(clash))} twice")
        converted |= found
    return converted


def _convert(keyword: str, value: Any, schema: Schema, where: str) -> Schema:
    rule = RULES.get(keyword)
    if rule is None:
        raise UnsupportedSchema(f"{where}: draft-04 has nothing for {keyword}")
    return rule(value, schema, f"{where}/{keyword}")


def _type(value: Any, schema: Schema, where: str) -> Schema:
    if isinstance(value, str):
        return {"type": value}
    if "integer" in value:
        raise UnsupportedSchema(f"{where}: a whole number or null cannot be written")
    if "null" not in value or len(value) > 2:
        raise UnsupportedSchema(f"{where}: several types {value}")
    return {"not": {"anyOf": [{"type": name} for name in TYPES if name not in value]}}


def _format(value: Any, schema: Schema, where: str) -> Schema:
    if value not in FORMATS:
        raise UnsupportedSchema(f"{where}: no pattern for the format {value}")
    return {"pattern": FORMATS[value]}


def _exclusive(bound: str) -> Callable[[Any, Schema, str], Schema]:
    def rule(value: Any, schema: Schema, where: str) -> Schema:
        if isinstance(value, bool):
            raise UnsupportedSchema(f"{where}: already draft-04")
        return {bound: value, f"exclusive{bound.capitalize()}": True}

    return rule


def _items(value: Any, schema: Schema, where: str) -> Schema:
    if not isinstance(value, dict):
        raise UnsupportedSchema(f"{where}: a schema for each position")
    return {"items": down_convert(value, where)}


def _properties(value: Any, schema: Schema, where: str) -> Schema:
    return {"properties": {name: down_convert(each, f"{where}/{name}") for name, each in value.items()}}


def _each(keyword: str) -> Callable[[Any, Schema, str], Schema]:
    def rule(value: Any, schema: Schema, where: str) -> Schema:
        return {keyword: [down_convert(each, f"{where}/{n}") for n, each in enumerate(value)]}

    return rule


RULES: dict[str, Callable[[Any, Schema, str], Schema]] = {
    "type": _type,
    "format": _format,
    "const": lambda value, schema, where: {"enum": [value]},
    "exclusiveMinimum": _exclusive("minimum"),
    "exclusiveMaximum": _exclusive("maximum"),
    "items": _items,
    "properties": _properties,
    "allOf": _each("allOf"),
    "anyOf": _each("anyOf"),
    "oneOf": _each("oneOf"),
}
