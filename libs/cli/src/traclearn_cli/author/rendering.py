"""Documents, chunks and search results as lines for a person."""

from collections.abc import Iterator

from traclearn_cli.output import Fields, styled_state, time_with_zone

STATE_WIDTH = 18
FACTS = ("document", "title", "type", "origin", "revision", "live_revision", "pages", "embedded", "reused")


def document_row(summary: Fields) -> str:
    """One document in one line."""
    detail = f": {summary['detail']}" if summary["detail"] and summary["state"] != "ready" else ""
    state = styled_state(summary["state"], STATE_WIDTH)
    return f"{state} {summary['chunks']:>5}  {summary['subject'] or '-':<16} {summary['name']}{detail}"


def document_lines(document: Fields) -> Iterator[str]:
    """A document with what was left out and its chunks."""
    yield document_row(document | {"chunks": len(document["chunks"])})
    yield from (f"  {name}: {document[name]}" for name in FACTS if document[name] is not None)
    if document["at"] is not None:
        yield f"  at: {time_with_zone(document['at'])}"
    yield from (
        f"  left out{page_reference(left)}: {left['what']}: {left['why']}" for left in document["dropped"]
    )
    for chunk in document["chunks"]:
        yield from chunk_lines(chunk)


def chunk_lines(chunk: Fields) -> Iterator[str]:
    heading = " › ".join(chunk["heading"])
    yield f"\n[{chunk['ordinal']}] {heading}{page_reference(chunk)} ({chunk['tokens']} tokens)"
    yield chunk["content"]
    for twin in chunk["duplicates"]:
        yield f"  much like {twin['name']} › {' › '.join(twin['heading'])} ({twin['similarity']:.2f})"


def receipt_line(document: Fields) -> str:
    """What went with a removed document."""
    gone = document["receipt"] or {}
    counts = ", ".join(f"{len(n) if isinstance(n, list) else n} {what}" for what, n in gone.items())
    return f"removed   {document['name']}" + (f": {counts}" if counts else "")


def hit_lines(hit: Fields) -> str:
    heading = " › ".join(hit["heading"])
    return f"{hit['score']:.2f}  {hit['name']} › {heading}{page_reference(hit)}\n{hit['content']}\n"


def page_reference(place: Fields) -> str:
    return f", page {place['page']}" if place["page"] is not None else ""
