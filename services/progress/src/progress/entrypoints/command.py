"""`traclearn-progress erase SUB`: what an operator does with the service's tables."""

import argparse
import asyncio
import json
from collections.abc import Sequence

from traclearn_worker.database import command_engine
from traclearn_worker.settings import DatabaseSettings

from progress.adapters.erasure import erase_person

HELP = """
Removes what a person wrote (answers, reasons, feedback, notes) and what quotes them.
Grades, scores and verdicts stay. Prints how many rows lost words; running it again
does no harm. First end the account: what is still in a queue would come after it.

DATABASE_URL says where; its role is the worker's, or one that may do as much.
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
    print(json.dumps(asyncio.run(_erase(parser.parse_args(arguments).sub))))


async def _erase(person: str) -> dict[str, int]:
    async with command_engine(DatabaseSettings()) as engine:
        return await erase_person(engine, person)
