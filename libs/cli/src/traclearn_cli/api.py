"""HTTP to the front door as one account, for authors and learners."""

import ssl
from collections.abc import AsyncIterator, Awaitable
from functools import cache
from typing import Any, NoReturn, Self

import httpx

from traclearn_cli.errors import RequestRefused, Unavailable
from traclearn_cli.http_retry import error_message, send_with_retry
from traclearn_cli.output import Fields
from traclearn_cli.sign_in import TokenSource

HTTP_TIMEOUT = httpx.Timeout(60, connect=5)


@cache
def tls_context() -> ssl.SSLContext:
    """Whom HTTPS trusts. Reading that takes about as long as everything else of a short command."""
    return httpx.create_ssl_context()


class ApiClient:
    """The routes below `routes`; `needs` is said to an account that may not use them."""

    routes = "/api/v1"
    needs = ""

    def __init__(self, url: str, signed_in: TokenSource) -> None:
        self._http = httpx.AsyncClient(base_url=url, timeout=HTTP_TIMEOUT, verify=tls_context())
        self._signed_in = signed_in

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def call(self, method: str, path: str, **request: Any) -> tuple[Fields, httpx.Headers]:
        """What a route answers. Raises RequestRefused for a no, Unavailable for silence."""
        answer = await self.ask(method, path, **request)
        return self.read_answer(answer), answer.headers

    async def ask(self, method: str, path: str, **request: Any) -> httpx.Response:
        """The answer, a no too. Raises Unavailable for silence."""

        async def send() -> httpx.Response:
            token = await self._signed_in.token()
            answer = await self._send(method, path, token, request)
            if answer.status_code == 401:
                answer = await self._send(method, path, await self._signed_in.renew_token(token), request)
            return answer

        return await send_with_retry(send, str(self._http.base_url))

    def read_answer(self, answer: httpx.Response) -> Fields:
        """Raises RequestRefused and Unavailable."""
        if answer.is_error:
            self._raise_refusal(answer)
        return parse_object(answer)

    async def get(self, path: str = "", **params: Any) -> Fields:
        given = {name: value for name, value in params.items() if value is not None}
        return (await self.call("GET", path, params=given))[0]

    async def iterate_pages(self, path: str, name: str, **params: Any) -> AsyncIterator[Fields]:
        """Each entry of a list that comes in pages, from its first page on; `name` is that of the list."""
        begin: Fields = {}
        while True:
            page = await self.get(path, **params, **begin)
            for entry in page[name]:
                yield entry
            by = "cursor" if "next_cursor" in page else "after"
            begin = {by: page["next_cursor" if by == "cursor" else "next"]}
            if begin[by] is None:
                return

    def _send(self, method: str, path: str, token: str, request: Fields) -> Awaitable[httpx.Response]:
        headers = {"Authorization": f"Bearer {token}"}
        return self._http.request(method, f"{self.routes}{path}", headers=headers, **request)

    def _raise_refusal(self, answer: httpx.Response) -> NoReturn:
        if answer.status_code in (401, 403):
            raise Unavailable(f"{error_message(answer)} {self.needs}".rstrip())
        raise RequestRefused(error_message(answer))


def parse_object(answer: httpx.Response) -> Fields:
    try:
        found = answer.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Unavailable(f"{answer.url} does not speak TracLearn's API. Is TRACLEARN_URL right?")
    return found
