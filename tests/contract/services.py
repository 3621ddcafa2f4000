"""The services' handlers over stores in memory: what one says goes to the others as the topology says."""

import json
import sys
from datetime import timedelta
from functools import cache
from pathlib import Path
from unittest.mock import MagicMock
from uuid import UUID

from grader.bootstrap import bootstrap as bootstrap_grader
from grader.entrypoints import worker as grader_worker
from grader.settings import Settings as GraderSettings
from indexer.entrypoints import worker as indexer_worker
from indexer.settings import Settings as IndexerSettings
from path_generator.application.gap_closing import GapClosing
from path_generator.application.generation import Generation
from path_generator.application.goal_search import CorpusFinder, SearchSettings
from path_generator.application.ports import Closure, PathMaterial, Registration, StoredPath
from path_generator.application.publication import stored
from path_generator.application.review_updates import ReviewUpdates
from path_generator.application.step_questions import StepQuestions
from path_generator.bootstrap import Parts as PathParts
from path_generator.domain.grade import TicketGrades
from path_generator.domain.paths.placement import PlacedStep
from path_generator.domain.paths.proposal import Located
from path_generator.domain.questions.question import Passage
from path_generator.domain.questions.question_history import Rejected
from path_generator.domain.questions.templates import TemplateQuestions
from path_generator.domain.review_schedule import ReviewSchedule
from path_generator.entrypoints import worker as path_worker
from path_generator.handlers.creation import Creation
from path_generator.handlers.grades import Grades
from path_generator.handlers.material import MaterialEvents
from path_generator.handlers.requests import Requests
from path_generator.settings import Settings as PathSettings
from progress.domain.appeal import Appeals
from progress.domain.record import Record
from progress.entrypoints import worker as progress_worker
from progress.settings import Settings as ProgressSettings
from traclearn_contracts.events import parse
from traclearn_contracts.files import CONTRACTS
from traclearn_contracts.topology import read
from traclearn_corpus import Concept, ConceptGraph, Graph, Prerequisite
from traclearn_corpus.reading import Found, Hit
from traclearn_worker import Park
from traclearn_worker.cache import Cache
from traclearn_worker.testing import FakeWork

sys.path.insert(0, str(Path(__file__).parents[2] / "services" / "grader" / "tests"))

from memory_hints import MemoryHints

MODEL = Path(__file__).parents[2] / ".traclearn" / "tools" / "models" / "all-minilm-l6-v2-q"
TOPOLOGY = read()
ADDRESSES = (
    *("queue_url", "dlq_url", "database_url", "neo4j_uri", "neo4j_password", "embedding_model_dir"),
    *("cognito_issuer", "cognito_client_id", "cognito_machine_client_id"),
)
"""What settings must have."""


class ProgressStore:
    """`progress.application.ports.Store`."""

    def __init__(self):
        self.saved, self.questions, self.documents, self.paths, self.feed = {}, {}, {}, {}, []
        self.reviews, self.generated, self.disputes, self.courses, self.hints = {}, {}, [], [], []
        self.rulings, self.appeals = {}, {}

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

    async def append_withdrawal(self, withdrawal):
        pass

    async def save_hint(self, hint):
        self.hints.append(hint)

    async def find_content(self, document):
        return self.documents.get(document)

    async def upsert_content(self, content):
        self.documents[content.document] = content

    async def find_path(self, path_id):
        return self.paths.get(path_id)

    async def save_path(self, path):
        self.paths[path.id] = path

    async def find_review(self, learner, ticket):
        return self.reviews.get((learner, ticket))

    async def save_review(self, review):
        self.reviews[review.learner, review.ticket] = review

    async def find_generated_question(self, question_id):
        return self.generated.get(question_id)

    async def save_generated_question(self, question):
        self.generated[question.id] = question

    async def save_dispute(self, dispute):
        self.disputes.append(dispute)

    async def save_course(self, course):
        self.courses.append(course)

    async def find_appeals(self, learner, ticket, attempt):
        return self.appeals.get((learner, ticket, attempt)) or Appeals(learner, ticket, attempt)

    async def save_appeals(self, statuses):
        appeals = statuses.appeals
        self.appeals[appeals.learner, appeals.ticket, appeals.attempt] = appeals

    async def find_ruling(self, ticket, ruling_id):
        return self.rulings.get((ticket, ruling_id))

    async def save_ruling(self, ruling):
        self.rulings[ruling.ticket, ruling.id] = ruling

    async def append_change(self, change):
        self.feed.append(change)


class PathStore:
    """`path_generator.application.ports.Store`. Nobody was graded before, and no question was made.

    `places`: of whichever ticket is graded.
    """

    def __init__(self):
        self.owners, self.outcomes, self.proposals, self.grades, self.counting = {}, {}, {}, {}, {}
        self.material, self.places, self.added = {}, [], []
        self.tickets, self.scheduled_reviews = set(), {}
        self.hints, self.counting_rules, self.named_concepts = [], [], []
        self.reviews, self.disputes, self.courses = [], [], []

    async def register(self, path, learner, at, per_hour):
        owner = self.owners.setdefault(path, learner)
        return Registration(owner, None, self.outcomes.get(path))

    async def save_outcome(self, path, outcome):
        return self.outcomes.setdefault(path, outcome)

    async def save_proposal(self, proposal):
        self.proposals[proposal.path] = proposal
        steps = [
            PlacedStep(proposal.path, step.step, UUID(DOCUMENT), step.source.passage.chunk, None)
            for step in proposal.steps
        ]
        self.material[proposal.path] = PathMaterial(
            proposal.path, self.owners[proposal.path], 0, tuple(steps)
        )

    def _placed(self):
        return [step for known in self.material.values() for step in known.steps]

    async def find_steps_of(self, path):
        return [step for step in self._placed() if step.path == path]

    async def find_steps_in(self, document):
        return [step for step in self._placed() if step.document == document]

    async def find_retired_steps(self):
        return [step for step in self._placed() if step.retired]

    async def lock_material(self, paths):
        return [self.material[path] for path in sorted(paths)]

    async def save_material(self, material):
        self.material[material.path] = material

    async def save_questions(self, questions, difficulty):
        pass

    async def find_path(self, path):
        """One that nobody asked for has no steps here, instead of keeping its acceptance waiting."""
        proposal = self.proposals.get(path)
        steps = {step.step: stored(step) for step in proposal.steps} if proposal else {}
        return StoredPath(await self.find_owner(path), steps)

    async def find_owner(self, path):
        return self.owners.get(path)

    async def find_scores(self, learner, subject):
        return {}

    async def find_asked(self, learner):
        return []

    async def find_questions(self, contents, difficulty):
        return []

    async def find_rejected(self, contents):
        return Rejected()

    async def find_generated_questions(self, subject):
        return "at_once"

    async def save_course(self, course):
        self.courses.append(course)

    async def save_dispute(self, ticket, learner):
        self.disputes.append((ticket, learner))

    async def save_review(self, review):
        self.reviews.append(review)

    async def bind_ticket(self, ticket, path, step, learner):
        self.tickets.add((learner, ticket))

    async def has_question(self, ticket, path, step, learner):
        return False  # each example has a ticket of its own

    async def next_revision(self, ticket, learner, digest):
        return 1

    async def lock_grades(self, learner, ticket):
        return self.grades.get((learner, ticket), TicketGrades())

    async def save_grade(self, grade):
        key = grade.learner, grade.ticket
        self.grades[key] = (await self.lock_grades(*key)).with_grade(grade)

    async def save_withdrawal(self, withdrawal):
        key = withdrawal.learner, withdrawal.ticket
        self.grades[key] = (await self.lock_grades(*key)).with_withdrawal(withdrawal)

    async def save_counting(self, learner, ticket, attempt, grade):
        self.counting[learner, ticket, attempt] = grade

    async def is_step(self, learner, ticket):
        return (learner, ticket) in self.tickets

    async def find_scheduled_review(self, learner, ticket):
        return self.scheduled_reviews.get((learner, ticket))

    async def save_scheduled_review(self, learner, ticket, revision, review):
        self.scheduled_reviews[learner, ticket] = revision, review

    async def find_score(self, learner, ticket):
        return max(grade.score for grade in self.grades[learner, ticket].counting().values())

    async def save_hint(self, hint):
        self.hints.append(hint)

    async def save_counting_rule(self, rule):
        self.counting_rules.append(rule)

    async def save_named_concepts(self, named):
        self.named_concepts.append(named)

    async def find_places(self, learner, ticket):
        return self.places

    async def lock_path(self, path):
        return next(place.path for place in self.places if place.path.path == path)

    async def save_step(self, proposed, difficulty):
        self.added.append(proposed)


TEXTS = {
    "transaction": "A transaction is a group of statements that take effect together or not at all.",
    "isolation": "Isolation decides which changes of others a transaction sees while it runs.",
}
DOCUMENT = "0d9cb9b4-5a0e-5f0c-9a6e-6a3a0f6b1c11"


class Course:
    """`KnowledgeBase` and `Reading` of `path_generator.application.ports`: two concepts for any goal but
    pancakes."""

    def __init__(self):
        self.gone = set()

    async def look(self, work):
        return await work(self)

    async def read(self, goal, limit, work):
        score = 0.3 if "pancakes" in goal else 0.9
        about = (DOCUMENT, "isolation.pdf", "Isolation levels", "Databases", ("Isolation",), 2)
        hits = [Hit("isolation", *about, TEXTS["isolation"], "isolation", score)]
        return await work(Found(tuple(hits[:limit]), 1, by_meaning=True), self)

    async def needs(self, subject, names):
        concepts = [Concept(name, (name,)) for name in TEXTS]
        return ConceptGraph(
            subject, concepts, [Prerequisite("isolation", "transaction", 0.9, state="agreed")]
        )

    async def passages(self, chunks):
        about = (DOCUMENT, "isolation.pdf", "Isolation levels", ("Isolation",), 2, "text")
        live = set(chunks) - self.gone
        return {chunk: Located(Passage(chunk, *about, TEXTS[chunk])) for chunk in live}

    async def closure(self, wanted):
        graph = await self.needs(wanted.subject, wanted.concepts)
        return Closure(graph, await self.passages({concept.name for concept in graph.concepts}), set())

    async def copies(self, digests):
        return {}


def path_parts(course):
    step_questions, review_updates = StepQuestions(TemplateQuestions()), ReviewUpdates(ReviewSchedule(0.9))
    generation = Generation(CorpusFinder(course, SearchSettings(0.65, 20)), step_questions)
    requests, creation = Requests(generation, 20), Creation(timedelta(hours=1), review_updates)
    grades = Grades(review_updates, GapClosing(course, step_questions))
    graph, kept = Graph(MagicMock(), "nowhere"), Cache(None, timedelta(hours=1))
    return PathParts(None, graph, None, requests, creation, grades, MaterialEvents(course), kept)


@cache
def grader_settings():
    return GraderSettings(
        **dict.fromkeys(ADDRESSES, "-")
        | {"database_url": "postgresql+asyncpg://nobody@nowhere/none", "embedding_model_dir": MODEL}
    )


@cache
def grader_parts():
    return bootstrap_grader(grader_settings())


class Services:
    """`send` gives an event as JSON to each queue that gets it, and then what the services say to it.

    The indexer's part in this is what it says: its handlers need an object store, a graph and a reader.
    """

    def __init__(self):
        self.grader_store, self.progress_store = MemoryHints(), ProgressStore()
        self.path_store, self.course = PathStore(), Course()
        self.stores = {
            "grader": self.grader_store,
            "progress": self.progress_store,
            "path-generator": self.path_store,
        }
        self.handlers = {name: handlers(self.app(name)) for name in self.stores}
        self.said = []

    def app(self, name):
        if name == "progress":
            return progress_worker.app(ProgressSettings(**dict.fromkeys(ADDRESSES, "-")), MagicMock())
        if name == "path-generator":
            return path_worker.app(PathSettings(**dict.fromkeys(ADDRESSES, "-")), path_parts(self.course))
        return grader_worker.app(grader_settings(), grader_parts())

    async def send(self, source, detail_type, detail):
        queues = consumers(source, detail_type)
        assert queues, f"nobody gets {detail_type} from {source}"
        for queue in self.handlers.keys() & queues:
            event = parse(source, detail_type, json.loads(json.dumps(detail)))
            work = FakeWork(self.stores[queue])
            try:
                followed = await self.handlers[queue][detail_type](event, work)
            except Park:
                followed = []  # it waits for what these tests do not send
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
