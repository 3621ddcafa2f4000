"""What can go wrong in the indexer; every error is an IndexerError."""

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
    "failed",
]
"""As `ContentRejected.v1` has them."""
REASONS: tuple[RejectionReason, ...] = get_args(RejectionReason)
LONGEST_DETAIL = 1000


class IndexerError(Exception):
    """The root of this service's errors."""


class Rejected(IndexerError):
    """A document cannot become teachable, however often it is tried. `detail` tells its author what to do."""

    def __init__(self, reason: RejectionReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail[:LONGEST_DETAIL]


class ReaderUnavailable(IndexerError):
    """Nothing is wrong with the document: the process that reads it could not be had. Try again."""


class ReaderBusy(IndexerError):
    """Other documents are being read: this one's turn comes later."""


class BucketAway(IndexerError):
    """The storage of originals does not answer, or refuses us."""


class ObjectGone(IndexerError):
    """The original is not in the bucket any more."""


class RequestError(IndexerError):
    """What an author asked for cannot be; the text says what to do. `status` is the HTTP status that fits."""

    status = 400


class NotFound(RequestError):
    status = 404


class Conflict(RequestError):
    """It cannot be as things stand."""

    status = 409
