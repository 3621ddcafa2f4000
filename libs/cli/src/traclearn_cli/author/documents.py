"""Documents of the API: all of them, or the one that somebody names."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING
from uuid import UUID

from traclearn_contracts.content import MAX_PAGE_SIZE

from traclearn_cli.errors import NotFound
from traclearn_cli.output import Fields

if TYPE_CHECKING:
    from traclearn_cli.author.client import ContentClient


async def iterate_documents(client: "ContentClient") -> AsyncIterator[Fields]:
    """Each document's summary, by name."""
    async for summary in client.iterate_pages("", "documents", limit=MAX_PAGE_SIZE):
        yield summary


async def find_document(client: "ContentClient", wanted: str) -> Fields:
    """The summary of the document with this id or name. Raises NotFound."""
    answer = await (client.get(document=[wanted]) if is_id(wanted) else client.get(names=[wanted]))
    found = answer["documents"]
    if not found:
        raise NotFound(f"There is no document {wanted!r}. To see all: traclearn content list")
    if len(found) > 1:
        ids = ", ".join(f"{summary['document']} ({summary['origin']})" for summary in found)
        raise NotFound(f"{wanted!r} names several documents: {ids}. Name one by its id.")
    summary: Fields = found[0]
    return summary


def is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
