"""What a reading process says over its socket: one line of JSON, an extract or a rejection."""

import json
from typing import Any

from indexer.domain.document import Block, Dropped, Extract, Link
from indexer.domain.errors import REASONS, Rejected

LARGEST = 20 * 1024 * 1024
"""Bytes of an answer. Twenty million letters are far beyond the longest text that is let through."""


def dump(extract: Extract) -> bytes:
    """The line for an extract; Rejected when it is too large to be sent."""
    body = {
        "title": extract.title,
        "type": extract.type,
        "blocks": [[b.kind, b.text, b.heading, b.page, b.level] for b in extract.blocks],
        "dropped": [[d.what, d.why, d.page] for d in extract.dropped],
        "pages": extract.pages,
        "links": [[link.target, link.text, link.heading] for link in extract.links],
        "front": extract.front,
    }
    line = _line(body)
    if len(line) > LARGEST:
        raise Rejected(
            "too_long", "The text with its headings is too large. Split the document into several."
        )
    return line


def dump_rejected(rejected: Rejected) -> bytes:
    return _line({"reason": rejected.reason, "detail": rejected.detail})


def load(line: bytes) -> Extract:
    """The extract that a line holds; raises the Rejected that it holds, or ValueError for anything else."""
    body: dict[str, Any] = json.loads(line)
    if body.get("reason") in REASONS:
        raise Rejected(body["reason"], str(body["detail"]))
    try:
        return Extract(
            title=body["title"],
            type=body["type"],
            blocks=tuple(
                Block(kind, text, tuple(path), page, lv) for kind, text, path, page, lv in body["blocks"]
            ),
            dropped=tuple(Dropped(*fields) for fields in body["dropped"]),
            pages=body["pages"],
            links=tuple(Link(target, text, tuple(path)) for target, text, path in body["links"]),
            front=body["front"],
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"not an answer of a reader: {error!r}") from error


def _line(body: dict[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
