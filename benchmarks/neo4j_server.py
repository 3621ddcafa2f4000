"""The stack's Neo4j alone, on a free port, gone with its data afterwards."""

import asyncio
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import psutil
from traclearn_corpus import Graph, GraphAway
from traclearn_local.secrets import passwords
from traclearn_local.stack import Stack, offsets
from traclearn_local.stores import neo4j
from traclearn_local.stores.scratch_postgres import free_port

START_TIMEOUT_S = 120
QUIET_TIMEOUT_S = 60
QUIET_SHARE = 0.1
"""Of one core: what a server takes that has nothing to do."""


class Server(NamedTuple):
    pid: int
    uri: str
    user: str
    password: str

    def open(self) -> Graph:
        return Graph.open(self.uri, self.user, self.password)

    async def until_it_answers(self) -> None:
        """Raises TimeoutError when it does not."""
        deadline = time.monotonic() + START_TIMEOUT_S
        async with self.open() as graph:
            while time.monotonic() < deadline:
                if self._listens():  # else the driver warns of each try
                    with suppress(GraphAway):
                        return await graph.check()
                await asyncio.sleep(0.2)
        raise TimeoutError(f"Neo4j does not answer within {START_TIMEOUT_S} s.")

    def _listens(self) -> bool:
        address = urlsplit(self.uri)
        with socket.socket() as probe:
            return probe.connect_ex((address.hostname or "", address.port or 0)) == 0

    async def until_it_rests(self) -> bool:
        """Its indexes merge in the background after they were filled; False where they do not end in time."""
        process, deadline = psutil.Process(self.pid), time.monotonic() + QUIET_TIMEOUT_S
        process.cpu_percent()
        while time.monotonic() < deadline:
            await asyncio.sleep(1)
            if process.cpu_percent() < QUIET_SHARE * 100:
                return True
        return False


@contextmanager
def neo4j_server() -> Iterator[Server]:
    """Starting; `until_it_answers` says when it is there."""
    with tempfile.TemporaryDirectory(prefix="traclearn-neo4j-") as folder:
        stack = Stack(Path(folder), free_port() - offsets()[1]["neo4j"])
        secrets = passwords.keep(stack.home)
        neo4j.init(stack, secrets)
        with (stack.home / "log").open("w") as log:
            process = subprocess.Popen(neo4j.command(stack), stdout=log, stderr=log, cwd="/")
        try:
            yield Server(process.pid, neo4j.url(stack), neo4j.USER, secrets["neo4j"])
        finally:
            process.terminate()
            process.wait(60)
