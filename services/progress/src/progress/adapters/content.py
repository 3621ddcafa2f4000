"""Rows of `learning.content` into facts and facts into rows."""

from typing import Any

from sqlalchemy import RowMapping

from progress.domain.content import Content, LiveRevision, Removal, RevisionStatus
from progress.domain.material import LIVE_FIELDS

Values = dict[str, Any]

NEWEST_FIELDS = ("revision", "phase", "at", "name", "origin", "done", "total", "reason", "detail")


def content_row(content: Content) -> Values:
    live, removal = content.live, content.removal
    return {
        "document": content.document,
        **{name: getattr(content.newest, name) for name in NEWEST_FIELDS},
        "live_revision": live and live.revision,
        "live_at": live and live.at,
        **{name: live and getattr(live, name) for name in LIVE_FIELDS},
        "removed_revision": removal and removal.revision,
        "removed_at": removal and removal.at,
        "receipt": removal and removal.receipt,
        "generation": content.generation,
    }


def content_from(row: RowMapping) -> Content:
    revision, removed = row["live_revision"], row["removed_revision"]
    return Content(
        document=row["document"],
        newest=RevisionStatus(**{name: row[name] for name in NEWEST_FIELDS}),
        live=revision and LiveRevision(revision, row["live_at"], **{name: row[name] for name in LIVE_FIELDS}),
        removal=removed and Removal(removed, row["removed_at"], row["receipt"]),
        generation=row["generation"],
    )
