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
