"""A vector as the driver takes it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from traclearn_corpus.errors import BadVector, WrongDimension

Vector = Sequence[float] | NDArray[np.float32]


def checked(chunk: str, vector: Vector, dimension: int) -> NDArray[np.float64]:
    """Raises WrongDimension or BadVector, which name `chunk`."""
    array = np.asarray(vector, dtype=np.float64)
    if array.shape != (dimension,):
        raise WrongDimension(f"The vector of {chunk} has {array.size} numbers, the model {dimension}.")
    if not np.isfinite(array).all() or not array.any():
        raise BadVector(f"The vector of {chunk} has no direction.")
    return array
