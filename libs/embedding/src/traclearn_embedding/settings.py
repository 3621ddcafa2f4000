"""What a service that makes vectors is told by its environment: the same for all."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from traclearn_hosted import Budget, Limits

from traclearn_embedding.endpoint import BatchLimits, Endpoint
from traclearn_embedding.hosted import HostedEmbedder
from traclearn_embedding.minilm import MiniLM


class EmbedderSettings(BaseSettings):
    """A service's own settings inherit from it: the small ONNX model, any API that speaks OpenAI's
    `/embeddings`, or both while the corpus changes from one to the other."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    embedding_model_dir: Path | None = Field(None, description="Where the ONNX model's two files lie.")
    embedding_url: str = "https://api.openai.com/v1"
    embedding_api_key: SecretStr | None = None
    embedding_model: str = "text-embedding-3-small"
    embedding_dimension: int = Field(1536, ge=1, le=4096)
    embedding_batch: int = Field(32, ge=1, le=2048)
    embedding_requests_per_minute: int = Field(500, ge=1)
    embedding_tokens_per_minute: int = Field(1_000_000, ge=1)
    embedding_budget: int | None = Field(None, ge=0, description="Tokens a month; null is without end.")
    embedding_on_topic: float | None = Field(
        None,
        gt=0.3,
        le=1,
        description="The API's nearness that means on the topic; words alone bring 0.3.",
    )

    @property
    def on_topic(self) -> dict[str, float]:
        """By model, for `traclearn_corpus.reading.Search`."""
        return {} if self.embedding_on_topic is None else {self.embedding_model: self.embedding_on_topic}


def load_local_model(settings: EmbedderSettings) -> MiniLM | None:
    """None where no folder is named. Raises ModelMissing."""
    return MiniLM.load(settings.embedding_model_dir) if settings.embedding_model_dir else None


def open_hosted_model(settings: EmbedderSettings, budget: Budget) -> HostedEmbedder | None:
    """None without a key."""
    if settings.embedding_api_key is None:
        return None
    return HostedEmbedder(
        Endpoint(
            base=settings.embedding_url,
            key=settings.embedding_api_key.get_secret_value(),
            model=settings.embedding_model,
            dimension=settings.embedding_dimension,
        ),
        Limits(
            requests_per_minute=settings.embedding_requests_per_minute,
            tokens_per_minute=settings.embedding_tokens_per_minute,
        ),
        budget,
        BatchLimits(texts=settings.embedding_batch),
    )
