"""`traclearn-grader erase SUB` and `prune DAYS`: what an operator does with the answers that are kept."""

import argparse
import asyncio
import json
from collections.abc import Sequence

from traclearn_worker.postgres.database import command_engine
from traclearn_worker.settings import DatabaseSettings

from grader.adapters.erasure import erase_person, prune_words

ERASE = """
Removes what a person wrote (answers, drafts) and what quotes them: language models'
replies too, also those to other learners that may do so. Grades, scores and verdicts
stay. Prints how many rows lost words; running it again does no harm. First end the
account: what is still in a queue would come after it.
"""
PRUNE = """
Removes answers and language models' replies that were kept more than DAYS days ago.
What was learned of an answer goes with it, and it cannot be graded again or looked at a
second time; grades stay.
"""
WHERE = "DATABASE_URL says where; its role is the worker's, or one that may do as much."


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(
        "traclearn-grader", description="Without arguments: the worker that grades answers."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    raw = argparse.RawDescriptionHelpFormatter
    erase = commands.add_parser(
        "erase", help="remove a person's words", description=ERASE + WHERE, formatter_class=raw
    )
    erase.add_argument("sub", metavar="SUB", help="whose: the account's Cognito `sub`")
    prune = commands.add_parser(
        "prune", help="remove old answers and replies", description=PRUNE + WHERE, formatter_class=raw
    )
    prune.add_argument("days", metavar="DAYS", type=int, help="how long they are kept")
    print(json.dumps(asyncio.run(_run(parser.parse_args(arguments)))))


async def _run(said: argparse.Namespace) -> dict[str, int]:
    async with command_engine(DatabaseSettings()) as engine:
        if said.command == "erase":
            return await erase_person(engine, said.sub)
        return await prune_words(engine, said.days)
