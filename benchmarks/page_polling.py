"""Looks at an answer as the page that the learner has open does."""

import time
from itertools import chain, repeat

import httpx
from traclearn_local.clients.browser_session import BrowserSession

PAUSES = (1, 1, 1, 2, 2)
"""Seconds between two looks while something is under way: `BUSY` of trac/learning/htdocs/js/watch.js."""


def watch_ticket(learner: BrowserSession, ticket: int, seconds: float = 120) -> None:
    """Returns when the page shows a grade. Raises TimeoutError when it does not within `seconds`."""
    deadline, tag = time.monotonic() + seconds, ""
    for pause in chain(PAUSES, repeat(PAUSES[-1])):
        time.sleep(pause)
        reply = _look(learner, ticket, tag)
        if reply is not None:
            tag = reply.headers.get("ETag", "")
            if reply.json().get("phase") == "graded":
                return
        if time.monotonic() > deadline:
            raise TimeoutError(f"ticket {ticket} has no grade after {seconds} s")


def _look(learner: BrowserSession, ticket: int, tag: str) -> httpx.Response | None:
    """None where there is nothing new, or where Trac is too busy to say: the page asks again later."""
    headers = {"If-None-Match": tag} if tag else {}
    reply = learner.http.get(f"/trac/learning/state/{ticket}", headers=headers)
    return reply if reply.status_code == 200 else None
