"""HTTP to the front door and to the bucket."""

import ssl
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import Any, NoReturn, Self

import httpx

from traclearn_cli.author.http_retry import error_message, send_with_retry
from traclearn_cli.errors import RequestRefused, Unavailable
from traclearn_cli.output import Fields
from traclearn_cli.sign_in import TokenSource

ROUTES = "/api/v1/content"
HTTP_TIMEOUT = httpx.Timeout(60, connect=5)


@cache
def tls_context() -> ssl.SSLContext:
    """Whom HTTPS trusts. Reading that takes about as long as everything else of a short command."""
    return httpx.create_ssl_context()


class ContentClient:
    """The service's API as one account, and plain posts to the bucket."""

    def __init__(self, url: str, signed_in: TokenSource) -> None:
        self._http = httpx.AsyncClient(base_url=url, timeout=HTTP_TIMEOUT, verify=tls_context())
        self._signed_in = signed_in

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def call(self, method: str, path: str, **request: Any) -> tuple[Fields, httpx.Headers]:
        """What a route answers. Raises RequestRefused for a no, Unavailable for silence."""

        async def send() -> httpx.Response:
            token = await self._signed_in.token()
            answer = await self._send(method, path, token, request)
            if answer.status_code == 401:
                answer = await self._send(method, path, await self._signed_in.renew_token(token), request)
            return answer

        answer = await send_with_retry(send, str(self._http.base_url))
        if answer.is_error:
            raise_refusal(answer)
        return parse_object(answer), answer.headers

    async def get(self, path: str = "", **params: Any) -> Fields:
        given = {name: value for name, value in params.items() if value is not None}
        return (await self.call("GET", path, params=given))[0]

    async def post_form(
        self, url: str, fields: Mapping[str, str], open_files: Callable[[], dict[str, Any]]
    ) -> httpx.Response:
        """The fields come before the file, as S3 wants it; `open_files` opens it anew for each try."""

        async def send() -> httpx.Response:
            return await self._http.post(url, data=dict(fields), files=open_files())

        return await send_with_retry(send, url)

    def _send(self, method: str, path: str, token: str, request: Fields) -> Awaitable[httpx.Response]:
        headers = {"Authorization": f"Bearer {token}"}
        return self._http.request(method, f"{ROUTES}{path}", headers=headers, **request)


def parse_object(answer: httpx.Response) -> Fields:
    try:
        found = answer.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Unavailable(f"{answer.url} does not speak TracLearn's API. Is TRACLEARN_URL right?")
    return found


def raise_refusal(answer: httpx.Response) -> NoReturn:
    if answer.status_code in (401, 403):
        raise Unavailable(f"{error_message(answer)} This takes an account of the group authors.")
    raise RequestRefused(error_message(answer))
