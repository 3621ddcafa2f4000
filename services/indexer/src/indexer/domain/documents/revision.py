"""The states of a revision on its way, and which of two says more."""

from typing import Literal

from traclearn_documents import RejectionReason

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
FailureReason = Literal[RejectionReason, "failed"]
"""For what its document is, or by our own fault; as `ContentRejected.v1` has them."""
FINAL: frozenset[State] = frozenset({"ready", "rejected", "superseded", "removed"})
"""Nothing follows any more. A redelivery must not bring such a revision back to `reading`."""
UNDER_WAY: frozenset[State] = frozenset({"reading", "embedding"})
"""A worker has it in hand."""
