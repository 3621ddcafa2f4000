"""The services' handlers over stores in memory: what one says goes to the others as the topology says."""

import json
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from unittest.mock import MagicMock

from grader.adapters.offline import OfflineGrader
from grader.bootstrap import Parts as GraderParts
from grader.domain.question import Question
from grader.domain.store import Given, Published
from grader.entrypoints import worker as grader_worker
from grader.handlers.answers import Answers
from grader.handlers.questions import Questions
from grader.handlers.ungradable import Failures
from grader.settings import Settings as GraderSettings
from indexer.entrypoints import worker as indexer_worker
from indexer.settings import Settings as IndexerSettings
from progress.domain.record import Record
from progress.entrypoints.worker import CONSUMED
from progress.handlers.events import Projector
from traclearn_contracts.events import parse
from traclearn_contracts.files import CONTRACTS
from traclearn_contracts.topology import read
from traclearn_embedding import MiniLM

MODEL = Path(__file__).parents[2] / ".traclearn" / "tools" / "models" / "all-minilm-l6-v2-q"
TOPOLOGY = read()
ADDRESSES = (
    *("queue_url", "dlq_url", "database_url", "neo4j_uri", "neo4j_password", "embedding_model_dir"),
    *("cognito_issuer", "cognito_client_id", "cognito_machine_client_id"),
)
"""What the indexer's settings must have."""


class Work:
    """`traclearn_worker.Work` without a database: the handler's own order of calls is what it checks."""

    def __init__(self):
        self.announced, self.released, self.writing = [], [], False

    @asynccontextmanager
    async def read(self):
        yield None

    async def announce(self, events):
        assert not self.writing
        self.announced += events

    async def once(self, name, ask, **_):
        assert not self.writing
        return json.loads(json.dumps(await ask("key")))

    async def write(self):
        self.writing = True

    async def release(self, key):
        self.released.append(key)
        return 0


class GraderStore:
    """`grader.domain.store.Store`."""

    def __init__(self):
        self.questions, self.grades = {}, {}

    async def question(self, ticket):
        return self.questions.get(ticket)

    async def publish(self, question):
        asked = Question.model_validate(
            question.model_dump(include={"question", "reference", "rubric", "sources"})
        )
        self.questions[question.ticket] = Published(
            revision=question.revision, learner=question.learner, question=asked
        )
        return True

    async def given(self, ticket, learner, attempt):
        return self.grades.get((ticket, learner, attempt))

    async def keep(self, grade, event_id):
        self.grades[grade.ticket, grade.learner, grade.attempt] = Given(
            revision=grade.revision, event_id=event_id
        )


class ProgressStore:
    """`progress.handlers.store.Store`."""

    def __init__(self):
        self.saved, self.questions, self.documents, self.feed = {}, {}, {}, []

    async def begin(self, ticket):
        return True

    async def record(self, learner, ticket):
        return self.saved.get((learner, ticket)) or Record(learner, ticket, self.questions.get(ticket), {})

    async def records(self, ticket):
        return [record for (_, where), record in self.saved.items() if where == ticket]

    async def save(self, record, attempts):
        self.saved[record.learner, record.ticket] = record

    async def question(self, ticket):
        return self.questions.get(ticket)

    async def ask(self, ticket, question):
        self.questions[ticket] = question

    async def enter(self, grade):
        pass

    async def content(self, document):
        return self.documents.get(document)

    async def keep(self, content):
        self.documents[content.document] = content

    async def tell(self, change):
        self.feed.append(change)


@cache
def offline_grader():
    return OfflineGrader(MiniLM.load(MODEL))


class Services:
    """`send` gives an event as JSON to each queue that gets it, and then what the services say to it.

    The indexer's part in this is what it says: its handlers need an object store, a graph and a reader.
    """

    def __init__(self):
        self.grader_store, self.progress_store = GraderStore(), ProgressStore()
        self.failures = Failures(lambda _: self.grader_store)
        self.projector = Projector(lambda _: self.progress_store)
        self.handlers = {"grader": self._grader(), "progress": dict.fromkeys(CONSUMED, self.projector.handle)}
        self.said = []

    def _grader(self):
        answers = Answers(offline_grader(), lambda _: self.grader_store, timedelta(hours=1))
        parts = GraderParts(None, answers, Questions(lambda _: self.grader_store), self.failures)
        urls = {name: "-" for name in ("queue_url", "dlq_url", "database_url", "embedding_model_dir")}
        return grader_worker.app(GraderSettings(**urls), parts).handlers

    async def send(self, source, detail_type, detail):
        queues = consumers(source, detail_type)
        assert queues, f"nobody gets {detail_type} from {source}"
        for queue in self.handlers.keys() & queues:
            event, work = parse(source, detail_type, json.loads(json.dumps(detail))), Work()
            followed = await self.handlers[queue][detail_type](event, work)
            for said in [*work.announced, *followed]:
                self.said.append(said)
                await self.send(said.source, said.detail_type, said.detail())
        return queues


def handled(queue):
    """The detail-types for which the service of a queue has a handler."""
    if queue == "indexer":
        return set(indexer_worker.app(IndexerSettings(**dict.fromkeys(ADDRESSES, "-")), MagicMock()).handlers)
    return set(Services().handlers[queue])


def consumers(source, detail_type):
    """Names of the queues that get it."""
    return [
        queue.name
        for queue in TOPOLOGY.queues
        if any(rule.source == source and detail_type in rule.detail_types for rule in queue.rules)
    ]


def example(name):
    return json.loads((CONTRACTS / "examples" / f"{name}.json").read_text())
