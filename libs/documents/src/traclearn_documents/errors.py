"""What can go wrong with a document and around it; every error is a DocumentError."""

from typing import Literal, get_args

RejectionReason = Literal[
    "empty",
    "no_text",
    "too_large",
    "too_long",
    "encrypted",
    "scanned",
    "broken",
    "bomb",
    "wrong_type",
    "unsupported",
    "bad_encoding",
    "front_matter",
]
"""As `ContentRejected.v1` has them."""
REASONS: tuple[RejectionReason, ...] = get_args(RejectionReason)
MAX_DETAIL_CHARS = 1000


class DocumentError(Exception):
    """The root of this library's errors."""


class Rejected(DocumentError):
    """A document cannot be read, however often it is tried. `detail` tells its author what to do."""

    def __init__(self, reason: RejectionReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail[:MAX_DETAIL_CHARS]


class ReaderUnavailable(DocumentError):
    """Nothing is wrong with the document: the process that reads it could not be had. Try again."""


class ReaderBusy(DocumentError):
    """Other documents are being read: this one's turn comes later."""
