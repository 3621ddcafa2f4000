"""What the service is told by its environment."""

from pydantic import Field
from traclearn_identity import CognitoSettings
from traclearn_worker import WorkerSettings
from traclearn_worker.cache import CacheSettings


class Settings(WorkerSettings, CognitoSettings, CacheSettings):
    """The runtime's settings and the service's own. Times are seconds."""

    read_database_url: str | None = Field(
        None, repr=False, description="A replica, seconds late: the gradebook and spending are read there."
    )
    delayed_after: float = Field(default=300, gt=0)
    appeal_overdue_after: float = Field(default=4200, gt=0)
    """More than the grader's own `APPEAL_DEADLINE`: this is for when it cannot even say that."""
    sweep_every: float = Field(default=10, gt=0)
