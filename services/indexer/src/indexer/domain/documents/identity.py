"""How documents are called: the same name gives the same id for ever, here and in a database made anew."""

import re
from dataclasses import dataclass
from typing import Literal
from uuid import NAMESPACE_URL, UUID, uuid5

Origin = Literal["upload", "wiki"]
GENERAL_SUBJECT = "General"
"""The subject of what names none and lies in no folder."""
MAX_SUBJECT_CHARS = 100
KEY = re.compile(r"content/([0-9a-f-]{36})/([1-9][0-9]{0,8})")


def document_id(origin: Origin, name: str) -> UUID:
    """Trac knows this rule, too, for its wiki pages."""
    return uuid5(NAMESPACE_URL, f"traclearn:{origin}:{name}")


def key_of(document: UUID, revision: int) -> str:
    """Where the original lies in the bucket. A key is written once: a change is a new revision."""
    return f"content/{document}/{revision}"


def parse_key(key: str) -> tuple[UUID, int] | None:
    """Document and revision; None for an object that is none of ours."""
    match = KEY.fullmatch(key)
    try:
        return (UUID(match[1]), int(match[2])) if match else None
    except ValueError:
        return None


def subject_of(name: str, *given: str | None) -> str:
    """The first subject that somebody gave; else the folder or upper wiki page that the name begins with."""
    named = [subject.strip() for subject in given if subject and subject.strip()]
    folder = name.partition("/")[0].strip() if "/" in name.strip("/") else ""
    return (named[0] if named else folder or GENERAL_SUBJECT)[:MAX_SUBJECT_CHARS]


@dataclass(frozen=True, slots=True)
class Source:
    """One revision of one document, as far as it is known before it is read."""

    document: UUID
    revision: int
    origin: Origin
    name: str
    owner: str
    """Cognito `sub` of who brought it; the event's own for a wiki page."""
    subject: str | None = None
    """As its author chose it; None lets the document or its name decide."""
    type: str | None = None
    """The media type that the author's program gave."""
