"""The object graph of the service: built from its settings here, and with other parts in tests."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine
from traclearn_contracts import topology
from traclearn_identity import Guard, guard
from traclearn_worker.cache import connect
from traclearn_worker.postgres.database import open_engine, open_replica, transactions
from traclearn_worker.queue_depths import QueueDepths

from progress.adapters.cache import Cache
from progress.adapters.change_listener import ChangeListener
from progress.adapters.compaction import Compaction
from progress.adapters.desk_reader import DeskReader
from progress.adapters.gradebook import Gradebook
from progress.adapters.reader import Reader
from progress.adapters.staff_reader import StaffReader
from progress.adapters.store import SqlStore
from progress.application.answer_sweeper import answer_sweeper
from progress.application.appeal_sweeper import appeal_sweeper
from progress.application.compactor import Compactor
from progress.application.sweeper import Sweeper
from progress.settings import Settings


@dataclass(frozen=True, slots=True)
class Parts:
    """What the entrypoints put together."""

    engine: AsyncEngine
    replica: AsyncEngine | None
    """To be disposed of."""
    sweeper: Sweeper[str, int, int]
    appeal_sweeper: Sweeper[str, int, int, UUID]
    compactor: Compactor
    reader: Reader
    staff_reader: StaffReader
    gradebook: Gradebook
    desk_reader: DeskReader
    change_listener: ChangeListener
    cache: Cache
    guard: Guard
    queue_depths: QueueDepths


def bootstrap(settings: Settings) -> Parts:
    """Connects to nothing: engine, Redis client and keys do so with their first use."""
    engine = open_engine(settings)
    replica = open_replica(settings, settings.read_database_url) if settings.read_database_url else None
    delayed_after = timedelta(seconds=settings.delayed_after)
    overdue_after = timedelta(seconds=settings.appeal_overdue_after)
    return Parts(
        engine=engine,
        replica=replica,
        sweeper=answer_sweeper(transactions(engine, SqlStore), delayed_after, report=report_delayed),
        appeal_sweeper=appeal_sweeper(transactions(engine, SqlStore), overdue_after),
        compactor=Compactor(Compaction(engine)),
        reader=Reader(engine),
        staff_reader=StaffReader(engine),
        gradebook=Gradebook(engine, replica),
        desk_reader=DeskReader(engine),
        change_listener=ChangeListener(engine),
        cache=Cache(connect(settings)),
        guard=guard(settings),
        queue_depths=QueueDepths(settings, topology.read().queues),
    )


def report_delayed(delayed: int) -> None:
    """Tells staff (an alarm counts these lines) that answers wait too long."""
    if delayed:
        structlog.get_logger().warning("answers delayed", count=delayed)
