"""Ids in the path of a route: what is none is found nowhere."""

from uuid import UUID


def uuid_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
