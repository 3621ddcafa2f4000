"""An empty Neo4j for these tests, and a graph in it with a model of four numbers.

`TEST_NEO4J_URI`, `TEST_NEO4J_USER`, `TEST_NEO4J_PASSWORD` name a server to use: all that lies in it goes.
Else it is the stack's Neo4j alone, on a free port, gone with its data afterwards.
"""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from traclearn_corpus import Graph, GraphAway
from traclearn_corpus.writing import adopt, prepare
from traclearn_local.install import neo4j as installed
from traclearn_local.secrets import passwords
from traclearn_local.stack import Stack, offsets
from traclearn_local.stores import neo4j
from traclearn_local.stores.scratch_postgres import free_port

sys.path.insert(0, str(Path(__file__).parent))

from material import MODEL

SECONDS = 60


@contextmanager
def scratch():
    with tempfile.TemporaryDirectory(prefix="traclearn-neo4j-") as folder:
        stack = Stack(Path(folder), free_port() - offsets()[1]["neo4j"])
        if not installed.is_there(stack.tools):
            installed.fetch(stack.tools)
        secrets = passwords.keep(stack.home)
        neo4j.init(stack, secrets)
        with (stack.home / "log").open("w") as log:
            process = subprocess.Popen(neo4j.command(stack), stdout=log, stderr=log, cwd="/")
        try:
            yield neo4j.url(stack), neo4j.USER, secrets["neo4j"]
        finally:
            process.terminate()
            process.wait(30)


@pytest.fixture(scope="session")
def server():
    """Address, user and password."""
    given = os.environ.get("TEST_NEO4J_URI")
    if given:
        user = os.environ.get("TEST_NEO4J_USER", "neo4j")
        yield given, user, os.environ["TEST_NEO4J_PASSWORD"]
        return
    with scratch() as started:
        yield started


@pytest.fixture
async def empty(server):
    """Nothing is in it, not even a model."""
    async with Graph.open(*server) as graph:
        await until_it_answers(graph)
        await graph.write(wipe)
        await prepare(graph)
        yield graph


@pytest.fixture
async def graph(empty):
    await adopt(empty, MODEL, 4)
    return empty


async def until_it_answers(graph):
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            return await graph.check()
        except GraphAway:
            if time.monotonic() > deadline:
                raise


async def wipe(transaction):
    await transaction.run("MATCH (n) DETACH DELETE n")
