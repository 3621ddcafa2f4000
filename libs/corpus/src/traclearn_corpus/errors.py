"""What can go wrong here; every error is a GraphError."""

from collections.abc import Sequence


class GraphError(Exception):
    """The root of this package's errors."""


class GraphAway(GraphError):
    """The database does not answer at present; the same call may succeed after `retry_in` seconds."""

    def __init__(self, message: str, retry_in: float) -> None:
        super().__init__(message)
        self.retry_in = retry_in


class GraphRefused(GraphError):
    """The database will never take this: address, credentials or rights. Waiting does not help."""


class CorpusEmpty(GraphError):
    """Nothing was ever indexed: there is no model to search with."""


class NotStaged(GraphError):
    """The revision is not there to be cut over: it was never staged, or swept away since. Stage it again."""


class VectorsMissing(GraphError):
    """Chunks lack a vector of the model that is asked for; `chunks` names some of them, at least one."""

    def __init__(self, model: str, chunks: Sequence[str]) -> None:
        super().__init__(f"Chunks lack a vector of {model}: {', '.join(chunks[:3])} …")
        self.chunks = tuple(chunks)


class WrongDimension(GraphError):
    """A vector is longer or shorter than the model's. Neo4j would store it and never find it."""


class BadVector(GraphError):
    """A vector has no direction: it holds NaN or infinity, or it is zero."""


class ModelClash(GraphError):
    """A model cannot be used beside what is stored: same name with another dimension, or not adopted."""
