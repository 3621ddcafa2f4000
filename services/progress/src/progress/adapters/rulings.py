"""Rows of `learning.rulings` into facts and facts into rows."""

from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import RowMapping

from progress.domain.ruling import RuledWords, Ruling

Values = dict[str, Any]
MADE_FIELDS = tuple(field.name for field in fields(RuledWords))


def ruling_row(ruling: Ruling) -> Values:
    made = asdict(ruling.made) if ruling.made else dict.fromkeys(MADE_FIELDS)
    return {"ticket_id": ruling.ticket, "id": ruling.id, "revoked_at": ruling.revoked_at, **made}


def ruling_from(row: RowMapping) -> Ruling:
    made = RuledWords(**{name: row[name] for name in MADE_FIELDS}) if row["ruled_at"] else None
    return Ruling(row["ticket_id"], row["id"], made, row["revoked_at"])
