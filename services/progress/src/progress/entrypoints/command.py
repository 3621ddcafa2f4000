"""`traclearn-progress erase SUB` and `recount`: what an operator does with the service's tables."""

import argparse
import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncEngine
from traclearn_worker.postgres.database import command_engine
from traclearn_worker.settings import DatabaseSettings

from progress.adapters.erasure import erase_person
from progress.adapters.recount import recount

Result = TypeVar("Result")

HELP = """
Removes what a person wrote (answers, reasons, feedback, notes) and what quotes them.
Grades, scores and verdicts stay. Prints how many rows lost words; running it again
does no harm. First end the account: what is still in a queue would come after it.

DATABASE_URL says where; its role is the worker's, or one that may do as much.
"""
RECOUNT_HELP = """
Works out again which attempt counts, for what was graded in the last HOURS. For after an
upgrade whose old and new workers ran side by side: what the old ones kept after the
migration counts with the learner's next event, or now. Prints how many counted otherwise;
running it again does no harm.
"""


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(
        "traclearn-progress", description="Without arguments: the worker that projects events."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    raw = argparse.RawDescriptionHelpFormatter
    erase = commands.add_parser(
        "erase", help="remove a person's words", description=HELP, formatter_class=raw
    )
    erase.add_argument("sub", metavar="SUB", help="whose: the account's Cognito `sub`")
    recounting = commands.add_parser(
        "recount", help="work out again what counts", description=RECOUNT_HELP, formatter_class=raw
    )
    recounting.add_argument("--hours", type=float, default=24, help="graded so lately; 24 unless said")
    given = parser.parse_args(arguments)
    if "sub" in given:
        print(json.dumps(asyncio.run(_on_database(lambda engine: erase_person(engine, given.sub)))))
    else:
        since = timedelta(hours=given.hours)
        changed = asyncio.run(_on_database(lambda engine: recount(engine, since)))
        print(json.dumps({"recounted": changed}))


async def _on_database(work: Callable[[AsyncEngine], Awaitable[Result]]) -> Result:
    async with command_engine(DatabaseSettings()) as engine:
        return await work(engine)
