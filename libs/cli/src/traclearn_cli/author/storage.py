"""Posting one file to S3 on a grant, and what S3 says of it."""

import re
from collections.abc import Callable
from contextlib import ExitStack

import httpx

from traclearn_cli.author.client import ContentClient
from traclearn_cli.author.grant import UploadGrant
from traclearn_cli.author.metered_file import MeteredFile


async def post_file(
    client: ContentClient, grant: UploadGrant, report: Callable[[float], None]
) -> httpx.Response:
    """Reports the share that is through. Raises OSError for what cannot be read, CliError for silence."""
    path, media_type = grant.request.file.path, grant.fields.get("Content-Type")
    with ExitStack() as opened:

        def open_file() -> dict[str, object]:
            return {"file": (path.name, opened.enter_context(MeteredFile(path, report)), media_type)}

        return await client.post_form(grant.url, grant.fields, open_file)


def is_expired(answer: httpx.Response) -> bool:
    """Whether S3 refused because the grant had run out."""
    return answer.status_code == 403 and "expired" in storage_message(answer).lower()


def storage_message(answer: httpx.Response) -> str:
    """What S3 says in its XML."""
    found = re.search(r"<Message>(.*?)</Message>", answer.text, re.DOTALL)
    return found.group(1) if found else f"HTTP {answer.status_code}"
