"""How large a document may be, for who fetches it as well as for who reads it."""

from traclearn_documents.errors import Rejected

MAX_DOCUMENT_BYTES = 50 * 1024 * 1024
"""Of one file. Larger ones take longer to read than a handler may run."""


def too_large(size: int) -> Rejected:
    """A file of so many bytes is not even fetched."""
    return Rejected(
        "too_large",
        f"The file has {size:,} bytes and {MAX_DOCUMENT_BYTES:,} is the most. "
        "Split it, or leave out pictures.",
    )
