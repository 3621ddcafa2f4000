"""Every scene in memory, in virtual time."""

import pytest
from traclearn_worker.testing import run
from worker_scenes import delivery, faults, settlement
from worker_scenes.memory import MemoryWorld


@pytest.mark.parametrize(
    "scene", [*delivery.SCENES, *faults.SCENES, *settlement.SCENES], ids=lambda scene: scene.__name__
)
def test_scene_ends_as_it_should_in_memory(scene):
    async def play():
        await scene(MemoryWorld())

    run(play())
