"""One command of a learner's, from sign-in to exit code."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import typer

from traclearn_cli.errors import Interrupted
from traclearn_cli.session import Session

if TYPE_CHECKING:
    from traclearn_cli.learner.client import PathClient

Work = Callable[["PathClient"], Awaitable[int]]
"""Gives the exit code."""


def run_as_learner(account: str | None, work: Work, when_stopped: str = "Stopped.") -> None:
    """Ends with what `work` gives. `when_stopped` is said after Ctrl-C. Raises CliError."""
    from traclearn_cli.learner.client import PathClient

    session = Session()
    signed_in = session.sign_in(account, demo="DEMO_LEARNER")

    async def run() -> int:
        async with PathClient(session.api_url(), signed_in) as client:
            return await work(client)

    try:
        code = asyncio.run(run())
    except KeyboardInterrupt:
        raise Interrupted(when_stopped) from None
    raise typer.Exit(code)
