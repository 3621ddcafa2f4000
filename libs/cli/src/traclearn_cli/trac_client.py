"""Trac's own pages, opened and answered as a person's browser would."""

from collections.abc import Awaitable

import httpx

from traclearn_cli.api import ApiClient
from traclearn_cli.output import Fields

SIGN_IN_COOKIE = "trac_id"
"""The front door makes of it who is signed in."""
TOKEN_COOKIE = "trac_form_token"
"""Trac takes a form only with what this cookie says: another site's page cannot know it."""
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}
"""So Trac answers 401 instead of leading to the page that signs in."""


class TracClient(ApiClient):
    """Trac as one account. `routes` are pages; a page brings the token of its forms."""

    def form_token(self) -> dict[str, str]:
        """What every form sends; a page was opened before."""
        return {"__FORM_TOKEN": self._http.cookies.get(TOKEN_COOKIE) or ""}

    async def open_page(self, path: str = "", **params: str) -> httpx.Response:
        """Raises RequestRefused and Unavailable."""
        answer = await self.ask("GET", path, headers=SCRIPT, params=params)
        if answer.is_error:
            self._raise_refusal(answer)
        return answer

    def _send(self, method: str, path: str, token: str, request: Fields) -> Awaitable[httpx.Response]:
        self._http.cookies.set(SIGN_IN_COOKIE, token)
        return self._http.request(method, f"{self.routes}{path}", **request)
