"""The version of `version.tar.gz` beside today's: its programs on the stack's queues, database and Trac."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
from traclearn_local.stores.scratch_postgres import free_port

ARCHIVE = Path(__file__).with_name("version.tar.gz")


class Former:
    """`folder` is where the version is unpacked to."""

    def __init__(self, stack, folder):
        self._stack, self._folder = stack, folder
        shutil.unpack_archive(ARCHIVE, folder)

    @contextmanager
    def worker(self, name):
        """Yields the process when it is ready. Killed at the end: what it had is another's then."""
        port = free_port()
        sources = [
            self._folder / "contracts/src",
            *self._folder.glob("libs/*/src"),
            *self._folder.glob("services/*/src"),
        ]
        environment = self._environment(name) | {
            "PYTHONPATH": os.pathsep.join(map(str, sources)),
            "TRACLEARN_CONTRACTS": str(self._folder / "contracts"),
            "PORT": str(port),
            "VISIBILITY": "20",
            "METRICS_EVERY": "1",
        }
        program = f"from {name}.entrypoints.worker import main; main()"
        with self._running([sys.executable, "-c", program], environment) as process:
            _until_ready(f"http://127.0.0.1:{port}/ready", process)
            yield process

    @contextmanager
    def sync(self):
        """The program that reads the feed for Trac."""
        command = Path(f"/proc/{self._stack.pid('trac-sync')}/cmdline").read_bytes().split(b"\0")[:-1]
        environment = self._environment("trac-sync") | {"PYTHONPATH": str(self._folder / "trac")}
        self._stack.supervisor("trac-sync", "stop")
        try:
            with self._schema_as_it_was(), self._running(command, environment) as process:
                yield process
        finally:
            self._stack.supervisor("trac-sync", "start")

    @contextmanager
    def _schema_as_it_was(self):
        """A Trac that was not upgraded says its own version; what came since are tables and columns more."""
        schema = (self._folder / "trac/learning/schema.py").read_text()
        (was,) = re.findall(r"^VERSION = (\d+)$", schema, re.M)
        set_version = "UPDATE public.system SET value = %s WHERE name = 'learning_version'"
        ((now,),) = (
            row.values()
            for row in self._stack.sql("SELECT value FROM public.system WHERE name = 'learning_version'")
        )
        self._stack.sql(set_version, was)
        try:
            yield
        finally:
            self._stack.sql(set_version, now)

    def wait_for_work(self, name, seconds=60):
        """Returns when this worker has done at least one message."""
        deadline = time.monotonic() + seconds
        while not any(line.get("succeeded") for line in self._said(name)):
            assert time.monotonic() < deadline, f"the former {name} got no message"
            time.sleep(0.1)

    def _said(self, name):
        lines = self.log().splitlines()[:-1]
        said = (json.loads(line) for line in lines if line.startswith("{"))
        return [line for line in said if line.get("service") == name]

    def log(self):
        path = self._folder / "log"
        return path.read_text(errors="replace") if path.exists() else ""

    def _environment(self, name):
        """That of today's program, without the orders to kill itself."""
        pairs = Path(f"/proc/{self._stack.pid(name)}/environ").read_bytes().split(b"\0")
        given = dict(pair.decode().split("=", 1) for pair in pairs if b"=" in pair)
        return {key: value for key, value in given.items() if key != "TRACLEARN_KILL_AT"}

    @contextmanager
    def _running(self, command, environment):
        with (self._folder / "log").open("ab") as log:
            process = subprocess.Popen(command, env=environment, cwd=self._folder, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait(10)


def _until_ready(url, process, seconds=60):
    deadline = time.monotonic() + seconds
    while True:
        try:
            if httpx.get(url).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        assert process.poll() is None and time.monotonic() < deadline, "the former version did not start"
        time.sleep(0.2)
