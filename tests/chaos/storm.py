"""Two hundred answers in flight while one process after another is killed at a named line."""

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

import httpx
from traclearn_local.browser_session import BrowserSession
from traclearn_local.running import Running

T = TypeVar("T")

BOUNDARIES = [
    ("trac", "outbox_committed"),
    ("trac", "published"),
    ("grader", "claimed"),
    ("grader", "replied"),
    ("grader", "committed"),
    ("grader", "relayed"),
    ("grader", "acked"),
    ("progress", "claimed"),
    ("progress", "committed"),
    ("progress", "acked"),
    ("trac-sync", "applied"),
    ("trac-sync", "saved"),
    ("trac-sync", "sync_committed"),
]
"""(program, line): a file with the line's name makes the program kill -9 itself when it gets there."""


@dataclass
class Storm:
    """Answers each ticket once, however often Trac dies under it, and kills by schedule meanwhile."""

    stack: Running
    visitor: BrowserSession
    seed: int
    killed: list[tuple[str, str]] = field(default_factory=list)

    def answer_all(self, tickets: list[int]) -> None:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(self._answer, tickets))

    def _answer(self, ticket: int) -> None:
        """As a person would: the form once, then "send again" until the page says it was received."""
        fields = self._until(lambda: self.visitor.form(ticket))
        text = f"A commit records a snapshot of the whole tree and points to its parents. Ticket {ticket}."

        def send() -> None:
            reply = self.visitor.answer(ticket, text, fields)
            if reply.status_code >= 500:
                reply.raise_for_status()
            assert reply.status_code in (302, 303), (reply.status_code, reply.text[:500])

        self._until(send)

    @staticmethod
    def _until(call: Callable[[], T], seconds: float = 120) -> T:
        """Calls again while the front door or Trac is away."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                return call()
            except httpx.HTTPError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.5)

    def kill_all(self, done: threading.Event) -> None:
        """Each program at each of its lines once, in the seed's order, as long as there is work."""
        lines: dict[str, list[str]] = {}
        for program, line in random.Random(self.seed).sample(BOUNDARIES, len(BOUNDARIES)):
            lines.setdefault(program, []).append(line)
        with ThreadPoolExecutor(len(lines)) as pool:
            list(pool.map(lambda program: self._kill(program, lines[program], done), lines))

    def _kill(self, program: str, lines: list[str], done: threading.Event) -> None:
        for line in lines:
            order = self.stack.order_death(program, line)
            while order.exists() and not done.is_set():
                time.sleep(0.1)
            if order.exists():
                order.unlink()
            else:
                self.killed.append((program, line))
