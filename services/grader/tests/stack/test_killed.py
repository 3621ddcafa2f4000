"""kill -9 of a real grader process at each line of asking, keeping and committing.

The provider's stub counts what it is asked. Paid at most once for each submission, cause and stage; graded
once for each cause; never without a state: what was killed is done when its message comes again.
"""

import json
import multiprocessing
import os
import signal
from collections import Counter
from contextlib import asynccontextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import killed_grader
import pytest
from grader.adapters.store import SqlStore
from grader.application.model_calls import ModelCalls
from grader.domain.spending import Limits
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


class Processes:
    """Graders, one after the other, on one database; what they publish outlives them."""

    def __init__(self, environment, server, database, folder):
        self._environment, self._server, self._database = environment, server, database
        self.folder = folder

    def run(self, *events, kill_at=None):
        """The exit code of a process that gets these events."""
        arguments = (self._environment, [body(event) for event in events], self.folder, kill_at)
        self.process = FORKS.Process(target=work_off, args=arguments)
        self.process.start()
        self.process.join(100)
        code = self.process.exitcode
        self.process.kill()
        return code

    async def settle(self, *pending):
        """What was not finished comes again, and so does what the service asks of itself."""
        while pending:
            await self._database.run("UPDATE grader.inbox SET lease_until = now() WHERE state = 'claimed'")
            await self._database.run("UPDATE grader.outbox SET due_at = now()")
            done = self.published().keys()
            assert self.run(*pending) == 0
            new = [event for key, event in self.published().items() if key not in done]
            pending = [event for event in new if event.detail_type == "RegradeRequested.v1"]

    def published(self):
        """By event_id; nothing is a dead letter."""
        file = self.folder / "published"
        lines = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
        assert not [reason for source, reason, _ in lines if source == "dead"]
        return {detail["metadata"]["event_id"]: parse(*about, detail) for *about, detail in lines}

    @property
    def asked(self):
        """How often the provider was asked, by idempotency key."""
        headers = [{name.lower(): value for name, value in sent.items()} for sent in self._server.headers]
        return Counter(sent["idempotency-key"] for sent in headers)

    async def check(self, answer):
        """Graded once for each cause and finally; paid at most once a call, within what is counted."""
        learner = answer.metadata.learner
        said = [event for event in self.published().values() if event.metadata.learner == learner]
        grades = [event.data for event in said if event.detail_type == "AnswerGraded.v1"]
        assert Counter(event.detail_type for event in said)["GradingStarted.v1"] == 1
        assert [grade.provisional for grade in grades] in ([False], [True, False])
        rows = await self._database.run(
            "SELECT revision FROM grader.grades WHERE learner = $1 ORDER BY 1", learner
        )
        assert [row["revision"] for row in rows] == [grade.revision for grade in grades]
        states = await self._database.run("SELECT state FROM grader.inbox WHERE learner = $1", learner)
        assert {row["state"] for row in states} == {"done"}
        await self._check_budget(learner, len(grades))

    async def _check_budget(self, learner, causes):
        calls = await self._database.run("SELECT * FROM grader.paid_calls WHERE learner = $1", learner)
        times = [self.asked[key] for key in {str(call["key"]) for call in calls}]
        assert max(times) == 1 and len(times) <= causes
        (row,) = await self._database.run(
            "SELECT committed_usd FROM grader.budgets WHERE scope = 'learner' AND name = $1", learner
        )
        assert row["committed_usd"] == sum(call["cost_usd"] or call["worst_usd"] for call in calls)
        assert row["committed_usd"] >= sum(times) * ONCE_PAID


def submitted():
    """An answer of somebody new."""
    event = example("AnswerSubmitted.v1/plain")
    about = event.metadata.model_copy(update={"event_id": uuid4(), "learner": str(uuid4())})
    return event.model_copy(update={"metadata": about})


@pytest.fixture
def server():
    with ModelServer() as server:
        yield server


@pytest.fixture
async def processes(database, begin, server, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(killed_grader.__file__).parent))  # the forking server's
    async with begin() as connection:
        await SqlStore(connection).upsert_question(example("QuestionPublished.v1/shared").data)
    environment = {
        **dict.fromkeys(("QUEUE_URL", "DLQ_URL", "COGNITO_ISSUER"), "memory"),
        **dict.fromkeys(("COGNITO_CLIENT_ID", "COGNITO_MACHINE_CLIENT_ID", "EMBEDDING_MODEL_DIR"), "none"),
        "DATABASE_URL": database.url("postgresql+asyncpg"),
        "GRADER_MODELS": "openai:gpt-5-mini",
        "OPENAI_API_KEY": "key",
        "OPENAI_BASE_URL": f"{server.address}/v1",
        "PORT": "0",
        "RECEIVE_WAIT": "1",
        "QUESTION_DAILY_BUDGET_USD": "none",
    }
    return Processes(environment, server, database, tmp_path)


@pytest.mark.slow
async def test_grader_killed_at_each_line_pays_once_and_grades_once(processes):
    whole = submitted()
    await processes.settle(whole)
    await processes.check(whole)
    lines = (processes.folder / "lines").read_text().split()
    assert len(lines) > 40, lines
    killed = {line: submitted() for line in lines}
    for line, answer in killed.items():
        assert processes.run(answer, kill_at=line) == -signal.SIGKILL, line
    await processes.settle(*killed.values())
    for line, answer in killed.items():
        try:
            await processes.check(answer)
        except AssertionError as error:
            raise AssertionError(f"killed at {line}") from error
    assert set(processes.asked.values()) == {1}


async def test_grader_killed_while_the_provider_works_charges_the_worst_and_asks_once_for_the_regrade(
    processes, server, database
):
    def kill(document):
        os.kill(processes.process.pid, signal.SIGKILL)
        return verdicts(document)

    server.script, answer = [kill], submitted()
    assert processes.run(answer) == -signal.SIGKILL
    await processes.settle(answer)
    await processes.check(answer)
    assert len(processes.asked) == 2
    calls = await database.run("SELECT worst_usd, cost_usd FROM grader.paid_calls ORDER BY id")
    assert [call["cost_usd"] for call in calls] == [calls[0]["worst_usd"], ONCE_PAID]


async def test_stopped_answer_is_parked_without_a_call_and_graded_once_calls_are_allowed(
    processes, server, begin, database
):
    @asynccontextmanager
    async def transaction():
        async with begin() as connection:
            yield SqlStore(connection)

    calls, answer = ModelCalls(transaction, [], Limits()), submitted()
    await calls.switch(allowed=False, said_by="ops", reason="Too dear.")
    await processes.settle(answer)
    grades = [e.data for e in processes.published().values() if e.detail_type == "AnswerGraded.v1"]
    assert [grade.provisional for grade in grades] == [True] and not server.asked
    (parked,) = await database.run("SELECT key, deadline - now() AS wait FROM grader.parked")
    assert parked["key"].startswith("calls:") and parked["wait"] < timedelta(days=1, minutes=16)
    await calls.switch(allowed=True, said_by="ops", reason="")
    assert processes.run() == 0
    await processes.check(answer)
    assert len(processes.asked) == 1
