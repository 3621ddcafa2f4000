"""The grader as a process of its own, with a queue of given messages, that can be killed at any line."""

import asyncio
import json
import os
import signal
import sys
from unittest.mock import MagicMock, patch

import asyncpg
import pydantic.v1
from grader import bootstrap
from grader.adapters.language_models import openai_model, tokens
from grader.adapters.language_models.prices import PriceList
from grader.application import budgeted_calls
from grader.application import grading as keeping
from grader.domain.judgement import Finding, Judgement
from grader.entrypoints import worker
from grader.handlers import answers
from grader.settings import Settings
from grading import NoLikeness
from traclearn_contracts.models import Provenance
from traclearn_worker import calls
from traclearn_worker.testing.transport import MemoryTransport
from traclearn_worker.transport import QueueMessage

WATCHED = {module.__file__: module.__name__ for module in (answers, budgeted_calls, calls, keeping)}
FUNCTIONS = {"handle", "grade", "call", "buy", "_reserve", "_ask", "_settle", "once", "_keep", "keep"}
"""At whose lines a process may be killed: asking, keeping, committing."""
PRELOADED = (
    asyncpg,
    pydantic.v1,
    openai_model.AsyncOpenAI(api_key="none").chat.completions,  # imports its parts where they are first used
    tokens.encoding(),
    PriceList("openai", "gpt-5-mini").usd(1, 1),
)
"""Read once, before processes are forked."""


class Offline:
    """Agrees with the stub's model: finds everything in the first words."""

    name, provisional, dependency = "offline/test", True, "grade"

    async def ask(self, question, answer, key):
        return {}

    def provenance(self, reply):
        return Provenance(provider="offline", model="test")

    def read(self, question, answer, reply):
        quote = " ".join(answer.split()[:3])
        return Judgement(
            findings=tuple(Finding(id=item.id, verdict="yes", quote=quote) for item in question.points)
        )


class Transport(MemoryTransport):
    """Writes what is published to a file that outlives the process."""

    def __init__(self, bodies, file):
        super().__init__()
        self._file = file
        for body in bodies:
            self.put(QueueMessage(body))

    async def publish(self, entries):
        with self._file.open("a") as out:
            for entry in entries:
                out.write(json.dumps([entry.source, entry.detail_type, json.loads(entry.detail)]) + "\n")
        return await super().publish(entries)

    async def send_dead_letter(self, message):
        with self._file.open("a") as out:
            out.write(json.dumps(["dead", message.attributes.get("reason"), message.body]) + "\n")


def work_off(environment, bodies, folder, kill_at):
    """Handles the messages until nothing waits, and ends as abruptly. `kill_at`: `module:line`, where it ends
    before that; None notes the lines that are run."""
    os.environ |= environment
    reached = {}
    asyncio.run(serve(bodies, folder / "published", lambda frame, *_: tracer(frame, kill_at, reached)))
    (folder / "lines").write_text("\n".join(reached))
    os._exit(0)


def tracer(frame, kill_at, reached):
    """What Python calls for each line of a watched module's function."""
    module = WATCHED.get(frame.f_code.co_filename)
    if module is None or frame.f_code.co_name not in FUNCTIONS:
        return None

    def trace(frame, event, _):
        line = f"{module}:{frame.f_lineno}"
        if event == "line":
            reached[line] = True
            if line == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    return trace


async def serve(bodies, file, trace):
    """Traces once the app is built: building calls a hundred times as many functions as an answer."""
    transport, settings = Transport(bodies, file), Settings()
    with patch.multiple(bootstrap, MiniLM=MagicMock(), OfflineLikeness=lambda _: NoLikeness()):
        app = worker.app(settings, bootstrap.bootstrap(settings, Offline()))
    app.transport = transport
    sys.settrace(trace)
    serving = asyncio.create_task(app.serve())
    async with asyncio.timeout(90), app.engine.connect() as connection:
        while transport.stored or await is_waiting(connection):
            if serving.done():
                serving.result()
            await asyncio.sleep(0.02)
    serving.cancel()


async def is_waiting(connection):
    found = await connection.exec_driver_sql("SELECT FROM grader.outbox LIMIT 1")
    await connection.rollback()
    return found.rowcount > 0
