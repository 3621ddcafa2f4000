"""Runs the real receiver without AWS, without PostgreSQL and without waiting."""

from traclearn_worker.testing.bench import Bench, bench, body, settings
from traclearn_worker.testing.clock import VirtualLoop, run
from traclearn_worker.testing.redis import FakeRedis
from traclearn_worker.testing.store import MemoryConnection, MemoryStore
from traclearn_worker.testing.transport import MemoryTransport
from traclearn_worker.testing.work import FakeWork

__all__ = [
    "Bench",
    "FakeRedis",
    "FakeWork",
    "MemoryConnection",
    "MemoryStore",
    "MemoryTransport",
    "VirtualLoop",
    "bench",
    "body",
    "run",
    "settings",
]
