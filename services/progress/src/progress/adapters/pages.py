"""Pages of long lists: behind a cursor, or behind so many rows.

A cursor names the last row by what the list is sorted by, so that a page costs the same wherever it begins,
and rows that come and go meanwhile move none to another page. Counting rows (`after`) is the way from before.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Select, and_, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from progress.domain.errors import BadCursor

Json = dict[str, Any]
KEY = "key_{}"
MAX_INTEGER = 2_147_483_647


@dataclass(frozen=True, slots=True)
class Page:
    """`after`: rows that are left out; it counts where there is no cursor."""

    limit: int
    after: int = 0
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """A column by which a list is sorted. The last one of a list differs in each row."""

    column: ColumnElement[Any]
    descending: bool = False

    def is_behind(self, own: ColumnElement[Any], value: ColumnElement[Any]) -> ColumnElement[bool]:
        found: ColumnElement[bool] = own < value if self.descending else own > value
        return found


async def read_page(
    connection: AsyncConnection, query: Select[Any], keys: Sequence[Key], page: Page
) -> tuple[Sequence[RowMapping], Json]:
    """The rows, and where the next page begins: `next_cursor`, and `next` for who counts rows; null: nowhere.
    Raises BadCursor."""
    sorted_by = [key.column.label(KEY.format(n)) for n, key in enumerate(keys)]
    listed = query.add_columns(*sorted_by).subquery()
    own = [listed.c[KEY.format(n)] for n in range(len(keys))]
    found = select(listed).order_by(
        *(column.desc() if key.descending else column for key, column in zip(keys, own, strict=True))
    )
    if page.cursor is None:
        found = found.offset(page.after)
    else:
        found = found.where(_behind(keys, own, _read(page.cursor, own)))
    rows = (await connection.execute(found.limit(page.limit + 1))).mappings().all()
    shown, more = rows[: page.limit], len(rows) > page.limit
    last = [shown[-1][KEY.format(n)] for n in range(len(keys))] if more else []
    return shown, {
        "next": page.after + page.limit if more and page.cursor is None else None,
        "next_cursor": _write(last) if more else None,
    }


def _behind(
    keys: Sequence[Key], own: Sequence[ColumnElement[Any]], values: Sequence[ColumnElement[Any]]
) -> ColumnElement[bool]:
    """By the first key that differs; what the first one says alone lets an index begin there."""
    first = ~keys[0].is_behind(values[0], own[0])
    cases = [
        and_(*(own[at] == values[at] for at in range(n)), key.is_behind(own[n], values[n]))
        for n, key in enumerate(keys)
    ]
    return and_(first, or_(*cases))


def _write(values: Sequence[Any]) -> str:
    said = json.dumps([value if isinstance(value, int | float) else str(value) for value in values])
    return urlsafe_b64encode(said.encode()).decode().rstrip("=")


def _read(cursor: str, own: Sequence[ColumnElement[Any]]) -> list[ColumnElement[Any]]:
    try:
        said = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return [
            literal(_value(one, column.type.python_type), column.type)
            for one, column in zip(said, own, strict=True)
        ]
    except (ValueError, TypeError):
        raise BadCursor from None


def _value(said: Any, kind: type[Any]) -> Any:
    if kind is datetime:
        return datetime.fromisoformat(said)
    if kind is UUID:
        return UUID(said)
    if not isinstance(said, kind) or "\0" in str(said) or (isinstance(said, int) and abs(said) > MAX_INTEGER):
        raise TypeError
    return said
