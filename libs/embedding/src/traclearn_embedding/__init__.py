"""Text to vectors: the port that services use, a small model that needs no network, and any hosted one.

embedder = MiniLM.load(Path("models"))
vectors = embedder.embed(["A commit records a snapshot."])   # float32 [1, 384], length 1 each
"""

from traclearn_embedding.cache import Cached
from traclearn_embedding.endpoint import Batches, Endpoint
from traclearn_embedding.errors import EmbedderCrashed, EmbeddingError, ModelMissing
from traclearn_embedding.hosted import Hosted
from traclearn_embedding.minilm import MiniLM
from traclearn_embedding.port import Embedder, Vectors
from traclearn_embedding.separate import Separate

__all__ = [
    "Batches",
    "Cached",
    "Embedder",
    "EmbedderCrashed",
    "EmbeddingError",
    "Endpoint",
    "Hosted",
    "MiniLM",
    "ModelMissing",
    "Separate",
    "Vectors",
]
