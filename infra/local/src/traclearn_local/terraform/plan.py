"""What a plan's JSON (`terraform show -json`) says, whatever module a resource is in."""

from collections.abc import Iterator
from typing import Any

Plan = dict[str, Any]
Values = dict[str, Any]


def resources(plan: Plan, kind: str) -> dict[str, Values]:
    """Address → what is planned, of one type. Values that only an apply can know are missing."""
    return {
        one["address"]: one["values"]
        for one in _all(plan["planned_values"]["root_module"])
        if one["type"] == kind and one["mode"] == "managed"
    }


def _all(module: Values) -> Iterator[Values]:
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from _all(child)
