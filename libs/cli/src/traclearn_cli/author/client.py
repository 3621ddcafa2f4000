"""HTTP to the front door and to the bucket."""

import ssl
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import Any, NoReturn, Self

import httpx

from traclearn_cli.author.complaint import Complaint, Misuse, Unreachable
from traclearn_cli.author.http_retry import Note, message, patiently
from traclearn_cli.sign_in import HINT, Pass, SignIn

Json = dict[str, Any]
TIMEOUT = httpx.Timeout(60, connect=5)


@cache
def trust() -> ssl.SSLContext:
    """Whom HTTPS trusts. Reading that takes about as long as everything else of a short command."""
    return httpx.create_ssl_context()


class Client:
    """The service's API as one account, and plain posts to the bucket."""

    def __init__(self, environment: Mapping[str, str], who: SignIn | Pass, note: Note) -> None:
        url = environment.get("TRACLEARN_URL", "")
        if not url.startswith(("http://", "https://")):
            raise Misuse(f"TRACLEARN_URL is {repr(url) if url else 'not set'}. {HINT}")
        self._http = httpx.AsyncClient(base_url=url, timeout=TIMEOUT, verify=trust())
        self._who = who
        self._note = note

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def call(self, method: str, path: str, **request: Any) -> tuple[Json, httpx.Headers]:
        """What `/api/v1/content{path}` answers. Raises Complaint for a no, Unreachable for silence."""

        async def once() -> httpx.Response:
            token = await self._who.token()
            answer = await self._sent(method, path, token, request)
            if answer.status_code == 401:
                answer = await self._sent(method, path, await self._who.renewed(token), request)
            return answer

        answer = await patiently(once, str(self._http.base_url), self._note)
        if answer.is_error:
            _refuse(answer)
        return _object(answer), answer.headers

    async def get(self, path: str = "", **params: Any) -> Json:
        given = {name: value for name, value in params.items() if value is not None}
        return (await self.call("GET", path, params=given))[0]

    async def post_form(
        self, url: str, fields: Mapping[str, str], files: Callable[[], dict[str, Any]]
    ) -> httpx.Response:
        """The fields come before the file, as S3 wants it; `files` opens it anew for each try."""

        async def once() -> httpx.Response:
            return await self._http.post(url, data=dict(fields), files=files())

        return await patiently(once, url, self._note)

    def _sent(self, method: str, path: str, token: str, request: Json) -> Awaitable[httpx.Response]:
        headers = {"Authorization": f"Bearer {token}"}
        return self._http.request(method, f"/api/v1/content{path}", headers=headers, **request)


def _object(answer: httpx.Response) -> Json:
    try:
        found = answer.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Unreachable(f"{answer.url} does not speak TracLearn's API. Is TRACLEARN_URL right?")
    return found


def _refuse(answer: httpx.Response) -> NoReturn:
    if answer.status_code in (401, 403):
        raise Unreachable(f"{message(answer)} This takes an account of the group authors.")
    raise Complaint(message(answer))
