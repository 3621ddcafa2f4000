"""One command of an author's, from sign-in to exit code."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

import typer

from traclearn_cli.errors import Interrupted
from traclearn_cli.session import Session

if TYPE_CHECKING:
    from traclearn_cli.api import ApiClient
    from traclearn_cli.author.client import ContentClient

Client = TypeVar("Client", bound="ApiClient")
Work = Callable[["ContentClient"], Awaitable[bool]]
"""Whether all is well."""


def run_as_author(account: str | None, work: Work) -> None:
    """With the routes of the material: ends with 0 or 1, as `work` says. Raises CliError."""
    from traclearn_cli.author.client import ContentClient

    run_with(ContentClient, account, work)


def run_with(
    client_type: type["Client"], account: str | None, work: Callable[["Client"], Awaitable[bool]]
) -> None:
    """Ends with 0 or 1, as `work` says. Raises CliError."""
    session = Session()
    signed_in = session.sign_in(account)

    async def run() -> bool:
        async with client_type(session.api_url(), signed_in) as client:
            return await work(client)

    try:
        is_well = asyncio.run(run())
    except KeyboardInterrupt:
        raise Interrupted("Stopped. Run the same command again: it goes on where this one ended.") from None
    raise typer.Exit(0 if is_well else 1)
