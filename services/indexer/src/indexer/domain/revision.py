"""The states of a revision on its way, and which of two says more."""

from typing import Literal

from traclearn_contracts.content import MAX_FILE_BYTES

from indexer.domain.errors import Rejected

State = Literal[
    "waiting_for_upload",
    "uploaded",
    "reading",
    "embedding",
    "waiting",
    "ready",
    "rejected",
    "superseded",
    "removing",
    "removed",
]
FINAL: frozenset[State] = frozenset({"ready", "rejected", "superseded", "removed"})
"""Nothing follows any more. A redelivery must not bring such a revision back to `reading`."""
UNDER_WAY: frozenset[State] = frozenset({"reading", "embedding"})
"""A worker has it in hand."""
MAX_BYTES = MAX_FILE_BYTES


def too_large(size: int) -> Rejected:
    """A file of so many bytes is not even fetched."""
    detail = f"The file has {size:,} bytes and {MAX_BYTES:,} is the most. Split it, or leave out pictures."
    return Rejected("too_large", detail)
