"""A learner's paths on Trac's pages, without a browser: asks, looks, accepts."""

import re
import time
from collections.abc import Mapping
from typing import Any

import httpx

from traclearn_local.clients.browser_session import BrowserSession

NEW = "/trac/learning/paths/new"
FINAL = frozenset({"proposed", "unavailable", "accepted"})
"""States that do not change by themselves."""


class PathPages:
    """Of one person who is signed in."""

    def __init__(self, visitor: BrowserSession) -> None:
        self.visitor = visitor

    def form(self) -> dict[str, str]:
        """What is hidden in the form that asks. Its `event_id` is the path's id, however often it is sent."""
        page = self.visitor.http.get(NEW).raise_for_status().text
        return self.visitor.hidden_fields(page, "/learning/paths/new")

    def ask(
        self,
        goal: str,
        fields: Mapping[str, str] | None = None,
        *,
        difficulty: int = 2,
        minutes: int = 120,
    ) -> httpx.Response:
        """Sends that form; a request that was taken leads to the path's page."""
        wish = {"goal": goal, "difficulty": str(difficulty), "minutes": str(minutes)}
        return self.visitor.http.post(NEW, data={**(fields or self.form()), **wish})

    def state(self, path: str) -> dict[str, Any]:
        """What the open page polls: `state`, `status` in words, `final`."""
        state: dict[str, Any] = self._get(path, "/state").json()
        return state

    def wait(
        self, path: str, states: frozenset[str] = FINAL, seconds: float = 60, every: float = 0.5
    ) -> dict[str, Any]:
        """Polls until it is in one of the states. Raises TimeoutError with the last one."""
        deadline = time.monotonic() + seconds
        while (state := self.state(path))["state"] not in states:
            if time.monotonic() > deadline:
                raise TimeoutError(f"path {path} is in none of {sorted(states)} after {seconds} s: {state}")
            time.sleep(every)
        return state

    def accept(self, path: str) -> httpx.Response:
        """Takes all of its steps."""
        steps = re.findall(r'name="step" value="([0-9a-f-]{36})"', self._get(path).text)
        return self.visitor.http.post(
            f"{address(path)}/accept",
            data={"__FORM_TOKEN": self.visitor.http.cookies["trac_form_token"], "step": steps},
        )

    def _get(self, path: str, rest: str = "") -> httpx.Response:
        return self.visitor.http.get(address(path) + rest).raise_for_status()


def address(path: str) -> str:
    """Of a path's page."""
    return f"/trac/learning/path/{path}"
