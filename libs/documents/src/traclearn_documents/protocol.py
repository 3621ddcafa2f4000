"""What a reading process says over its socket: one line of JSON, a document or a rejection."""

import json
from typing import Any

from traclearn_documents.document import Block, Document, Dropped, Link
from traclearn_documents.errors import REASONS, Rejected

MAX_ANSWER_BYTES = 20 * 1024 * 1024
"""Bytes of an answer. Twenty million letters are far beyond the longest text that is let through."""


def dump_document(document: Document) -> bytes:
    """The line for a document; Rejected when it is too large to be sent."""
    body = {
        "title": document.title,
        "type": document.type,
        "blocks": [[b.kind, b.text, b.heading, b.page, b.level] for b in document.blocks],
        "dropped": [[d.what, d.why, d.page] for d in document.dropped],
        "pages": document.pages,
        "links": [[link.target, link.text, link.heading, link.rel] for link in document.links],
        "front": document.front,
    }
    line = _line(body)
    if len(line) > MAX_ANSWER_BYTES:
        raise Rejected(
            "too_long", "The text with its headings is too large. Split the document into several."
        )
    return line


def dump_rejection(rejected: Rejected) -> bytes:
    return _line({"reason": rejected.reason, "detail": rejected.detail})


def load_document(line: bytes) -> Document:
    """The document that a line holds; raises the Rejected that it holds, or ValueError for anything else."""
    body: dict[str, Any] = json.loads(line)
    if body.get("reason") in REASONS:
        raise Rejected(body["reason"], str(body["detail"]))
    try:
        return Document(
            title=body["title"],
            type=body["type"],
            blocks=tuple(
                Block(kind, text, tuple(path), page, lv) for kind, text, path, page, lv in body["blocks"]
            ),
            dropped=tuple(Dropped(*fields) for fields in body["dropped"]),
            pages=body["pages"],
            links=tuple(Link(target, text, tuple(path), rel) for target, text, path, rel in body["links"]),
            front=body["front"],
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"not an answer of a reader: {error!r}") from error


def _line(body: dict[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
