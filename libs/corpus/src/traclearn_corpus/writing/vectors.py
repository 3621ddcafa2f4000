"""Vectors onto chunks, checked before anything is written."""

from collections.abc import Mapping

import numpy as np

from traclearn_corpus import queries
from traclearn_corpus.connection import Graph, Transaction
from traclearn_corpus.errors import ModelClash
from traclearn_corpus.vectors import Vector, checked


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
