"""What is refused before anything is connected to."""

import pytest
from indexer.bootstrap import choose_embedder
from indexer.domain.errors import ConfigurationError
from indexer.settings import Settings


@pytest.mark.parametrize(
    ("embedder", "missing"), [("onnx", "EMBEDDING_MODEL_DIR"), ("openai", "EMBEDDING_API_KEY")]
)
def test_embedder_without_what_it_needs_is_refused_by_name(embedder, missing):
    settings = Settings.model_construct(embedder=embedder, embedding_model_dir=None)
    with pytest.raises(ConfigurationError, match=missing):
        choose_embedder(settings, None, None)
