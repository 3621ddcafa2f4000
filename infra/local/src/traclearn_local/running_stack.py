"""A running stack in the hands of a test: look into it, stop and start its parts, kill them."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import psycopg
from neo4j import Session
from psycopg.rows import dict_row

from traclearn_local.cloud import aws
from traclearn_local.processes import health
from traclearn_local.processes.programs import extra_file, kill_orders
from traclearn_local.processes.supervision import Supervisor, clean_environment
from traclearn_local.secrets import passwords
from traclearn_local.stack import ROOT, Stack
from traclearn_local.stack_environment import environment_of
from traclearn_local.stores import neo4j

QUESTION = {
    "description": "",
    "question": "What does a commit record, and what does it point to?",
    "reference": "A commit records a snapshot of the whole tree and points to its parent commits.",
    "rubric": [
        {"id": "1", "criterion": "A commit records a snapshot of the whole tree", "label": "What it records"},
        {"id": "2", "criterion": "A commit points to its parent commits", "label": "What it points to"},
    ],
    "sources": [],
}
UNECHOED = "SELECT count(*) FROM public.learning_outbox WHERE echoed IS NULL AND ticket = ANY(%s)"


class RunningStack:
    """`env` is what `make env` prints."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self._supervisor = Supervisor(stack)
        self.env = environment_of(stack)

    @property
    def home(self) -> Path:
        return self.stack.home

    def supervisor(self, name: str, action: Literal["stop", "start", "restart"]) -> None:
        """Returns when the program ended, or when it is healthy again."""
        if action in {"stop", "restart"}:
            self._supervisor.stop(name)
        if action in {"start", "restart"}:
            self._supervisor.start(name)
            self.wait(name)

    def wait(self, name: str, seconds: float = 60) -> None:
        """Raises Unhealthy with the log's tail."""
        health.wait(self.stack, passwords.keep(self.home), name, seconds)

    def pid(self, name: str) -> int:
        """0 while it does not run."""
        return int(self._supervisor.state()[name]["pid"])

    def kill(self, name: str) -> int:
        """kill -9; returns the pid that died. The process manager starts it again."""
        pid = self.pid(name)
        os.kill(pid, signal.SIGKILL)
        return pid

    def order_death(self, name: str, line: str) -> Path:
        """The program kills itself at that line (`chaos.point`); the file is gone when it has."""
        order = kill_orders(self.stack) / name
        order.write_text(line)
        return order

    def give(self, name: str, environment: Mapping[str, str]) -> None:
        """Restarts the program with these variables on top; none of them gives back its own."""
        path = extra_file(self.stack, name)
        path.parent.mkdir(exist_ok=True)
        passwords.write_private(path, json.dumps(dict(environment)))
        local("up", self.stack)

    @contextmanager
    def options(self, **options: object) -> Iterator[None]:
        """Trac's options of `[learning]`, for as long as the block lasts."""
        from traclearn_local import trac

        before = trac.options(self.stack)
        trac.set_options(self.stack, {**before, **options})
        try:
            yield
        finally:
            trac.set_options(self.stack, before)

    def sql(self, query: str, *values: object, role: str = "") -> list[dict[str, Any]]:
        """Rows as dictionaries, read as the owner, who sees all, or as `role`. Commits.

        A role is trac, or a service as `roster.identifiers` has it.
        """
        url = self.env[f"{role.upper()}_DATABASE_URL" if role else "DATABASE_URL"]
        scope = "" if role else "-c learning.scope=projector"
        with psycopg.connect(url, options=scope, row_factory=dict_row) as connection:
            cursor = connection.execute(query, values or None)
            return cursor.fetchall() if cursor.description else []

    def aws(self, service: str) -> Any:
        """A client of the stack's emulator."""
        keys = self.env["AWS_ACCESS_KEY_ID"], self.env["AWS_SECRET_ACCESS_KEY"]
        return aws.client(service, self.env["AWS_ENDPOINT_URL"], *keys)

    @contextmanager
    def neo4j(self) -> Iterator[Session]:
        """A session of the stack's graph database."""
        with neo4j.connect(self.stack, passwords.keep(self.home)) as driver, driver.session() as session:
            yield session

    def trac_admin(self, *words: str) -> str:
        from traclearn_local import trac

        return trac.admin(self.stack, *words)

    def ask(
        self,
        *summaries: str,
        learner: str | None = None,
        course: str = "",
        sources: Sequence[Mapping[str, str]] = (),
    ) -> list[int]:
        """Tickets with the same question each, for `learner` (an e-mail) alone or for everyone.

        Returns when all services know them.
        """
        whose = {"learner": learner, "course": course, "sources": [*sources]}
        tickets = [{**QUESTION, **whose, "summary": summary} for summary in summaries]
        source = self.stack.run / f"asked-{os.getpid()}.json"
        passwords.write_private(source, json.dumps({"accounts": [], "wiki": [], "tickets": tickets}))
        self.trac_admin("learning", "seed", str(source))
        found = self.sql("SELECT id FROM public.ticket WHERE summary = ANY(%s) ORDER BY id", list(summaries))
        numbers = [int(row["id"]) for row in found]
        self.until(UNECHOED, 0, numbers, seconds=120)
        return numbers

    def log(self, name: str) -> str:
        path = self.stack.logs / f"{name}.log"
        return path.read_text(errors="replace") if path.is_file() else ""

    def until(self, query: str, wanted: object, *values: object, seconds: float = 60) -> None:
        """Polls the first column of the first row. Raises TimeoutError with what it was last."""
        deadline = time.monotonic() + seconds
        while True:
            rows: Sequence[Mapping[str, Any]] = self.sql(query, *values)
            found = next(iter(rows[0].values())) if rows else None
            if found == wanted:
                return
            if time.monotonic() > deadline:
                raise TimeoutError(f"{query} gave {found!r}, not {wanted!r}, for {seconds} s")
            time.sleep(0.2)


def local(command: str, stack: Stack) -> None:
    """`traclearn-local <command>` on that stack. Raises RuntimeError with what it said."""
    environment = clean_environment() | {
        "TRACLEARN_HOME": str(stack.home),
        "TRACLEARN_PORT_BASE": str(stack.base),
    }
    done = subprocess.run(
        [sys.executable, "-m", "traclearn_local.main", command],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"traclearn-local {command}:\n{done.stdout}{done.stderr}")
