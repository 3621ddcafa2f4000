"""Material: what the indexer says of documents, and that a page has come to it."""

from dataclasses import replace

from traclearn_contracts.events import Event
from traclearn_contracts.models import WikiPageChangedV1

from progress.application.ports import Store
from progress.domain.change import Change
from progress.domain.material import ContentEvent, content_of, content_summary


async def project_page(event: Event[WikiPageChangedV1], own: Change, store: Store) -> list[Change]:
    """A page is the indexer's to read: that it has come is all that is said of it here."""
    await store.lock_ticket(None)
    return [own]


async def project_content(event: Event[ContentEvent], own: Change, store: Store) -> list[Change]:
    await store.lock_ticket(None)
    reported = content_of(event)
    known = await store.find_content(reported.document)
    content = reported.merged_with(known)
    if content != known:
        await store.upsert_content(content)
    return [replace(own, content=content_summary(content))]
