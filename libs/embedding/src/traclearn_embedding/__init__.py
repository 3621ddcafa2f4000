"""Text to vectors: the port that services use, a small model that needs no network, and any hosted one.

embedder = MiniLM.load(Path("models"))
vectors = embedder.embed(["A commit records a snapshot."])   # float32 [1, 384], length 1 each
"""

from traclearn_embedding.cache import Cached
from traclearn_embedding.endpoint import Endpoint
from traclearn_embedding.errors import (
    BadReply,
    BudgetSpent,
    EmbedderCrashed,
    EmbedderDown,
    EmbedderRefused,
    EmbeddingError,
    ModelMissing,
    NotNow,
    RateLimited,
    TextRefused,
)
from traclearn_embedding.hosted import Hosted
from traclearn_embedding.limits import Budget, Limits, Unlimited
from traclearn_embedding.minilm import MiniLM
from traclearn_embedding.port import Embedder, Vectors
from traclearn_embedding.separate import Separate
from traclearn_embedding.tokens import estimated_tokens

__all__ = [
    "BadReply",
    "Budget",
    "BudgetSpent",
    "Cached",
    "Embedder",
    "EmbedderCrashed",
    "EmbedderDown",
    "EmbedderRefused",
    "EmbeddingError",
    "Endpoint",
    "Hosted",
    "Limits",
    "MiniLM",
    "ModelMissing",
    "NotNow",
    "RateLimited",
    "Separate",
    "TextRefused",
    "Unlimited",
    "Vectors",
    "estimated_tokens",
]
