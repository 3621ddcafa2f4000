"""The vectors in a reply of the embeddings API."""

from typing import Any

import numpy as np
from traclearn_hosted import BadReply

from traclearn_embedding.port import Vectors


def parse_vectors(reply: Any, count: int, dimension: int) -> Vectors:
    """[count, dimension] by the reply's own indexes, each row scaled to length 1. Raises BadReply."""
    try:
        found = {item["index"]: item["embedding"] for item in reply["data"]}
        vectors = np.array([found[index] for index in range(count)], dtype=np.float64)
    except (KeyError, TypeError, ValueError) as error:
        raise BadReply(f"The embedding API's reply is no list of {count} vectors.") from error
    if vectors.shape != (count, dimension):
        raise BadReply(f"The model gives vectors of {vectors.shape[-1]} numbers, {dimension} are configured.")
    with np.errstate(over="ignore"):
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    if not np.isfinite(lengths).all() or not lengths.all():
        raise BadReply("The embedding API's reply holds a vector without a direction: NaN, infinite or zero.")
    unit: Vectors = (vectors / lengths).astype(np.float32)
    return unit
