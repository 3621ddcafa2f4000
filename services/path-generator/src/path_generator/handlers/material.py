"""Material comes and goes: steps of which the passage left are retired, and follow it where it stands now."""

from collections.abc import Sequence
from dataclasses import replace

from traclearn_contracts.events import Event
from traclearn_contracts.models import (
    ContentIndexedV1,
    ContentRemovedV1,
    PathGeneratedV1,
    PathMaterialChangedV1,
)
from traclearn_worker import Work

from path_generator.application.events import material_changed
from path_generator.application.graph_guard import graph_guard
from path_generator.application.ports import KnowledgeBase, Reading, Store
from path_generator.domain.paths.placement import PassageLocations, PlacedStep


class MaterialEvents:
    """Whatever an event says, the corpus is asked how it is now: twice, late and out of order end alike.

    Between the look and the commit the corpus may change again, and the event about that find the steps as
    they were before. So whatever is committed of a path is looked at once more, by this service's own event.
    """

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge

    async def indexed(self, event: Event[ContentIndexedV1], work: Work[Store]) -> list[Event]:
        """Also retired steps of other documents: their passage may have moved into this one."""
        async with work.read() as store:
            steps = await store.find_steps_in(event.data.document) + await store.find_retired_steps()
        return await self._place(event, steps, work)

    async def removed(self, event: Event[ContentRemovedV1], work: Work[Store]) -> list[Event]:
        async with work.read() as store:
            steps = await store.find_steps_in(event.data.document)
        return await self._place(event, steps, work)

    async def committed(
        self, event: Event[PathGeneratedV1] | Event[PathMaterialChangedV1], work: Work[Store]
    ) -> list[Event]:
        async with work.read() as store:
            steps = await store.find_steps_of(event.data.path)
        return await self._place(event, steps, work)

    async def _place(self, event: Event, steps: Sequence[PlacedStep], work: Work[Store]) -> list[Event]:
        if not steps:
            return []
        async with graph_guard(work):
            whereabouts = await self._knowledge.look(lambda reading: look_for(steps, reading))
        store, said = await work.write(), []
        for known in await store.lock_material({step.path for step in steps}):
            placed = tuple(map(whereabouts.placed, known.steps))
            if placed != known.steps:
                now = replace(known, version=known.version + 1, steps=placed)
                await store.save_material(now)
                said.append(material_changed(event, now))
        return said


async def look_for(steps: Sequence[PlacedStep], reading: Reading) -> PassageLocations:
    """Where their passages are now."""
    chunks = frozenset(step.chunk for step in steps)
    live = frozenset(await reading.passages(chunks))
    gone = {step.content for step in steps if step.content and step.chunk not in live}
    return PassageLocations(chunks, live, await reading.copies(gone) if gone else {})
