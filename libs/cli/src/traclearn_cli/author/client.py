"""HTTP to the routes of content and to the bucket."""

from collections.abc import Callable, Mapping
from typing import Any

import httpx

from traclearn_cli.api import ApiClient
from traclearn_cli.http_retry import send_with_retry


class AuthorClient(ApiClient):
    """All routes as one account."""

    needs = "This takes an account of the group authors."


class ContentClient(AuthorClient):
    """The routes of the material, and plain posts to the bucket."""

    routes = "/api/v1/content"

    async def post_form(
        self, url: str, fields: Mapping[str, str], open_files: Callable[[], dict[str, Any]]
    ) -> httpx.Response:
        """The fields come before the file, as S3 wants it; `open_files` opens it anew for each try."""

        async def send() -> httpx.Response:
            return await self._http.post(url, data=dict(fields), files=open_files())

        return await send_with_retry(send, url)
