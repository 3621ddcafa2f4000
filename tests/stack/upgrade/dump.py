"""Makes `dump.sql.gz` and `dump.json` of the version that is imported; `make-dump` runs it over a commit.

    python -m upgrade.dump SERVICES FOLDER MODEL    # whose migrations, where to, the embedding model

The database of grader and progress with an answer in each place, and what lies in their queues.
"""

import asyncio
import gzip
import json
import subprocess
import sys
from pathlib import Path

from sqlalchemy.ext.asyncio import create_async_engine
from traclearn_contracts.events import parse
from traclearn_local.stores.scratch_postgres import administrator
from traclearn_worker.breaker import Breaker
from traclearn_worker.postgres.store import PostgresStore

from .database import Database
from .scene import ASKED, CLAIMED, GRADED, LATE, PARKED, QUEUED, UNSENT, answer, question
from .workers import Workers

PG_DUMP = "/usr/lib/postgresql/15/bin/pg_dump"
LEFT_OUT = ("public.wiki", "public.report")
"""Whose default pages are large and teach nothing."""


async def play(database, model):
    workers = Workers(database.url, model)
    bus, progress = workers.queues["grader"], workers.queues["progress"]
    async with workers.running("grader", "progress"):
        for message in (question(ASKED), answer(GRADED)):
            bus.say(message)
            await workers.empty("grader", "progress")
        await workers.until(lambda: told(database, GRADED))
        await workers.empty("grader", "progress")
        bus.away = True
        for learner in (UNSENT, PARKED):
            bus.say(answer(learner))
        await workers.empty("grader", "progress")
    async with workers.running("progress"):
        for learner in (QUEUED, CLAIMED):
            bus.say(answer(learner))
        await workers.empty("progress")
    await claim(database, answer(CLAIMED))
    assert not progress.stored
    messages = {
        name: [stored.message.body for stored in queue.stored] for name, queue in workers.queues.items()
    }
    return {"queues": messages, "feed": await workers.feed()}


async def told(database, learner):
    """Whether the grade of this learner came back to progress, and all of the grader's outbox is sent."""
    phases = await database.run(f"SELECT phase FROM learning.attempts WHERE cognito_user_id = '{learner}'")
    waiting = await database.run("SELECT FROM grader.outbox")
    return [row["phase"] for row in phases] == ["graded"] and not waiting


async def claim(database, message):
    """As a grader that was killed leaves it."""
    engine = create_async_engine(database.url("grader"))
    told = json.loads(message)
    event = parse(told["source"], told["detail-type"], told["detail"], told["time"])
    await PostgresStore(engine, "grader", Breaker("database")).claim(event, 1, None)
    await engine.dispose()


def dump(database, folder, state):
    left_out = [f"--exclude-table-data={table}" for table in LEFT_OUT]
    command = [PG_DUMP, "--inserts", *left_out, database.url(driver="postgresql")]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    kept = "\n".join(line for line in text.splitlines() if not line.startswith(("\\", "--")) and line)
    (folder / "dump.sql.gz").write_bytes(gzip.compress(kept.encode(), mtime=0))
    (folder / "dump.json").write_text(json.dumps(state, indent=1) + "\n")


async def main(services, folder, model):
    with administrator() as url:
        database = await Database.create(url)
        for service in ("grader", "progress"):
            database.migrate(services / service)
        await database.run(
            f"INSERT INTO public.ticket (id, summary) VALUES ({ASKED}, 'asked'), ({LATE}, 'late')"
        )
        dump(database, folder, await play(database, model))


if __name__ == "__main__":
    asyncio.run(main(*map(Path, sys.argv[1:])))
