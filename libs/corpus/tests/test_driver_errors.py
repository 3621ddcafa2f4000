"""What an operator reads when the database is away, and what waits and what does not."""

import pytest
from neo4j.exceptions import AuthError, ClientError, Neo4jError, ServiceUnavailable
from traclearn_corpus import Graph, GraphAway, GraphError, GraphRefused
from traclearn_corpus.driver_errors import translated

AURA = "1234abcd.databases.neo4j.io"


def said(code):
    return Neo4jError._hydrate_neo4j(code=code, message="so it says")


async def test_a_server_that_is_not_there_is_away(monkeypatch):
    monkeypatch.setattr("traclearn_corpus.connection.RETRY_SECONDS", 0.1)
    async with Graph.open("bolt://127.0.0.1:9", "neo4j", "secret") as graph:
        with pytest.raises(GraphAway, match=r"127\.0\.0\.1:9 does not answer.*Is it running") as caught:
            await graph.check()
        assert caught.value.retry_in > 0


@pytest.mark.parametrize(
    "error",
    [
        ServiceUnavailable("Unable to retrieve routing information"),
        ValueError(f"Cannot resolve address {AURA}"),
    ],
)
def test_a_paused_aura_instance_is_away_and_the_words_say_how_to_wake_it(error):
    with pytest.raises(GraphAway, match="resume it in the Aura console"), translated(AURA):
        raise error


def test_a_starting_or_slow_server_is_away_for_a_short_time():
    for code in (
        "Neo.TransientError.General.DatabaseUnavailable",
        "Neo.ClientError.Transaction.TransactionTimedOut",
    ):
        with pytest.raises(GraphAway) as caught, translated("host"):
            raise said(code)
        assert caught.value.retry_in < 10


def test_wrong_credentials_and_addresses_do_not_wait():
    with pytest.raises(GraphRefused, match="NEO4J_PASSWORD"), translated("host"):
        raise said("Neo.ClientError.Security.Unauthorized")
    with pytest.raises(GraphRefused, match="no address"):
        Graph.open("http://host", "neo4j", "secret")


def test_what_is_our_own_bug_is_neither():
    with pytest.raises(GraphError) as caught, translated("host"):
        raise said("Neo.ClientError.Statement.SyntaxError")
    assert type(caught.value) is GraphError
    with pytest.raises(ValueError, match="ours"), translated("host"):
        raise ValueError("ours")


def test_the_codes_above_are_those_of_the_driver():
    assert isinstance(said("Neo.ClientError.Security.Unauthorized"), AuthError)
    assert isinstance(said("Neo.ClientError.Statement.SyntaxError"), ClientError)
