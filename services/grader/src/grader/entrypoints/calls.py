"""Calls of language models from the command line, for an operator who has the database and no API."""

import asyncio

import typer
from traclearn_worker.postgres.database import command_engine, transactions
from traclearn_worker.settings import DatabaseSettings

from grader.adapters.store import SqlStore
from grader.application.model_calls import CallsReport, ModelCalls
from grader.domain.spending import Limits

SHOWN = {"allowed", "said_by", "said_at", "reason", "reserved_usd", "spent_usd", "courses"}
"""Models and general limits are of the workers' configuration, which is not known here."""


def read_or_switch(database_url: str, allowed: bool | None, reason: str) -> CallsReport:
    """`allowed` of None changes nothing. Raises OSError or a DBAPIError where the database is away."""
    return asyncio.run(_read_or_switch(database_url, allowed, reason))


async def _read_or_switch(database_url: str, allowed: bool | None, reason: str) -> CallsReport:
    async with command_engine(DatabaseSettings(database_url=database_url)) as engine:
        calls = ModelCalls(transactions(engine, SqlStore), (), Limits())
        if allowed is None:
            return await calls.read()
        return await calls.switch(allowed=allowed, said_by=None, reason=reason)


def show(report: CallsReport) -> None:
    state = "allowed" if report.allowed else "stopped"
    since = f" since {report.said_at:%Y-%m-%d %H:%M %Z}" if report.said_at else ""
    reason = f": {report.reason}" if report.reason else ""
    typer.secho(f"Calls of language models are {state}{since}{reason}", bold=True)
    typer.echo(f"today (UTC)  spent ${report.spent_usd:.4f}  reserved ${report.reserved_usd:.4f}")
    for course in report.courses:
        typer.echo(f"  {course.course}  spent ${course.spent_usd:.4f}  reserved ${course.reserved_usd:.4f}")
