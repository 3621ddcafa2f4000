"""Trac of the same version without the plugin, on SQLite, by its own server: the peer of `bench-pages`."""

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from traclearn_local.stack import ROOT
from traclearn_local.stores.scratch_postgres import free_port

PYTHON = ROOT / ".traclearn" / "tools" / "trac" / "bin" / "python"
START_TIMEOUT_S = 60
ONLY_TRAC = "[components]\nlearning.* = disabled\n"


@contextmanager
def bare_trac() -> Iterator[str]:
    """Its address. Ends it afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        home, port = Path(folder) / "env", free_port()
        admin = (PYTHON, "-W", "ignore", "-m", "trac.admin.console", home)
        subprocess.run([*admin, "initenv", "Bare", "sqlite:db/trac.db"], check=True, capture_output=True)
        with (home / "conf" / "trac.ini").open("a") as configuration:
            configuration.write(ONLY_TRAC)
        subprocess.run([*admin, "ticket", "remove", "1"], check=False, capture_output=True)
        subprocess.run([PYTHON, "-W", "ignore", "-c", ONE_TICKET, home], check=True, capture_output=True)
        server = subprocess.Popen(
            [
                PYTHON,
                "-W",
                "ignore",
                "-m",
                "trac.web.standalone",
                "--hostname=127.0.0.1",
                f"--port={port}",
                "-s",
                home,
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            wait_for(url)
            yield url
        finally:
            server.terminate()
            server.wait()


ONE_TICKET = """
import sys
from trac.env import Environment
from trac.ticket.model import Ticket
ticket = Ticket(Environment(sys.argv[1]))
ticket.populate({'summary': 'One ticket', 'status': 'new', 'reporter': 'bare'})
ticket.insert()
"""


def wait_for(url: str) -> None:
    """Raises TimeoutError."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        try:
            if httpx.get(url).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise TimeoutError(f"{url} does not answer")
