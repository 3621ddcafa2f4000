"""What the service is told by its environment."""

from typing import Self

from pydantic import Field, SecretStr, model_validator
from traclearn_corpus.reading import ON_TOPIC
from traclearn_embedding import EmbedderSettings
from traclearn_worker import WorkerSettings
from traclearn_worker.cache import CacheSettings


class Settings(WorkerSettings, CacheSettings, EmbedderSettings):
    """The runtime's settings and the service's own. Times are seconds."""

    neo4j_uri: str = Field(description="neo4j+s://… or bolt+s://…; bolt://… on this machine alone.")
    neo4j_user: str = "neo4j"
    neo4j_password: SecretStr
    neo4j_database: str = "neo4j"

    min_score: float = Field(ON_TOPIC, ge=0, le=1, description="From which a chunk is on the goal's topic.")
    search_limit: int = Field(20, ge=1, le=200, description="Chunks that are looked at for a goal.")
    requests_per_hour: int = Field(20, ge=1, description="Paths that one learner may ask for in an hour.")
    path_deadline: float = Field(
        3600, gt=0, description="How long an accepted path waits for its proposal before that is a failure."
    )
    desired_retention: float = Field(
        0.9, ge=0.7, le=0.97, description="How likely an answer still passes when its review is due."
    )

    @model_validator(mode="after")
    def _has_model(self) -> Self:
        if self.embedding_model_dir is None and self.embedding_api_key is None:
            raise ValueError(
                "goals are compared by meaning: EMBEDDING_MODEL_DIR or EMBEDDING_API_KEY is needed"
            )
        return self
