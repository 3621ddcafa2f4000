"""What the driver's many exceptions mean to who operates the service."""

from collections.abc import Iterator
from contextlib import contextmanager

from neo4j.exceptions import ConfigurationError, DriverError, Neo4jError

from traclearn_corpus.errors import GraphAway, GraphError, GraphRefused

AURA = ".databases.neo4j.io"
AWAY_SECONDS = 30.0
BUSY_SECONDS = 5.0
REFUSALS = ("Neo.ClientError.Security.", "Neo.ClientError.Database.")
TOO_SLOW = "Neo.ClientError.Transaction."
"""Timed out or terminated by the server."""


@contextmanager
def translated(host: str) -> Iterator[None]:
    """Raises GraphAway, GraphRefused or GraphError in place of what the driver raises inside."""
    try:
        yield
    except ConfigurationError as error:
        raise GraphRefused(f"{host!r} is no address of a graph database: {error}") from error
    except Neo4jError as error:
        raise _answered(error, host) from error
    except (DriverError, OSError) as error:
        raise away(host, error) from error
    except ValueError as error:
        # The driver's word for a name that DNS does not know: so is a deleted Aura instance's.
        if not str(error).startswith("Cannot resolve address"):
            raise
        raise away(host, error) from error


def _answered(error: Neo4jError, host: str) -> GraphError:
    code, words = error.code or "", error.message or str(error)
    if error.is_retryable() or code.startswith(TOO_SLOW):
        return GraphAway(f"The graph database at {host} is busy or starting: {words}", BUSY_SECONDS)
    if code.startswith(REFUSALS):
        advice = "Check NEO4J_USER, NEO4J_PASSWORD and NEO4J_DATABASE."
        return GraphRefused(f"The graph database at {host} refuses: {words} {advice}")
    return GraphError(f"{code}: {words}")


def too_slow(host: str, seconds: float) -> GraphAway:
    return GraphAway(f"The graph database at {host} is slow: {seconds:g} s were not enough", BUSY_SECONDS)


def away(host: str, error: Exception) -> GraphAway:
    hint = "Is it running?"
    if host.partition(":")[0].endswith(AURA):
        hint = "An Aura instance pauses when it is not used: resume it in the Aura console."
    reason = " ".join(str(error).split())
    return GraphAway(f"The graph database at {host} does not answer ({reason}). {hint}", AWAY_SECONDS)
