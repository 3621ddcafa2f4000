"""What the service is told by its environment."""

from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from traclearn_embedding import EmbedderSettings
from traclearn_identity import CognitoSettings
from traclearn_worker import WorkerSettings


class Settings(WorkerSettings, CognitoSettings, EmbedderSettings):
    """The runtime's settings and the service's own. Times are seconds."""

    permits: int = Field(4, ge=1, description="Documents worked on at the same time.")
    bucket: str = "traclearn-content"
    upload_url: str | None = Field(
        None, description="The bucket's address for browsers; null asks AWS's rules."
    )
    grant_seconds: int = Field(300, ge=1, le=3600)

    neo4j_uri: str = Field(description="neo4j+s://… or bolt+s://…; bolt://… on this machine alone.")
    neo4j_user: str = "neo4j"
    neo4j_password: SecretStr
    neo4j_database: str = "neo4j"

    embedder: Literal["onnx", "openai"] = Field("onnx", description="Which model makes passages' vectors.")

    sweep_every: float = Field(15, gt=0)
    teach_every: float = Field(1, gt=0)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.embedder == "onnx" and self.embedding_model_dir is None:
            raise ValueError("EMBEDDER=onnx needs EMBEDDING_MODEL_DIR")
        if self.embedder == "openai" and self.embedding_api_key is None:
            raise ValueError("EMBEDDER=openai needs EMBEDDING_API_KEY")
        return self
