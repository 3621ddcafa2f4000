"""What the parts of one worker share."""

from dataclasses import dataclass

from traclearn_worker.breaker import Breakers
from traclearn_worker.settings import WorkerSettings
from traclearn_worker.store import Store
from traclearn_worker.telemetry import Metrics
from traclearn_worker.transport import Transport


@dataclass(frozen=True)
class Runtime:
    """The worker's surroundings: where messages come from, where state lies, who counts."""

    settings: WorkerSettings
    transport: Transport
    store: Store
    breakers: Breakers
    metrics: Metrics
