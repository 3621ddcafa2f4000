"""What an author asks for before an upload, what the answer says, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import quote
from uuid import UUID

from traclearn_contracts.content import MAX_FILE_BYTES
from traclearn_documents import too_large

MAX_NAME_BYTES = 1500
"""Bytes of a name as S3 keeps it beside the file, of 2 KB for all that it keeps there.
Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html"""


@dataclass(frozen=True, slots=True)
class UploadRequest:
    """What an author wants to bring. `document` is the one to replace; without it the name says which."""

    name: str
    size: int
    type: str | None = None
    sha256: str | None = None
    subject: str | None = None
    document: UUID | None = None


@dataclass(frozen=True, slots=True)
class UploadAnswer:
    """The answer to one of the requests."""

    name: str
    state: Literal["granted", "unchanged", "refused"]
    document: UUID | None = None
    revision: int | None = None
    reason: str | None = None
    url: str | None = None
    fields: Mapping[str, str] | None = None
    expires_at: datetime | None = None
    max_bytes: int = MAX_FILE_BYTES


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What came with an object. `name` and `owner` are empty where nobody granted the upload."""

    size: int
    sha256: str
    type: str
    version: str
    name: str
    owner: str


@dataclass(frozen=True, slots=True)
class UploadGrant:
    """Where a browser posts the file, and the fields before it."""

    url: str
    fields: Mapping[str, str]


def refusal_of(file: UploadRequest) -> str | None:
    """What its author can do about a file that no grant is given for; None for one that may come."""
    if file.size == 0:
        return "The file is empty."
    if file.size > MAX_FILE_BYTES:
        return too_large(file.size).detail
    if len(quote(file.name)) > MAX_NAME_BYTES:
        return "The name is too long. Shorten it, or that of a folder around it."
    return None
