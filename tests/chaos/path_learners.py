"""Learners who ask for paths and accept them while programs are killed."""

import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from traclearn_local.clients.browser_session import BrowserSession
from traclearn_local.clients.path_pages import FINAL, PathPages

from .page_retry import require_taken, retry_while_away

GOALS = [
    "teach me how locks and deadlocks work",
    "teach me how the write-ahead log survives a crash",
    "teach me how indexes and B-trees make queries fast",
    "teach me how isolation levels work",
    "teach me to bake pancakes with blueberries",
]
FEWEST, MOST = 20, 40
"""Paths: it goes on beyond the fewest while kills of their programs are still due."""
PAUSE_S = 3.0
"""Between two requests: one kill meets some of them."""
OUTCOME_S = 400.0
"""How long a path may take: each kill costs it the visibility of its message, 60 s."""


@dataclass
class PathLearners:
    """Each path is asked for once and accepted once, however often Trac dies under it."""

    people: list[BrowserSession]
    paths: dict[str, str] = field(default_factory=dict)
    """The state in which its learner left it, by path."""

    def take_paths(self, killed: threading.Event) -> None:
        """Returns when each path has come to its end. `killed`: no kill is due any more."""
        with ThreadPoolExecutor(MOST) as pool:
            under_way = []
            for number in itertools.takewhile(
                lambda number: number < FEWEST or not killed.is_set(), range(MOST)
            ):
                under_way.append(pool.submit(self._take_path, number))
                time.sleep(PAUSE_S)
            for one in under_way:
                one.result()

    def _take_path(self, number: int) -> None:
        pages = PathPages(self.people[number % len(self.people)])
        goal = GOALS[number % len(GOALS)]
        fields = retry_while_away(pages.form)
        path = fields["event_id"]
        retry_while_away(lambda: require_taken(pages.ask(goal, fields)))
        self.paths[path] = state = self._outcome(pages, path)
        if state == "proposed":
            retry_while_away(lambda: require_taken(pages.accept(path)))
            self.paths[path] = str(retry_while_away(lambda: pages.state(path))["state"])

    def _outcome(self, pages: PathPages, path: str) -> str:
        deadline = time.monotonic() + OUTCOME_S
        while True:
            state = str(retry_while_away(lambda: pages.state(path))["state"])
            if state in FINAL or time.monotonic() > deadline:
                return state
            time.sleep(1)
