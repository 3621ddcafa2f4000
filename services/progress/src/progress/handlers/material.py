"""Material: what the indexer says of documents, and that a page has come to it."""

from traclearn_contracts.events import Event
from traclearn_contracts.models import WikiPageChangedV1

from progress.domain.change import Change, echo, taught
from progress.domain.material import Material, content_of
from progress.handlers.store import Store


async def project_page(event: Event[WikiPageChangedV1], store: Store) -> list[Change]:
    """A page is the indexer's to read: that it has come is all that is said of it here."""
    await store.begin(None)
    return [echo(event, "page_received")]


async def project_content(event: Event[Material], store: Store) -> list[Change]:
    await store.begin(None)
    told = content_of(event)
    known = await store.content(told.document)
    content = told.after(known)
    if content != known:
        await store.keep(content)
    return [taught(event, content)]
