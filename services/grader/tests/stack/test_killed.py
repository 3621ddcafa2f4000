"""kill -9 of a real grader process at each line of asking, keeping and committing.

The provider's stub counts what it is asked. Paid at most once for each submission, cause and stage; graded
once for each cause; never without a state: what was killed is done when its message comes again.
"""

import json
import multiprocessing
import os
import signal
from collections import Counter
from decimal import Decimal
from uuid import uuid4

import pytest
from grader.adapters.store import SqlStore
from killed_grader import work_off
from memory_store import example
from model_server import ModelServer, verdicts
from traclearn_contracts.events import parse
from traclearn_worker.testing import body

pytestmark = [pytest.mark.stack, pytest.mark.timeout(580)]
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["killed_grader"])
ONCE_PAID = Decimal("0.00028")
"""400 tokens in and 90 out of gpt-5-mini."""


class Killed:
    """One answer, and the processes that work on it."""

    def __init__(self, environment, server, database, folder):
        self._environment, self._server, self._database = environment, server, database
        self.folder = folder
        self.learner = str(uuid4())
        event = example("AnswerSubmitted.v1/plain")
        about = event.metadata.model_copy(update={"event_id": uuid4(), "learner": self.learner})
        self.answer = event.model_copy(update={"metadata": about})
        self._before = len(server.headers)
        folder.mkdir()

    def run(self, *events, kill_at=None):
        """The exit code of a process that gets these events."""
        arguments = (self._environment, [body(event) for event in events], self.folder, kill_at)
        self.process = FORKS.Process(target=work_off, args=arguments)
        self.process.start()
        self.process.join(40)
        code = self.process.exitcode
        self.process.kill()
        return code

    async def settle(self):
        """What was not finished comes again, and so does what the service asks of itself."""
        pending = [self.answer]
        while pending:
            await self._database.run("UPDATE grader.inbox SET lease_until = now() WHERE state = 'claimed'")
            await self._database.run("UPDATE grader.outbox SET due_at = now()")
            done = set(self.published())
            assert self.run(*pending) == 0
            new = {key: event for key, event in self.published().items() if key not in done}
            pending = [event for event in new.values() if event.detail_type == "RegradeRequested.v1"]

    def published(self):
        """By event_id; nothing is a dead letter."""
        file = self.folder / "published"
        lines = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
        assert not [reason for source, reason, _ in lines if source == "dead"]
        return {detail["metadata"]["event_id"]: parse(*about, detail) for *about, detail in lines}

    @property
    def asked(self):
        """How often the provider was asked, by idempotency key."""
        new = self._server.headers[self._before :]
        return Counter({name.lower(): v for name, v in h.items()}["idempotency-key"] for h in new)

    async def check(self):
        said = list(self.published().values())
        grades = [event.data for event in said if event.detail_type == "AnswerGraded.v1"]
        assert Counter(event.detail_type for event in said)["GradingStarted.v1"] == 1
        assert [grade.revision for grade in grades] == [*range(1, len(grades) + 1)]
        assert [grade.provisional for grade in grades] == [True] * (len(grades) - 1) + [False]
        assert len(grades) <= 2 and set(self.asked.values()) == {1} and len(self.asked) <= len(grades)
        rows = await self._database.run(
            "SELECT revision FROM grader.grades WHERE learner = $1 ORDER BY 1", self.learner
        )
        assert [row["revision"] for row in rows] == [grade.revision for grade in grades]
        (state,) = await self._database.run(
            "SELECT array_agg(DISTINCT state) AS all FROM grader.inbox WHERE learner = $1", self.learner
        )
        assert state["all"] == ["done"]
        await self._check_budget()

    async def _check_budget(self):
        (row,) = await self._database.run(
            "SELECT committed_usd FROM grader.budgets WHERE scope = 'learner' AND name = $1", self.learner
        )
        calls = await self._database.run("SELECT * FROM grader.paid_calls WHERE learner = $1", self.learner)
        assert row["committed_usd"] == sum(call["cost_usd"] or call["worst_usd"] for call in calls)
        assert row["committed_usd"] >= len(self.asked) * ONCE_PAID


@pytest.fixture
def server():
    with ModelServer() as server:
        yield server


@pytest.fixture
async def killed(migrated, begin, server, tmp_path):
    async with begin() as connection:
        await SqlStore(connection).upsert_question(example("QuestionPublished.v1/shared").data)
    environment = {
        **dict.fromkeys(("QUEUE_URL", "DLQ_URL", "COGNITO_ISSUER"), "memory"),
        **dict.fromkeys(("COGNITO_CLIENT_ID", "COGNITO_MACHINE_CLIENT_ID", "EMBEDDING_MODEL_DIR"), "none"),
        "DATABASE_URL": migrated.url("postgresql+asyncpg"),
        "GRADER_MODELS": "openai:gpt-5-mini",
        "OPENAI_API_KEY": "key",
        "OPENAI_BASE_URL": f"{server.address}/v1",
        "PORT": "0",
        "RECEIVE_WAIT": "1",
    }
    return lambda name: Killed(environment, server, migrated, tmp_path / name)


async def test_grader_killed_at_each_line_pays_once_and_grades_once(killed):
    whole = killed("whole")
    await whole.settle()
    await whole.check()
    assert len(whole.published()) == 2
    lines = dict.fromkeys((whole.folder / "lines").read_text().split())
    assert len(lines) > 50, lines
    for number, line in enumerate(lines):
        one = killed(str(number))
        assert one.run(one.answer, kill_at=line) == -signal.SIGKILL, line
        try:
            await one.settle()
            await one.check()
        except AssertionError as error:
            raise AssertionError(f"killed at {line}") from error


async def test_grader_killed_while_the_provider_works_charges_the_worst_and_asks_once_for_the_regrade(
    killed, server, migrated
):
    one = killed("asked")

    def kill(document):
        os.kill(one.process.pid, signal.SIGKILL)
        return verdicts(document)

    server.script = [kill]
    assert one.run(one.answer) == -signal.SIGKILL
    await one.settle()
    await one.check()
    assert len(one.asked) == 2
    calls = await migrated.run("SELECT worst_usd, cost_usd FROM grader.paid_calls ORDER BY id")
    assert [call["cost_usd"] for call in calls] == [calls[0]["worst_usd"], ONCE_PAID]
