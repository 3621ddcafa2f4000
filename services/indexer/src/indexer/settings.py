"""What the service is told by its environment."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from traclearn_identity import CognitoSettings
from traclearn_worker import WorkerSettings


class Settings(WorkerSettings, CognitoSettings):
    """The runtime's settings and the service's own. Times are seconds.

    The embedder is the small ONNX model, or any API that speaks OpenAI's `/embeddings`.
    """

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

    embedder: Literal["onnx", "openai"] = "onnx"
    embedding_model_dir: Path | None = Field(None, description="Where the ONNX model's two files lie.")
    embedding_url: str = "https://api.openai.com/v1"
    embedding_api_key: SecretStr | None = None
    embedding_model: str = "text-embedding-3-small"
    embedding_dimension: int = Field(1536, ge=1, le=4096)
    embedding_batch: int = Field(32, ge=1, le=2048)
    embedding_requests_per_minute: int = Field(500, ge=1)
    embedding_tokens_per_minute: int = Field(1_000_000, ge=1)
    embedding_budget: int | None = Field(None, ge=0, description="Tokens a month; null is without end.")

    sweep_every: float = Field(15, gt=0)
    teach_every: float = Field(1, gt=0)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.embedder == "onnx" and self.embedding_model_dir is None:
            raise ValueError("EMBEDDER=onnx needs EMBEDDING_MODEL_DIR")
        if self.embedder == "openai" and self.embedding_api_key is None:
            raise ValueError("EMBEDDER=openai needs EMBEDDING_API_KEY")
        return self
