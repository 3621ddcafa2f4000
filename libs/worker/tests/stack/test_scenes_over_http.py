"""Every scene over HTTP, against the emulator and a real PostgreSQL, in real time."""

import asyncio

import pytest
from worker_scenes import delivery, endings, faults
from worker_scenes.cloud import cloud

pytestmark = pytest.mark.stack


@pytest.mark.parametrize(
    "scene", [*delivery.SCENES, *faults.SCENES, *endings.SCENES], ids=lambda scene: scene.__name__
)
def test_over_http(scene, given):
    async def play():
        async with cloud(*given) as world:
            await scene(world)

    asyncio.run(play())
