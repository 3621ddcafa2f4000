"""Text to vectors: the port that services use and the small ONNX model that runs without a network.

embedder = MiniLM.load(Path("models"))
vectors = embedder.embed(["A commit records a snapshot."])   # float32 [1, 384], length 1 each
"""

from traclearn_embedding.cache import Cached
from traclearn_embedding.errors import EmbeddingError, ModelMissing
from traclearn_embedding.minilm import MiniLM
from traclearn_embedding.port import Embedder, Vectors

__all__ = ["Cached", "Embedder", "EmbeddingError", "MiniLM", "ModelMissing", "Vectors"]
