"""Reading documents: the bytes of a file become a `Document`, in a confined process for this one alone."""

from traclearn_documents.confinement import Limits
from traclearn_documents.document import Block, BlockKind, Document, Dropped, Heading, Link
from traclearn_documents.errors import (
    DocumentError,
    ReaderBusy,
    ReaderUnavailable,
    Rejected,
    RejectionReason,
)
from traclearn_documents.sandbox import Sandbox
from traclearn_documents.size import too_large

__all__ = [
    "Block",
    "BlockKind",
    "Document",
    "DocumentError",
    "Dropped",
    "Heading",
    "Limits",
    "Link",
    "ReaderBusy",
    "ReaderUnavailable",
    "Rejected",
    "RejectionReason",
    "Sandbox",
    "too_large",
]
