"""`make bench-feed`: what the feed's lock costs, beside the same writers without it in the same run.

1, 4 and 16 writers on a PostgreSQL of their own that does not wait for its disk. A transaction is a row of
the feed with its NOTIFY, and one more statement before the commit, as the runtime settles its inbox.
Writes build/bench/feed.json.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time

import asyncpg
from traclearn_local.stack import ROOT
from traclearn_local.stores.scratch_postgres import administrator

from benchmarks.results import write_result

WRITERS = (1, 4, 16)
ROLES = ("traclearn", "trac", "grader", "progress")
TRIGGER = "ALTER TABLE learning.changes {} TRIGGER one_writer_at_a_time"
APPEND = "INSERT INTO learning.changes (kind) VALUES ('content') RETURNING pg_notify('learning_changes', '')"
SCOPE = "SELECT set_config('learning.scope', 'projector', false)"


async def prepare(url: str) -> None:
    connection = await asyncpg.connect(url)
    for role in ROLES:
        await connection.execute(f"CREATE ROLE {role} LOGIN SUPERUSER")
    await connection.close()


def migrate(url: str) -> None:
    environment = os.environ | {"MIGRATION_DATABASE_URL": url.replace("postgresql:", "postgresql+asyncpg:")}
    command = [sys.executable, "-m", "alembic", "upgrade", "head"]
    subprocess.run(command, cwd=ROOT / "services/progress", env=environment, check=True, capture_output=True)


async def append(connection: asyncpg.Connection, until: float) -> int:
    """Rows that this writer got in."""
    rows = 0
    while time.monotonic() < until:
        async with connection.transaction():
            await connection.fetch(APPEND)
            await connection.fetch("SELECT 1")
        rows += 1
    return rows


async def measure(url: str, writers: int, seconds: float) -> float:
    connections = [await asyncpg.connect(url) for _ in range(writers)]
    for connection in connections:
        await connection.execute(SCOPE)
    until = time.monotonic() + seconds
    rows = sum(await asyncio.gather(*(append(connection, until) for connection in connections)))
    for connection in connections:
        await connection.close()
    return rows / seconds


async def compare(url: str, writers: int, seconds: float, rounds: int) -> dict[str, float]:
    """With and without in turns, so that both meet the same machine. The best round of each counts."""
    found: dict[str, list[float]] = {"ENABLE": [], "DISABLE": []}
    for _ in range(rounds):
        for state, rates in found.items():
            connection = await asyncpg.connect(url)
            await connection.execute(TRIGGER.format(state))
            await connection.close()
            rates.append(await measure(url, writers, seconds))
    locked, free = max(found["ENABLE"]), max(found["DISABLE"])
    return {"locked": round(locked), "free": round(free), "ratio": round(locked / free, 2)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3, help="of each run")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with administrator() as url:
        asyncio.run(prepare(url))
        migrate(url)
        result = {
            str(writers): asyncio.run(compare(url, writers, options.seconds, options.rounds))
            for writers in WRITERS
        }
    report = {
        "name": "feed",
        "peer": "the same writers without the lock",
        "ratio": result["16"]["ratio"],
        "unit": "changes a second",
        "writers": result,
    }
    write_result(report)
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
