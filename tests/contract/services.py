"""The services' handlers over stores in memory: what one says goes to the others as the topology says."""

import json
from datetime import timedelta
from functools import cache
from pathlib import Path
from unittest.mock import MagicMock

from grader.adapters.offline import OfflineGrader
from grader.bootstrap import Parts as GraderParts
from grader.domain.attempt import LatestGrade
from grader.domain.question import PublishedQuestion, Question
from grader.entrypoints import worker as grader_worker
from grader.handlers.answers import Answers
from grader.handlers.questions import Questions
from grader.settings import Settings as GraderSettings
from indexer.entrypoints import worker as indexer_worker
from indexer.settings import Settings as IndexerSettings
from progress.domain.record import Record
from progress.entrypoints import worker as progress_worker
from progress.settings import Settings as ProgressSettings
from traclearn_contracts.events import parse
from traclearn_contracts.files import CONTRACTS
from traclearn_contracts.topology import read
from traclearn_embedding import MiniLM
from traclearn_worker.testing import FakeWork

MODEL = Path(__file__).parents[2] / ".traclearn" / "tools" / "models" / "all-minilm-l6-v2-q"
TOPOLOGY = read()
ADDRESSES = (
    *("queue_url", "dlq_url", "database_url", "neo4j_uri", "neo4j_password", "embedding_model_dir"),
    *("cognito_issuer", "cognito_client_id", "cognito_machine_client_id"),
)
"""What settings must have."""


class GraderStore:
    """`grader.application.ports.Store`."""

    def __init__(self):
        self.questions, self.grades = {}, {}

    async def find_question(self, ticket):
        return self.questions.get(ticket)

    async def upsert_question(self, question):
        asked = Question.model_validate(
            question.model_dump(include={"question", "reference", "rubric", "sources"})
        )
        self.questions[question.ticket] = PublishedQuestion(
            revision=question.revision, learner=question.learner, question=asked
        )
        return True

    async def find_latest_grade(self, ticket, learner, attempt):
        return self.grades.get((ticket, learner, attempt))

    async def append_grade(self, grade, answer):
        key = grade.ticket, grade.learner, grade.attempt
        self.grades[key] = LatestGrade(revision=grade.revision, answer=answer)


class ProgressStore:
    """`progress.application.ports.Store`."""

    def __init__(self):
        self.saved, self.questions, self.documents, self.paths, self.feed = {}, {}, {}, {}, []

    async def lock_ticket(self, ticket):
        return True

    async def find_record(self, learner, ticket):
        return self.saved.get((learner, ticket)) or Record(learner, ticket, self.questions.get(ticket), {})

    async def find_records(self, ticket):
        return [record for (_, where), record in self.saved.items() if where == ticket]

    async def save_record(self, record, attempts):
        self.saved[record.learner, record.ticket] = record

    async def find_question(self, ticket):
        return self.questions.get(ticket)

    async def save_question(self, ticket, question):
        self.questions[ticket] = question

    async def append_grade(self, grade):
        pass

    async def find_content(self, document):
        return self.documents.get(document)

    async def upsert_content(self, content):
        self.documents[content.document] = content

    async def find_path(self, path_id):
        return self.paths.get(path_id)

    async def save_path(self, path):
        self.paths[path.id] = path

    async def append_change(self, change):
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
        self.stores = {"grader": self.grader_store, "progress": self.progress_store}
        self.handlers = {name: handlers(self.app(name)) for name in self.stores}
        self.said = []

    def app(self, name):
        if name == "progress":
            return progress_worker.app(ProgressSettings(**dict.fromkeys(ADDRESSES, "-")), MagicMock())
        parts = GraderParts(None, Answers(offline_grader(), timedelta(hours=1)), Questions())
        return grader_worker.app(GraderSettings(**dict.fromkeys(ADDRESSES, "-")), parts)

    async def send(self, source, detail_type, detail):
        queues = consumers(source, detail_type)
        assert queues, f"nobody gets {detail_type} from {source}"
        for queue in self.handlers.keys() & queues:
            event = parse(source, detail_type, json.loads(json.dumps(detail)))
            work = FakeWork(self.stores[queue])
            followed = await self.handlers[queue][detail_type](event, work)
            for said in [*work.announced, *followed]:
                self.said.append(said)
                await self.send(said.source, said.detail_type, said.detail())
        return queues


def handlers(app):
    """Detail-type → handler."""
    return {route.detail_type: route.handler for route in app.routes}


def handled(queue):
    """The detail-types for which the service of a queue has a handler."""
    if queue == "indexer":
        return set(
            handlers(indexer_worker.app(IndexerSettings(**dict.fromkeys(ADDRESSES, "-")), MagicMock()))
        )
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
