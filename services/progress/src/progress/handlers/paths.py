"""Paths: asked for, worked on, proposed or not, accepted, renamed, given up; in any order."""

from dataclasses import replace

import structlog
from traclearn_contracts.events import Event, is_from_trac
from traclearn_contracts.models import PathChangedV1, PathCreatedV1

from progress.application.ports import Store
from progress.domain.change import NOT_MINTED, Change, rejection
from progress.domain.path import Path, PathEvent, apply_event, path_id_of
from progress.domain.path_document import path_document, path_rank
from progress.domain.state import NOT_YOURS

log = structlog.get_logger()


async def project_of_trac(
    event: Event[PathCreatedV1 | PathChangedV1], own: Change, store: Store
) -> list[Change]:
    """Trac alone knows which ticket is which step, and does with the tickets what a change says."""
    if not is_from_trac(event):
        await store.lock_ticket(None)
        log.warning("path event refused", type=event.detail_type, reason=NOT_MINTED)
        return [rejection(own, NOT_MINTED)]
    return await project_path(event, own, store)


async def project_path(event: Event[PathEvent], own: Change, store: Store) -> list[Change]:
    """A path belongs to the first who is known with it: what another says of it changes nothing."""
    await store.lock_ticket(None)
    path_id, learner = path_id_of(event), event.metadata.learner
    known = await store.find_path(path_id)
    if known and known.learner != learner:
        return [rejection(own, NOT_YOURS)]
    path = apply_event(known or Path(path_id, learner), event)
    if path != known:
        await store.save_path(path)
    return [replace(own, path=path_document(path) | {"rank": path_rank(path)})]
