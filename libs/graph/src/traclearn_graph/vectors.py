"""Vectors onto chunks, checked before anything is written."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from traclearn_graph import queries
from traclearn_graph.connection import Graph, Transaction
from traclearn_graph.errors import BadVector, ModelClash, WrongDimension

Vector = Sequence[float] | NDArray[np.float32]


async def put_vectors(graph: Graph, model: str, vectors: Mapping[str, Vector]) -> int:
    """Writes each chunk's vector of `model`; says how many. A chunk that is gone meanwhile gets none."""

    async def work(transaction: Transaction) -> int:
        known = await transaction.one(queries.MODEL, model=model)
        if not known:
            raise ModelClash(f"{model} has no place here: adopt it first.")
        ids = sorted(vectors)
        # One array: the driver writes out the parameters of each query for its log, and shortens arrays only.
        rows = np.stack([checked(chunk, vectors[chunk], known["dimension"]) for chunk in ids])
        written = await transaction.one(
            queries.PUT_VECTORS, ids=ids, vectors=rows, property=known["property"]
        )
        return int(written["written"])

    return await graph.write(work) if vectors else 0


def checked(chunk: str, vector: Vector, dimension: int) -> NDArray[np.float64]:
    """As the driver takes it. Raises WrongDimension or BadVector."""
    array = np.asarray(vector, dtype=np.float64)
    if array.shape != (dimension,):
        raise WrongDimension(f"The vector of {chunk} has {array.size} numbers, the model {dimension}.")
    if not np.isfinite(array).all() or not array.any():
        raise BadVector(f"The vector of {chunk} has no direction.")
    return array
