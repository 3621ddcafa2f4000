"""What the version of the dump left half done, today's version ends: each answer graded exactly once."""

import asyncio
import gzip
import json
from pathlib import Path

import pytest
from traclearn_local.install import model
from traclearn_local.stack import ROOT, Stack
from traclearn_local.stores.scratch_postgres import administrator
from traclearn_worker.transport import QueueMessage

from .database import Database
from .scene import LATE, LEARNERS, answer, question
from .workers import Workers

pytestmark = [pytest.mark.stack, pytest.mark.timeout(300)]

HERE = Path(__file__).parent
RECORDED = json.loads((HERE / "dump.json").read_text())
INDEXES = "SELECT indexname FROM pg_indexes WHERE schemaname = '{}' ORDER BY 1"
GRADES = "SELECT learner, count(*) AS grades, max(revision) AS revision FROM grader.grades GROUP BY learner"
PHASES = "SELECT cognito_user_id AS learner, phase FROM learning.attempts"


@pytest.fixture(scope="module")
def upgraded():
    """The dump after today's migrations."""
    with administrator() as url:
        database = asyncio.run(Database.create(url))
        script = gzip.decompress((HERE / "dump.sql.gz").read_bytes()).decode()
        asyncio.run(database.run(script, "SELECT 1"))
        for service in ("grader", "progress"):
            database.migrate(ROOT / "services" / service)
        yield database


def workers_of(database):
    workers = Workers(database.url, model.folder(Stack(HERE, 0).tools))
    for name, messages in RECORDED["queues"].items():
        for message in messages:
            workers.queues[name].put(QueueMessage(message))
    return workers


async def test_migrations_add_to_old_tables_what_new_ones_have(upgraded):
    for schema in ("grader", "progress"):
        names = {row["indexname"] for row in await upgraded.run(INDEXES.format(schema))}
        assert names >= {"inbox_received", "causes_released"}


async def test_answers_in_flight_end_graded_once_each(upgraded):
    workers = workers_of(upgraded)
    bus = workers.queues["grader"]
    async with workers.running("grader", "progress"):
        bus.say(question(LATE))
        for learner in LEARNERS:
            bus.say(answer(learner))  # Trac sends again what was not echoed
        await settled(upgraded, workers)
    grades = {row["learner"]: (row["grades"], row["revision"]) for row in await upgraded.run(GRADES)}
    assert grades == dict.fromkeys(LEARNERS, (1, 1))
    told = [change["learner"] for change in await workers.feed() if change["kind"] == "graded"]
    assert sorted(told) == sorted(LEARNERS)


async def settled(database, workers):
    """Returns when every attempt is graded and no queue holds anything."""
    await workers.until(lambda: graded(database))
    await workers.empty("grader", "progress")


async def graded(database):
    phases = {row["learner"]: row["phase"] for row in await database.run(PHASES)}
    return phases == dict.fromkeys(LEARNERS, "graded")


async def test_what_an_old_trac_read_of_the_feed_it_reads_again(upgraded):
    """Its changes, and the grades in them, may only have gained fields."""
    today = {change["id"]: change for change in await workers_of(upgraded).feed()}
    told = [change for change in RECORDED["feed"] if change["id"] in today]
    assert {change["kind"] for change in told} >= {"graded", "answer_received"}
    for change in told:
        assert has_gained(today[change["id"]], change)


def has_gained(now, before):
    """Whether all that was said before is said now."""
    if isinstance(before, dict):
        return all(name in now and has_gained(now[name], value) for name, value in before.items())
    return now == before
