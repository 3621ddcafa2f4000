"""Small fakes of the corpus and the database, and events out of the contracts' examples."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import pytest
from path_generator.adapters.cache import ENTRY_TTL, CachedFinder
from path_generator.application.gap_closing import GapClosing
from path_generator.application.generation import Generation
from path_generator.application.goal_search import CorpusFinder, SearchSettings
from path_generator.application.ports import Closure, PathMaterial, Place, Registration, StoredPath
from path_generator.application.publication import digest_of, stored
from path_generator.application.review_updates import ReviewUpdates
from path_generator.application.step_questions import StepQuestions
from path_generator.domain.grade import TicketGrades
from path_generator.domain.paths.gap import AcceptedPath, KnownStep
from path_generator.domain.paths.placement import PlacedStep
from path_generator.domain.paths.proposal import Located
from path_generator.domain.questions.question import Passage
from path_generator.domain.questions.question_history import Asked, Rejected
from path_generator.domain.questions.question_review import reworded
from path_generator.domain.questions.summary import summary_of
from path_generator.domain.review_schedule import ReviewSchedule
from path_generator.domain.ticket_score import ticket_score
from path_generator.handlers.creation import Creation
from path_generator.handlers.grades import Grades
from path_generator.handlers.material import MaterialEvents
from path_generator.handlers.requests import Requests
from traclearn_contracts.events import parse
from traclearn_contracts.files import CONTRACTS
from traclearn_corpus import Concept, ConceptGraph, Prerequisite, content_digest
from traclearn_corpus.reading import Found, Hit
from traclearn_worker.cache import Cache
from traclearn_worker.testing import FakeRedis, FakeWork

PER_HOUR = 3
HOUR = timedelta(hours=1)
WANTED = SearchSettings(0.65, 20)


def example(path, metadata=(), /, **data):
    """A golden event, with some of its data and metadata changed."""
    event = json.loads((CONTRACTS / "examples" / f"{path}.json").read_text())
    event["detail"]["data"] |= data
    event["detail"]["metadata"] |= dict(metadata)
    return parse(event["source"], event["detail-type"], event["detail"])


class Corpus:
    """What a course teaches: `teach` gives a concept its chunks, `found` are the best hits of any search."""

    def __init__(self):
        self.concepts, self.edges, self.cycles, self.found, self.located = [], [], [], [], {}
        self.away, self.asked, self.looks = None, [], 0
        self.by_meaning, self.generation, self.stale = True, 1, set()

    def teach(self, concept, *texts, needs=(), state="agreed", score=None):
        chunks = []
        for text in texts:
            chunk = str(uuid5(NAMESPACE_URL, text))
            document = str(uuid5(NAMESPACE_URL, concept))
            heading = ("Databases", concept.capitalize())
            name, title = f"{concept}.md", f"On {concept}"
            passage = Passage(chunk, document, name, title, heading, None, "text", text)
            self.located[chunk] = Located(passage, f"wiki/{concept}")
            chunks.append(chunk)
            if score is not None:
                hit = Hit(chunk, document, name, title, "Databases", heading, None, text, concept, score)
                self.found.append(hit)
        self.found.sort(key=lambda hit: -hit.score)
        self.concepts.append(Concept(concept, tuple(chunks)))
        self.edges += [Prerequisite(concept, need, 0.9, state=state) for need in needs]

    async def state(self):
        self.looks += 1
        if self.away:
            raise self.away
        return str(self.generation)

    async def search(self, goal, limit):
        self.asked.append(goal)
        if self.away:
            raise self.away
        return Found(tuple(self.found[:limit]), self.generation, self.by_meaning)

    async def read(self, goal, limit, work):
        return await work(await self.search(goal, limit), self)

    async def look(self, work):
        return await work(self)

    async def needs(self, subject, concepts):
        """All that there is, which holds them; nothing where none of them is there."""
        if self.away:
            raise self.away
        if not any(each.name in concepts for each in self.concepts):
            return ConceptGraph(subject)
        return ConceptGraph(subject, [*self.concepts], [*self.edges], [*self.cycles])

    async def called_now(self, subject, name):
        return next((each.name for each in self.concepts if name in each.aliases), None)

    async def closure(self, wanted):
        graph = await self.needs(wanted.subject, wanted.concepts)
        taught = {chunk for concept in graph.concepts for chunk in concept.chunks[: wanted.passages]}
        passages = await self.passages(taught | {*wanted.chunks})
        return Closure(graph, passages, self.stale & {*wanted.subjects})

    async def passages(self, chunks):
        if self.away:
            raise self.away
        return {chunk: self.located[chunk] for chunk in chunks if chunk in self.located}

    async def copies(self, digests):
        found = {}
        for located in self.located.values():
            digest = content_digest(located.passage.text)
            if digest in digests:
                found.setdefault(digest, []).append(located)
        return found


class Memory:
    """The Store, without a database."""

    def __init__(self):
        self.paths, self.proposals, self.questions, self.tickets = {}, {}, [], {}
        self.published, self.grades, self.counting, self.scheduled_reviews = {}, {}, {}, {}
        self.hints, self.counting_rules, self.named_concepts = {}, {}, {}
        self.material, self.added = {}, {}
        self.reviews, self.disputes, self.courses = {}, set(), {}

    async def register(self, path, learner, at, per_hour):
        if path not in self.paths:
            lately = sorted(
                row["at"]
                for row in self.paths.values()
                if row["learner"] == learner and row["retry_at"] is None and row["at"] > at - HOUR
            )
            retry_at = lately[-per_hour] + HOUR if len(lately) >= per_hour else None
            self.paths[path] = {"learner": learner, "at": at, "retry_at": retry_at, "outcome": None}
        row = self.paths[path]
        return Registration(row["learner"], row["retry_at"], row["outcome"])

    async def save_outcome(self, path, outcome):
        row = self.paths[path]
        row["outcome"] = row["outcome"] or outcome
        return row["outcome"]

    async def save_proposal(self, proposal):
        self.proposals[proposal.path] = proposal
        steps = tuple(
            PlacedStep(
                proposal.path,
                step.step,
                UUID(step.source.passage.document),
                step.source.passage.chunk,
                content_digest(step.source.passage.text),
            )
            for step in proposal.steps
        )
        learner = self.paths[proposal.path]["learner"]
        self.material[proposal.path] = PathMaterial(proposal.path, learner, 0, steps)

    async def save_questions(self, questions, difficulty):
        for kept in questions:
            row = difficulty, replace(kept, question=replace(kept.question, chunk=""), is_listed=True)
            if row not in self.questions:
                self.questions.append(row)

    async def find_path(self, path):
        proposal = self.proposals.get(path)
        if proposal is None:
            return None
        steps = (*proposal.steps, *(one.step for one in self.added.get(path, [])))
        return StoredPath(self.paths[path]["learner"], {step.step: stored(step) for step in steps})

    def _placed(self):
        return [step for path in sorted(self.material) for step in self.material[path].steps]

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

    async def find_owner(self, path):
        return self.paths[path]["learner"] if path in self.paths else None

    def _bound(self, learner):
        for (ticket, path, step), owner in self.tickets.items():
            if owner == learner:
                yield ticket, self._step(path, step)

    async def find_scores(self, learner, subject):
        scores = {}
        taught = [(step.concept, ticket) for ticket, step in self._bound(learner)]
        for ticket, named in self.named_concepts.items():
            taught += [(concept, ticket) for concept in named.concepts if named.course == subject]
        for concept, ticket in taught:
            if (score := await self.find_score(learner, ticket)) is not None:
                scores[concept] = max(score, scores.get(concept, 0.0))
        return scores

    async def find_asked(self, learner):
        return [
            Asked(step.concept, step.question.text, (ticket, learner) in self.disputes)
            for ticket, step in self._bound(learner)
        ]

    async def find_generated_questions(self, subject):
        return self.courses[subject].generated_questions if subject in self.courses else "at_once"

    async def save_course(self, course):
        known = self.courses.get(course.subject)
        if known is None or course.rank > known.rank:
            self.courses[course.subject] = course

    async def save_dispute(self, ticket, learner):
        self.disputes.add((ticket, learner))

    async def find_questions(self, contents, difficulty):
        known = [kept for asked, kept in self._reviewed(contents) if asked == difficulty]
        return [kept for kept in known if kept.decision != "withdrawn"]

    def _reviewed(self, contents):
        for difficulty, kept in self.questions:
            review = self.reviews.get(kept.question.id)
            if kept.content in contents and review:
                question = reworded(kept.question, review.edited)
                yield difficulty, replace(kept, decision=review.decision, question=question)
            elif kept.content in contents:
                yield difficulty, kept

    async def find_rejected(self, contents):
        said = {decision: set() for decision in ("withdrawn", "edited", "approved")}
        for _, kept in self.questions:
            if kept.content in contents and kept.question.id in self.reviews:
                said[self.reviews[kept.question.id].decision].add(kept.question.text)
        return Rejected(frozenset(said["withdrawn"]), frozenset(said["edited"]))

    async def save_review(self, review):
        known = self.reviews.get(review.question)
        if known is None or review.rank > known.rank:
            self.reviews[review.question] = review

    async def bind_ticket(self, ticket, path, step, learner):
        self.tickets[ticket, path, step] = learner

    async def has_question(self, ticket, path, step, learner):
        new = self._step(path, step)
        return any(
            who == learner
            and known == ticket
            and (bound := self._step(of, one)).concept == new.concept
            and content_digest(bound.source.passage.text) == content_digest(new.source.passage.text)
            for (known, of, one), who in self.tickets.items()
        )

    async def next_revision(self, ticket, learner, digest):
        known = self.published.get(ticket, (learner, 0, None))
        if known[0] != learner or known[2] == digest:
            return None
        self.published[ticket] = (learner, known[1] + 1, digest)
        return known[1] + 1

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
        return any(known == ticket and who == learner for (known, _, _), who in self.tickets.items())

    async def find_scheduled_review(self, learner, ticket):
        return self.scheduled_reviews.get((learner, ticket))

    async def save_scheduled_review(self, learner, ticket, revision, review):
        self.scheduled_reviews[learner, ticket] = revision, review

    async def find_score(self, learner, ticket):
        scores = {grade.attempt: grade.score for grade in self._counting(learner, ticket)}
        hints = [hint for hint in self.hints.values() if (hint.learner, hint.ticket) == (learner, ticket)]
        rule = self.counting_rules.get(ticket)
        return ticket_score(scores, hints, rule.counting if rule else "best")

    async def save_hint(self, hint):
        key = hint.learner, hint.ticket, hint.id
        self.hints[key] = min(hint, self.hints.get(key, hint), key=lambda one: one.rank)

    async def save_counting_rule(self, rule):
        known = self.counting_rules.get(rule.ticket, rule)
        self.counting_rules[rule.ticket] = max(rule, known, key=lambda one: one.rank)

    async def save_named_concepts(self, named):
        known = self.named_concepts.get(named.ticket, named)
        self.named_concepts[named.ticket] = max(named, known, key=lambda one: one.rank)

    def _counting(self, learner, ticket):
        """As told: it must follow from all grades."""
        found = [g for key, g in self.counting.items() if key[:2] == (learner, ticket) and g]
        known = self.grades.get((learner, ticket), TicketGrades())
        assert found == [known.counting()[g.attempt] for g in found]
        return found

    async def find_places(self, learner, ticket):
        places = []
        known = [key for key in self.tickets if key[0] == ticket and key[1] in self.proposals]
        rows = [stored(self._step(path, step)) for _, path, step in known]
        asked = [row for row in rows if digest_of(row) == self.published[ticket][2]]
        for (number, path, step), owner in self.tickets.items():
            if (number, owner) == (ticket, learner) and path in self.proposals:
                accepted = await self.lock_path(path)
                known = next(one for one in accepted.steps if one.step == step)
                rubric = (asked or [stored(self._step(path, step))])[0].question["rubric"]
                places.append(Place(accepted, known, {one["id"]: one["criterion"] for one in rubric}))
        return places

    async def lock_path(self, path):
        proposal, taken = self.proposals[path], {(path, step) for _, path, step in self.tickets}
        steps = {step.step: (step, None) for step in proposal.steps}
        steps |= {one.step.step: (one.step, one.before) for one in self.added.get(path, [])}
        known = [
            KnownStep(step.step, step.n, step.concept, (path, step.step) in taken, before)
            for step, before in steps.values()
        ]
        return AcceptedPath(path, proposal.subject, proposal.difficulty, tuple(known))

    async def save_step(self, proposed, difficulty):
        self.added.setdefault(proposed.path, []).append(proposed)

    def _step(self, path, step):
        added = [one.step for one in self.added.get(path, [])]
        return next(one for one in (*reversed(added), *self.proposals[path].steps) if one.step == step)


class Counting:
    """A QuestionMaker that notes for which concepts a question was made."""

    def __init__(self):
        self.made = []

    def make(self, concept, passages, difficulty, exclude=()):
        self.made.append(concept)
        made = [summary_of(passage, concept) for passage in passages]
        return next((question for question in made if question.text not in exclude), made[0])


class Clock:
    now = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)

    def __call__(self):
        return self.now


class Service:
    """The handlers over the fakes. `process` makes what another process has: all of them share one Redis."""

    def __init__(self):
        self.corpus, self.store, self.maker = Corpus(), Memory(), Counting()
        self.redis, self.clock = FakeRedis(), Clock()
        step_questions, review_updates = StepQuestions(self.maker), ReviewUpdates(ReviewSchedule(0.9))
        self.requests = Requests(Generation(self.process(), step_questions, self.clock), PER_HOUR)
        self.creation = Creation(HOUR, review_updates)
        self.grades = Grades(review_updates, GapClosing(self.corpus, step_questions))
        self.material = MaterialEvents(self.corpus)

    def process(self):
        cache = Cache(self.redis, ENTRY_TTL)
        return CachedFinder(CorpusFinder(self.corpus, WANTED), self.corpus.state, cache, WANTED, self.clock)


@pytest.fixture(scope="session")
def make_event():
    return example


@pytest.fixture
def service():
    return Service()


@pytest.fixture
def course_of_fakes(service):
    """isolation needs transaction and lock, both need table; the goal finds isolation."""
    teach = service.corpus.teach
    teach("table", "A table holds rows, and each row holds one value for each column of the table.")
    teach(
        "transaction",
        "A transaction is a group of statements that take effect together or not at all.",
        needs=["table"],
    )
    teach("lock", "A lock keeps other sessions from changing a row until it is released.", needs=["table"])
    teach(
        "isolation",
        "Isolation decides which changes of others a transaction sees while it runs. Read committed sees "
        "what was committed before each statement began.",
        needs=["transaction", "lock"],
        score=0.9,
    )
    return service


@pytest.fixture
def course(course_of_fakes):
    return course_of_fakes


@pytest.fixture
def request_path():
    """A new request of the example's learner."""

    def make(minutes_later=0, metadata=(), **data):
        event = example("PathRequested.v1/plain", **data)
        at = event.metadata.occurred_at + timedelta(minutes=minutes_later)
        changed = {"event_id": uuid4(), "occurred_at": at} | dict(metadata)
        return event.model_copy(update={"metadata": event.metadata.model_copy(update=changed)})

    return make


@pytest.fixture
def proposed(course, request_path):
    """Asks for a path, and gives the request with what was proposed."""

    async def ask(**more):
        event = request_path(**more)
        (said,) = await course.requests.handle(event, FakeWork(course.store))
        return event, said

    return ask


@pytest.fixture
def accepted(make_event):
    """What Trac says: the steps with tickets from `first` on."""

    def make(said, first=101, metadata=(), steps=None):
        tickets = [
            {"n": step.n, "step": str(step.step), "ticket": first + step.n - 1}
            for step in steps or said.data.steps
        ]
        fresh = {"event_id": str(uuid4()), **dict(metadata)}
        return make_event("PathCreated.v1/two-steps", fresh, path=str(said.data.path), steps=tickets)

    return make


@pytest.fixture
def graded(make_event):
    def make(ticket, score, learner, kind="AnswerGraded.v1/partly", at="2026-01-15T10:00:00+00:00", **data):
        fresh = {"event_id": str(uuid4()), "occurred_at": at}
        if kind.startswith("AnswerGraded"):
            fresh["learner"] = learner
        return make_event(kind, fresh, ticket=ticket, score=score, learner=learner, **data)

    return make


@pytest.fixture
def call(course):
    """What authors call a concept from now on, with what they merged into it."""

    def rename(name, new, former=(), merged=()):
        corpus = course.corpus
        corpus.concepts = [
            replace(each, name=new, aliases=(*former, *merged), former=former) if each.name == name else each
            for each in corpus.concepts
            if each.name not in merged
        ]
        new_names = {name: new} | dict.fromkeys(merged, new)
        corpus.edges = [
            replace(
                edge,
                concept=new_names.get(edge.concept, edge.concept),
                prerequisite=new_names.get(edge.prerequisite, edge.prerequisite),
            )
            for edge in corpus.edges
        ]
        corpus.generation += 1

    return rename


@pytest.fixture(scope="session")
def new_service():
    """For tests that try many."""

    def make():
        return Service()

    make.wanted = WANTED
    return make
