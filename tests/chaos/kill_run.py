"""Answers and paths are in flight while one process after another is killed at a named line."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from traclearn_local.clients.browser_session import BrowserSession
from traclearn_local.running_stack import RunningStack

from .page_retry import require_taken, retry_while_away

BOUNDARIES = [
    ("trac", "outbox_committed"),
    ("trac", "published"),
    ("trac", "path_made"),
    ("trac", "path_committed"),
    ("grader", "claimed"),
    ("grader", "replied"),
    ("grader", "committed"),
    ("grader", "relayed"),
    ("grader", "acked"),
    ("path-generator", "claimed"),
    ("path-generator", "searching"),
    ("path-generator", "ordering"),
    ("path-generator", "asking"),
    ("path-generator", "committed"),
    ("path-generator", "relayed"),
    ("path-generator", "acked"),
    ("progress", "claimed"),
    ("progress", "committed"),
    ("progress", "acked"),
    ("trac-sync", "applied"),
    ("trac-sync", "saved"),
    ("trac-sync", "sync_committed"),
]
"""(program, line): a file with the line's name makes the program kill -9 itself when it gets there."""


@dataclass
class KillRun:
    """Answers each ticket once, however often Trac dies under it, and kills by schedule meanwhile."""

    stack: RunningStack
    visitor: BrowserSession
    seed: int
    killed: list[tuple[str, str]] = field(default_factory=list)
    all_killed: threading.Event = field(default_factory=threading.Event)
    """Set when no kill is due any more."""

    def answer_all(self, tickets: list[int]) -> None:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(self._answer, tickets))

    def _answer(self, ticket: int) -> None:
        """As a person would: the form once, then "send again" until the page says it was received."""
        fields = retry_while_away(lambda: self.visitor.form(ticket))
        text = f"A commit records a snapshot of the whole tree and points to its parents. Ticket {ticket}."
        retry_while_away(lambda: require_taken(self.visitor.answer(ticket, text, fields)))

    def kill_all(self, done: threading.Event) -> None:
        """Each program at each of its lines once, in the seed's order, as long as there is work."""
        lines: dict[str, list[str]] = {}
        for program, line in random.Random(self.seed).sample(BOUNDARIES, len(BOUNDARIES)):
            lines.setdefault(program, []).append(line)
        with ThreadPoolExecutor(len(lines)) as pool:
            list(pool.map(lambda program: self._kill(program, lines[program], done), lines))
        self.all_killed.set()

    def _kill(self, program: str, lines: list[str], done: threading.Event) -> None:
        for line in lines:
            order = self.stack.order_death(program, line)
            while order.exists() and not done.is_set():
                time.sleep(0.1)
            if order.exists():
                order.unlink()
            else:
                self.killed.append((program, line))
