"""Documents, chunks and search results as lines for a person."""

from collections.abc import AsyncIterator, Iterator
from uuid import UUID

from traclearn_cli.author.client import Client, Json
from traclearn_cli.author.complaint import Complaint

PAGE = 500
"""Documents of one answer, the most that the service gives."""


async def every(client: Client) -> AsyncIterator[Json]:
    """Each document's summary, by name."""
    after: str | None = None
    while True:
        answer = await client.get(limit=PAGE, after=after)
        for summary in answer["documents"]:
            yield summary
        after = answer["next"]
        if after is None:
            return


async def find(client: Client, wanted: str) -> Json:
    """The summary of the document with this id or name. Raises Complaint."""
    answer = await (client.get(document=[wanted]) if is_id(wanted) else client.get(names=[wanted]))
    found = answer["documents"]
    if not found:
        raise Complaint(f"There is no document {wanted!r}. To see all: traclearn content list")
    if len(found) > 1:
        ids = ", ".join(f"{summary['document']} ({summary['origin']})" for summary in found)
        raise Complaint(f"{wanted!r} names several documents: {ids}. Name one by its id.")
    summary: Json = found[0]
    return summary


def is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def row(summary: Json) -> str:
    """One document in one line."""
    said = f": {summary['detail']}" if summary["detail"] and summary["state"] != "ready" else ""
    subject = summary["subject"] or "-"
    return f"{summary['state']:<18} {summary['chunks']:>5}  {subject:<16} {summary['name']}{said}"


def lines(document: Json) -> Iterator[str]:
    """A document with what was left out and its chunks."""
    yield row(document | {"chunks": len(document["chunks"])})
    facts = (
        "document",
        "title",
        "type",
        "origin",
        "revision",
        "live_revision",
        "pages",
        "embedded",
        "reused",
        "at",
    )
    yield from (f"  {name}: {document[name]}" for name in facts if document[name] is not None)
    yield from (f"  left out{_page(left)}: {left['what']}: {left['why']}" for left in document["dropped"])
    for chunk in document["chunks"]:
        heading = " › ".join(chunk["heading"])
        yield f"\n[{chunk['ordinal']}] {heading}{_page(chunk)} ({chunk['tokens']} tokens)"
        yield chunk["content"]
        for twin in chunk["duplicates"]:
            yield f"  much like {twin['name']} › {' › '.join(twin['heading'])} ({twin['similarity']:.2f})"


def receipt(document: Json) -> str:
    """What went with a removed document."""
    gone = document["receipt"] or {}
    counts = ", ".join(f"{len(n) if isinstance(n, list) else n} {what}" for what, n in gone.items())
    return f"removed   {document['name']}" + (f": {counts}" if counts else "")


def hit(found: Json) -> str:
    heading = " › ".join(found["heading"])
    return f"{found['score']:.2f}  {found['name']} › {heading}{_page(found)}\n{found['content']}\n"


def _page(of: Json) -> str:
    return f", page {of['page']}" if of["page"] is not None else ""
