"""Trac's own pages about paths, opened and answered as the learner's browser would."""

from collections.abc import Awaitable
from uuid import UUID

import httpx

from traclearn_cli.api import ApiClient
from traclearn_cli.errors import RequestRefused
from traclearn_cli.learner.client import NOT_FOUND
from traclearn_cli.output import Fields

SIGN_IN_COOKIE = "trac_id"
"""The front door makes of it who is signed in."""
TOKEN_COOKIE = "trac_form_token"
"""Trac takes a form only with what this cookie says: another site's page cannot know it."""
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}
"""So Trac answers 401 instead of leading to the page that signs in."""


class TracPages(ApiClient):
    """Trac as one learner, who sees their own paths alone."""

    routes = "/trac/learning/path"

    async def state_of(self, path_id: UUID) -> str | None:
        """None while Trac knows no such path of theirs."""
        answer = await self.ask("GET", f"/{path_id}/state", headers=SCRIPT)
        return None if answer.status_code == NOT_FOUND else str(self.read_answer(answer)["state"])

    async def accept(self, path_id: UUID, steps: list[str]) -> None:
        """Sends the page's form: twice makes the tickets once. Raises RequestRefused and Unavailable."""
        await self._open(f"/{path_id}")
        form = {"__FORM_TOKEN": self._http.cookies.get(TOKEN_COOKIE, ""), "step": steps}
        answer = await self.ask("POST", f"/{path_id}/accept", data=form, headers=SCRIPT)
        if answer.is_error:
            self._raise_refusal(answer)
        if await self.state_of(path_id) != "accepted":
            raise RequestRefused("Trac did not take it: look at the path's page there.")

    async def _open(self, path: str) -> None:
        """With a page comes the token of its forms. Raises RequestRefused and Unavailable."""
        answer = await self.ask("GET", path, headers=SCRIPT)
        if answer.is_error:
            self._raise_refusal(answer)

    def _send(self, method: str, path: str, token: str, request: Fields) -> Awaitable[httpx.Response]:
        self._http.cookies.set(SIGN_IN_COOKIE, token)
        return self._http.request(method, f"{self.routes}{path}", **request)
