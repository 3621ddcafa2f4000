"""What can go wrong with the models on this machine; what can with hosted ones is traclearn_hosted's."""

from pathlib import Path

from traclearn_hosted import ModelError


class EmbeddingError(ModelError):
    """The root of this package's own errors."""


class ModelMissing(EmbeddingError):
    """The model's files are not where they should be."""

    def __init__(self, folder: Path, name: str) -> None:
        super().__init__(
            f"No embedding model: {name} is not in {folder}. "
            "`uv run traclearn-local install` fetches it; EMBEDDING_MODEL_DIR names another folder."
        )


class ModelFailed(EmbeddingError):
    """The model is here and could not be run this time, as when memory is short: it may work the next."""


class EmbedderCrashed(EmbeddingError):
    """The process that embeds ended over a text: trying it a few times is fine, for ever is not."""


class NoAnswer(EmbeddingError):
    """None came from the process that embeds. `timed_out`: it was killed when the time was up; else it ended
    by itself."""

    def __init__(self, timed_out: bool) -> None:
        super().__init__()
        self.timed_out = timed_out
