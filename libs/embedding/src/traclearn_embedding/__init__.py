"""Text to vectors: the port that services use, a small model that needs no network, and any hosted one.

embedder = MiniLM.load(Path("models"))
vectors = embedder.embed(["A commit records a snapshot."])   # float32 [1, 384], length 1 each
"""

from traclearn_embedding.cache import CachedEmbedder
from traclearn_embedding.endpoint import BatchLimits, Endpoint
from traclearn_embedding.errors import EmbedderCrashed, EmbeddingError, ModelFailed, ModelMissing
from traclearn_embedding.hosted import HostedEmbedder
from traclearn_embedding.minilm import MiniLM
from traclearn_embedding.port import Embedder, SpanEmbedder, Vectors
from traclearn_embedding.settings import EmbedderSettings, load_local_model, open_hosted_model
from traclearn_embedding.subprocess_embedder import SubprocessEmbedder

__all__ = [
    "BatchLimits",
    "CachedEmbedder",
    "Embedder",
    "EmbedderCrashed",
    "EmbedderSettings",
    "EmbeddingError",
    "Endpoint",
    "HostedEmbedder",
    "MiniLM",
    "ModelFailed",
    "ModelMissing",
    "SpanEmbedder",
    "SubprocessEmbedder",
    "Vectors",
    "load_local_model",
    "open_hosted_model",
]
