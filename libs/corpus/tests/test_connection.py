"""What a connection to Neo4j tells of itself; a small driver stands for the server."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from neo4j import Query
from neo4j.exceptions import ClientError, ServiceUnavailable
from traclearn_corpus import Graph, GraphAway, GraphError, GraphRefused, connection
from traclearn_corpus.connection import STATEMENT_SECONDS, check_address


class Driver:
    """Its sessions run the work at once, and one that is told to fail does."""

    @asynccontextmanager
    async def session(self, database, **_):
        yield self

    async def execute_read(self, work):
        return await work(None)

    execute_write = execute_read


@pytest.fixture
def graph():
    graph = Graph(Driver(), "here")
    graph.told = []
    graph.timed = graph.told.append
    return graph


async def test_each_unit_of_work_tells_how_long_it_took(graph):
    async def wait(_):
        await asyncio.sleep(0.02)
        return "done"

    assert await graph.read(wait) == "done"
    assert await graph.write(wait) == "done"
    assert len(graph.told) == 2
    assert all(19 <= milliseconds < 1000 for milliseconds in graph.told)


async def test_failed_work_is_timed_and_gives_its_place_back(graph):
    async def fail(_):
        raise ValueError

    with pytest.raises(ValueError):
        await graph.read(fail)
    assert len(graph.told) == 1
    read = graph.gauges["graph_in_use"]
    assert (read(), read()) == (1, 0)


async def test_gauge_of_connections_tells_the_peak_once_and_begins_anew(graph):
    going = asyncio.Event()
    work = [asyncio.create_task(graph.read(lambda _: going.wait())) for _ in range(3)]
    await asyncio.sleep(0)
    read = graph.gauges["graph_in_use"]
    assert read() == 3
    going.set()
    await asyncio.gather(*work)
    assert (read(), read()) == (3, 0)


async def test_what_a_look_lost_its_connection_over_is_read_again_in_a_transaction(graph):
    tried = []

    async def work(transaction):
        tried.append(transaction)
        if len(tried) == 1:
            raise ServiceUnavailable
        return "read"

    assert await graph.look(work) == "read"
    assert len(tried) == 2 and len(graph.told) == 1


class Slow(Driver):
    """Each statement takes 30 s of a clock of its own; the first ones may lose the connection then."""

    def __init__(self, lost=0):
        self.now, self.lost, self.limits = 0.0, lost, []

    def monotonic(self):
        return self.now

    async def run(self, query, _):
        if isinstance(query, Query):  # a transaction has its limit as a whole
            self.limits.append(query.timeout)
        self.now += 30
        if self.lost:
            self.lost -= 1
            raise ServiceUnavailable
        return rows()

    async def execute_read(self, work):
        self.limits.append(work.timeout)
        return await work(self)


async def rows():
    yield {"one": 1}


async def ask_four_times(transaction):
    return [await transaction.run("RETURN 1 AS one") for _ in range(4)]


async def test_statements_of_one_look_have_one_deadline(monkeypatch):
    driver = Slow()
    monkeypatch.setattr(connection, "time", driver)
    with pytest.raises(GraphAway, match="75 s were not enough"):
        await Graph(driver, "here").look(ask_four_times)
    assert driver.limits == [STATEMENT_SECONDS, STATEMENT_SECONDS - 30, STATEMENT_SECONDS - 60]


async def test_transaction_after_a_lost_look_has_what_that_left(monkeypatch):
    driver = Slow(lost=1)
    monkeypatch.setattr(connection, "time", driver)
    assert await Graph(driver, "here").look(lambda transaction: transaction.run("RETURN 1 AS one")) == [
        {"one": 1}
    ]
    assert driver.limits == [STATEMENT_SECONDS, STATEMENT_SECONDS - 30]


async def test_statement_that_is_wrong_is_looked_at_once(graph):
    tried = []

    async def work(transaction):
        tried.append(transaction)
        raise ClientError

    with pytest.raises(GraphError):
        await graph.look(work)
    assert len(tried) == 1


@pytest.mark.parametrize(
    "uri", ["bolt://10.0.0.7:7687", "neo4j://x.databases.neo4j.io", "neo4j+ssc://x.neo4j.io", "BOLT://db"]
)
def test_address_of_another_machine_is_refused_without_a_checked_certificate(uri):
    with pytest.raises(GraphRefused, match="read along"):
        Graph.open(uri, "neo4j", "secret")


@pytest.mark.parametrize(
    "uri",
    ["neo4j+s://x.databases.neo4j.io", "bolt+s://10.0.0.7", "bolt://127.0.0.1:7687", "neo4j://[::1]:7687"],
)
def test_address_with_tls_or_on_this_machine_is_taken(uri):
    check_address(uri)
