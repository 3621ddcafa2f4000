"""Answers of a GET with an ETag, which is made of the versions of what they tell."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import Request, Response


def answer(request: Request, etag: str, body: bytes) -> Response:
    """304 where the caller has it already."""
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Authorization"}
    if is_current(request, etag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def is_current(request: Request, etag: str) -> bool:
    tags = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    return etag in tags or "*" in tags


def etag_of(versions: Sequence[UUID]) -> str:
    return f'"{hashlib.sha256(b"".join(version.bytes for version in versions)).hexdigest()[:32]}"'


def encode(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
