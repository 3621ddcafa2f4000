"""Every scene over HTTP, against the emulator and a real PostgreSQL, in real time."""

import pytest
from worker_scenes import delivery, faults, settlement
from worker_scenes.cloud import cloud
from worker_scenes.stage import Stage

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def stage(request, given):
    chosen = [
        item.callspec.params["scene"] for item in request.session.items if item.module is request.module
    ]
    stage = Stage(chosen, lambda lease: cloud(*given, lease))
    yield stage
    stage.close()


@pytest.mark.timeout(920)
@pytest.mark.parametrize(
    "scene", [*settlement.SCENES, *faults.SCENES, *delivery.SCENES], ids=lambda scene: scene.__name__
)
def test_scene_ends_as_it_should_over_http(scene, stage):
    stage.outcome(scene)
