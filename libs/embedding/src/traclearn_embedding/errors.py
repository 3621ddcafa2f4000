"""What can go wrong here; every error is an EmbeddingError."""

from pathlib import Path


class EmbeddingError(Exception):
    """The root of this package's errors."""


class ModelMissing(EmbeddingError):
    """The model's files are not where they should be."""

    def __init__(self, folder: Path, name: str) -> None:
        super().__init__(
            f"No embedding model: {name} is not in {folder}. "
            "`uv run traclearn-local install` fetches it; EMBEDDING_MODEL_DIR names another folder."
        )


class NotNow(EmbeddingError):
    """The same call may succeed after `retry_in` seconds."""

    def __init__(self, message: str, retry_in: float) -> None:
        super().__init__(message)
        self.retry_in = retry_in


class RateLimited(NotNow):
    """The API, or our own limit for it, allows no more at present."""


class EmbedderDown(NotNow):
    """The API cannot be reached, or fails on its side."""


class BudgetSpent(NotNow):
    """What may be spent on vectors is spent. A Budget raises it, and knows best for how long."""

    def __init__(self, message: str, retry_in: float = 3600.0) -> None:
        super().__init__(message, retry_in)


class EmbedderCrashed(EmbeddingError):
    """The process that embeds ended over a text: trying it a few times is fine, for ever is not."""


class EmbedderRefused(EmbeddingError):
    """The API takes nothing from us: key, rights, model or address. Says which, and what to do."""


class TextRefused(EmbeddingError):
    """The API does not take one of these texts; it may well take others."""


class BadReply(EmbeddingError):
    """The API answered with something that is no set of vectors of our dimension."""
