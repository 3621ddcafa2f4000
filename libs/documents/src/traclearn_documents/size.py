"""How large a document may be, for who fetches it as well as for who reads it."""

from traclearn_contracts.content import MAX_FILE_BYTES

from traclearn_documents.errors import Rejected


def too_large(size: int) -> Rejected:
    """A file of so many bytes is not even fetched."""
    return Rejected(
        "too_large",
        f"The file has {size:,} bytes and {MAX_FILE_BYTES:,} is the most. Split it, or leave out pictures.",
    )
