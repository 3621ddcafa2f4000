"""The engine of a service."""

from traclearn_worker.database import SPARE_CONNECTIONS, open_engine
from traclearn_worker.testing import settings


def test_an_engine_tells_no_answer_in_its_errors_and_has_room_for_the_runtime():
    url = "postgresql+asyncpg://nobody@127.0.0.1:1/nothing"
    engine = open_engine(settings(database_url=url, permits=7)).sync_engine
    assert engine.hide_parameters
    assert engine.pool.size() == 7 + SPARE_CONNECTIONS
