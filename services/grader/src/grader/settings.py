"""What the service is told by its environment."""

from pathlib import Path

from pydantic import Field
from traclearn_worker import WorkerSettings


class Settings(WorkerSettings):
    """The runtime's settings and the service's own. Times are seconds."""

    prefetch: int = Field(default=90, ge=0, description="See WorkerSettings: a hundred answers are held.")
    embedding_model_dir: Path = Field(description="Where the embedding model's two files lie.")
    question_deadline: float = Field(
        default=3600, gt=0, description="How long an answer waits for its question before it is ungradable."
    )
