"""Events to order, and the store in memory."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from progress.domain.appeal import Appeals
from progress.domain.progress import WAITING_PHASES, progress_of
from progress.domain.record import Record
from traclearn_contracts.events import TYPES, Event
from traclearn_contracts.files import CONTRACTS, read_yaml
from traclearn_contracts.grades import grade_id
from traclearn_contracts.models import Metadata

QUESTION = UUID("9b0c9a51-7d4e-5b0c-8a43-1d7f1c0e6b21")
START = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
LEARNER, AUTHOR, TICKET = "learner", "author", 42
DOCUMENT = UUID("0d9cb9b4-5a0e-5f0c-9a6e-6a3a0f6b1c11")
GRADED = {
    "score": 0.5,
    "feedback": "Half of it.",
    "remarks": [{"code": "met", "item": "a", "label": "A", "quote": "words"}],
    "items": [{"id": "a", "label": "A", "verdict": "yes", "quote": "words"}],
    "provisional": True,
    "confidence": 0.7,
    "needs_review": False,
    "question_revision": 1,
    "revision": 1,
    "grader": "offline/test",
}


class Events:
    """Makes events; `minute` is when they occurred, not when they come. The name makes the id."""

    def __init__(self, ticket=TICKET, learner=LEARNER, document=DOCUMENT):
        self.ticket, self.learner, self.document = ticket, learner, document

    def make(self, kind, name, minute, data, **who):
        """`who` speaks: `source`, `actor` (the learner of the metadata), `groups`, `producer` (the door)."""
        who = {"source": "traclearn.trac", "actor": AUTHOR, "groups": ()} | who
        metadata = Metadata(
            event_id=uuid5(NAMESPACE_URL, f"{self.ticket}:{self.learner}:{name}"),
            occurred_at=START + timedelta(minutes=minute),
            learner=who["actor"],
            groups=list(who["groups"]),
            correlation_id=uuid5(NAMESPACE_URL, name),
            producer=who.get("producer", who["source"]),
        )
        about = {"ticket": self.ticket} if "ticket" in TYPES[kind].model_fields else {}
        model = TYPES[kind].model_validate(about | data)
        return Event(source=who["source"], detail_type=kind, metadata=metadata, data=model)

    def question(self, revision=1, learner=None, groups=("authors",), question_id=None, rules=(), **who):
        """`rules`: course, counting, hint_deduction."""
        text = {"question": "Q?", "reference": "R.", "rubric": [{"id": "a", "criterion": "C"}], **dict(rules)}
        data = text | {"revision": revision, "learner": learner, "question_id": question_id}
        return self.make("QuestionPublished.v1", f"question {revision}", 0, data, groups=groups, **who)

    def answer(self, attempt=1, text=None, minute=None, seconds=None, **who):
        data = {"attempt": attempt, "answer": text or f"answer {attempt}"}
        data |= {} if seconds is None else {"seconds": seconds}
        at = 10 * attempt if minute is None else minute
        who = {"actor": self.learner} | who
        return self.make("AnswerSubmitted.v1", f"answer {attempt} {at}", at, data, **who)

    def of_grader(self, kind, name, minute, attempt, data):
        about = {"attempt": attempt, "learner": self.learner}
        who = {"source": "traclearn.grader", "actor": self.learner}
        return self.make(kind, f"{name} {attempt}", minute, about | data, **who)

    def started(self, attempt=1, minute=None):
        at = 10 * attempt + 1 if minute is None else minute
        return self.of_grader("GradingStarted.v1", f"started {at} of", at, attempt, {})

    def grade(self, attempt=1, revision=1, **changes):
        data = GRADED | {"revision": revision} | changes
        minute = 10 * attempt + 2 + revision
        return self.of_grader("AnswerGraded.v1", f"grade {revision} of", minute, attempt, data)

    def ungradable(self, attempt=1, reason="grader_failed", minute=None):
        at = 10 * attempt + 2 if minute is None else minute
        return self.of_grader("AnswerUngradable.v1", f"{reason} {at} of", at, attempt, {"reason": reason})

    def override(self, attempt=1, revision=1, score=1.0, minute=None, said=(), **who):
        """`said`: items, reason, against, appeal."""
        data = {"attempt": attempt, "revision": revision, "score": score, "learner": self.learner}
        who = {"groups": ("authors",)} | who
        name = f"override {attempt} {revision} {score}"
        minute = 60 + attempt + revision if minute is None else minute
        data |= {"feedback": "By hand.", **dict(said)}
        return self.make("GradeOverridden.v1", name, minute, data, **who)

    def withdrawal(self, override, minute=90, reason="Set on the wrong answer.", groups=("authors",)):
        """`override`: the event of the grade that is taken back."""
        data = {"attempt": override.data.attempt, "learner": self.learner, "reason": reason}
        data |= {"override": override.metadata.event_id}
        name = f"withdrawal {minute} {override.metadata.event_id}"
        return self.make("OverrideWithdrawn.v1", name, minute, data, groups=groups)

    def hint(self, attempt=1, name="a", deduction=0.1, minute=None, kind="hint", **changes):
        """The same name makes the same hint."""
        hint = uuid5(NAMESPACE_URL, f"{self.ticket}:{self.learner}:hint {name}")
        data = {"hint": hint, "kind": kind, "text": "Look there.", "deduction": deduction} | changes
        at = 10 * attempt - 1 if minute is None else minute
        return self.of_grader("HintGiven.v1", f"hint {name} {at} of", at, attempt, data)

    def page(self, revision=1, **changes):
        data = {"page": "Course", "revision": revision, "version": 1, "deleted": False, "text": "= Course ="}
        return self.make("WikiPageChanged.v1", f"page {revision}", revision, data | changes)

    def of_indexer(self, kind, revision, minute, **data):
        about = {"document": self.document, "revision": revision, "name": "a/b.pdf", "origin": "upload"}
        name = f"{kind} {self.document} {revision} {minute} {sorted(data.items())}"
        return self.make(kind, name, minute, about | data, source="traclearn.indexer")

    def history(self):
        """A document that is indexed, replaced by a scan, replaced again, removed; one event comes late."""
        return [
            self.progressed(1, done=16, total=40),
            self.progressed(2, "reading"),
            self.indexed(1),
            self.rejected(2),
            self.indexed(2),
            self.removed(3),
            self.indexed(2, minute=99, chunks=41),
        ]

    def progressed(self, revision=1, phase="embedding", minute=None, **data):
        at = 10 * revision if minute is None else minute
        return self.of_indexer("ContentProgressed.v1", revision, at, phase=phase, **data)

    def indexed(self, revision=1, minute=None, **changes):
        at = 10 * revision + 5 if minute is None else minute
        known = {"title": f"Title {revision}", "subject": "databases", "type": "application/pdf", "pages": 9}
        counts = {"chunks": 40, "embedded": 3, "generation": revision, "model": "test"}
        return self.of_indexer("ContentIndexed.v1", revision, at, **known | counts | changes)

    def path_request(self, minute=0, name="path", **who):
        """Its event_id is the path's id."""
        data = {"goal": "teach me locks", "difficulty": 2, "minutes": 60}
        return self.make("PathRequested.v1", name, minute, data, **{"actor": self.learner} | who)

    @property
    def path(self):
        return self.path_request().metadata.event_id

    def of_generator(self, kind, minute, **data):
        who = {"source": "traclearn.path-generator", "actor": self.learner}
        return self.make(kind, f"{kind} {minute} {self.path}", minute, {"path": self.path} | data, **who)

    def path_progressed(self, phase="asking", minute=1, **data):
        return self.of_generator("PathProgressed.v1", minute, phase=phase, **data)

    def path_generated(self, minute=5, concepts=("lock", "isolation", "deadlock"), **changes):
        """Each step needs the one before it."""
        steps = [path_step(self.path, n, concept) for n, concept in enumerate(concepts, 1)]
        known = {"title": "Locks", "goal": "teach me locks", "difficulty": 2, "minutes": 5 * len(steps)}
        return self.of_generator("PathGenerated.v1", minute, steps=steps, **known | changes)

    def path_unavailable(self, minute=5, reason="not_covered", **changes):
        nearest = [{"concept": "lock", "title": "Locks"}]
        known = {"detail": "Nothing about this.", "goal": "teach me locks", "nearest": nearest}
        return self.of_generator("PathUnavailable.v1", minute, reason=reason, **known | changes)

    def path_material(self, version=1, retired=(), moved=(), minute=None):
        """These concepts' steps lost their passage; those found theirs in another document."""
        elsewhere = {"document": str(uuid5(DOCUMENT, "other")), "name": "b.pdf", "title": "More on locks"}
        places = [
            {"step": str(uuid5(self.path, concept)), "chunk": f"other chunk {concept}", **elsewhere}
            for concept in moved
        ]
        steps = [str(uuid5(self.path, concept)) for concept in retired]
        at = 20 + version if minute is None else minute
        return self.of_generator("PathMaterialChanged.v1", at, version=version, retired=steps, moved=places)

    def path_created(self, minute=9, concepts=("lock", "isolation", "deadlock"), first_ticket=51, **who):
        """The learner took these, in this order."""
        steps = [
            {"n": n, "step": str(uuid5(self.path, concept)), "ticket": first_ticket + n - 1}
            for n, concept in enumerate(concepts, 1)
        ]
        name = f"created {minute} {self.path}"
        data = {"path": self.path, "steps": steps}
        return self.make("PathCreated.v1", name, minute, data, **{"actor": self.learner} | who)

    def path_changed(self, minute=20, **changes):
        """Renamed or given up: `title` or `state`."""
        who = {name: changes.pop(name) for name in ("producer", "actor") if name in changes}
        name = f"changed {minute} {self.path}"
        return self.make(
            "PathChanged.v1", name, minute, {"path": self.path} | changes, **{"actor": self.learner} | who
        )

    def step_proposed(self, minute=12, concept="key", before="isolation", n=4, needs=(), **changes):
        """After a low grade of the step before which it is to come."""
        step = path_step(self.path, n, concept) | {"needs": list(needs), "reason": "you had 40 %"}
        known = {"step": step, "before": str(uuid5(self.path, before))}
        because = {"ticket": 52, "score": 0.4}
        return self.of_generator("StepProposed.v1", minute, **known | {"because": because} | changes)

    def step_declined(self, minute=15, concept="key"):
        return self.path_changed(minute, declined=str(uuid5(self.path, concept)))

    def review_scheduled(self, revision=1, attempt=1, minute=None, due_minute=3000, **changes):
        """`due_minute` None: there is no review."""
        due_at = None if due_minute is None else START + timedelta(minutes=due_minute)
        data = {"revision": revision, "reviews": 1, "reviewed_at": START, "due_at": due_at}
        name = f"review {revision} of {self.learner}"
        at = 20 + revision if minute is None else minute
        who = {"source": "traclearn.path-generator", "actor": self.learner}
        known = {"attempt": attempt, "learner": self.learner}
        return self.make("ReviewScheduled.v1", name, at, known | data | changes, **who)

    def question_drafted(self, minute=1, **changes):
        source = {"document": str(DOCUMENT), "chunk": "chunk lock", "name": "a.pdf", "title": "Locks"}
        about = {"question_id": QUESTION, "subject": "databases", "concept": "lock", "form": "definition"}
        made = {"question": "What is a lock?", "reference": "A lock keeps others out.", "difficulty": 2}
        data = about | made | {"rubric": [{"id": "1", "criterion": "Keeps"}], "source": source} | changes
        who = {"source": "traclearn.path-generator", "actor": self.learner}
        return self.make("QuestionDrafted.v1", f"drafted {minute} {data['question_id']}", minute, data, **who)

    def question_reviewed(self, minute=2, decision="approved", groups=("authors",), **changes):
        data = {"question_id": QUESTION, "decision": decision} | changes
        name = f"reviewed {minute} {data['question_id']}"
        return self.make("QuestionReviewed.v1", name, minute, data, groups=groups)

    def course_changed(self, minute=1, generated_questions="after_review", groups=("authors",)):
        data = {"subject": "databases", "generated_questions": generated_questions}
        return self.make("CourseChanged.v1", f"course {minute}", minute, data, groups=groups)

    def question_disputed(self, minute=3, note="", **who):
        name = f"disputed {minute} {note}"
        return self.make("QuestionDisputed.v1", name, minute, {"note": note}, **{"actor": self.learner} | who)

    def appeal(self, attempt=1, grade=None, minute=None, name="", **who):
        """Its event_id is the appeal's id; `grade` is the event of the one that it names."""
        at = 30 + attempt if minute is None else minute
        named = None if grade is None else str(grade_id(grade))
        data = {"attempt": attempt, "grade": named, "reason": f"It is there {name}."}
        who = {"actor": self.learner} | who
        return self.make("GradeAppealed.v1", f"appeal {attempt} {at} {name}", at, data, **who)

    def assessed(self, appeal, outcome="to_author", minute=None, why=None, said=()):
        at = 10 + (appeal.metadata.occurred_at - START) // timedelta(minutes=1) if minute is None else minute
        why = why or {"stands": "second_agrees", "to_author": "second_differs"}[outcome]
        data = {"appeal": appeal.metadata.event_id, "outcome": outcome, "why": why, **dict(said)}
        name = f"assessed {appeal.metadata.event_id} {at} of"
        return self.of_grader("AppealAssessed.v1", name, at, appeal.data.attempt, data)

    def ruling_made(self, minute=70, words="it names them", groups=("authors",), **changes):
        """Its event_id is the ruling's id."""
        data = {"item": "a", "words": words, "verdict": "yes", "note": "Naming is linking."} | changes
        return self.make("RulingMade.v1", f"ruling {words}", minute, data, groups=groups)

    def ruling_revoked(self, minute=80, words="it names them", groups=("authors",)):
        ruling = self.ruling_made(words=words).metadata.event_id
        return self.make("RulingRevoked.v1", f"revoked {minute}", minute, {"ruling": ruling}, groups=groups)

    def regrades_ordered(self, minute=90, cause="ruling", groups=("authors",)):
        return self.make("RegradesOrdered.v1", f"ordered {minute}", minute, {"cause": cause}, groups=groups)

    def rejected(self, revision=1, minute=None, reason="scanned", detail="Pictures only."):
        at = 10 * revision + 4 if minute is None else minute
        return self.of_indexer("ContentRejected.v1", revision, at, reason=reason, detail=detail)

    def removed(self, revision=1, **changes):
        counts = {"chunks": 40, "edges": 3, "concepts": 5, "generation": revision}
        return self.of_indexer("ContentRemoved.v1", revision, 10 * revision, **counts | changes)


def path_step(path, n, concept, text="A lock keeps others out."):
    source = {"document": str(DOCUMENT), "chunk": f"chunk {concept}", "name": "a.pdf", "title": "Locks"}
    return {
        "n": n,
        "step": str(uuid5(path, concept)),
        "concept": concept,
        "title": concept.title(),
        "minutes": 5,
        "reason": "what you asked for",
        "needs": [n - 1] if n > 1 else [],
        "question": f"What is a {concept}?",
        "form": "definition",
        "difficulty": 2,
        "source": source | {"heading": ["Locks", concept], "page": n, "text": text},
    }


class MemoryStore:
    """`application.ports.Store` in dictionaries."""

    def __init__(self, tickets=(TICKET,)):
        self.tickets = set(tickets)
        self.attempts, self.phases, self.progress, self.questions, self.grades = {}, {}, {}, {}, {}
        self.documents, self.paths, self.reviews, self.generated = {}, {}, {}, {}
        self.disputes, self.courses, self.hints, self.withdrawals = {}, {}, {}, {}
        self.rulings, self.appeals = {}, {}
        self.feed, self.saves, self.locked, self.at = [], 0, [], START

    def tables(self):
        facts = (self.attempts, self.phases, self.progress, self.questions, self.grades, self.paths)
        return deepcopy((*facts, self.hints, self.withdrawals))

    async def lock_ticket(self, ticket):
        self.locked.append(ticket)
        return ticket is None or ticket in self.tickets

    async def find_question(self, ticket):
        return self.questions.get(ticket)

    async def find_record(self, learner, ticket):
        known = {n: a for (who, where, n), a in self.attempts.items() if (who, where) == (learner, ticket)}
        of_ticket = (learner, ticket)
        withdrawals = {w for w in self.withdrawals.values() if (w.learner, w.ticket) == of_ticket}
        hints = {h.id: h for h in self.hints.values() if (h.learner, h.ticket) == of_ticket}
        attempts = dict(sorted(known.items()))
        return Record(learner, ticket, self.questions.get(ticket), attempts, hints, frozenset(withdrawals))

    async def find_records(self, ticket):
        learners = sorted({who for who, where, _ in self.attempts if where == ticket})
        return [await self.find_record(learner, ticket) for learner in learners]

    async def save_record(self, record, attempts):
        self.saves += 1
        progress = progress_of(record)
        self.progress[record.learner, record.ticket] = (
            progress.attempt,
            progress.status,
            progress.last_answer,
            progress.grade,
            progress.counting,
            progress.started_at,
            progress.last_accessed,
            progress.completed_at,
            progress.seconds_spent,
        )
        for number in attempts:
            key = record.learner, record.ticket, number
            self.attempts[key], self.phases[key] = record.attempts[number], progress.phases[number]

    async def save_question(self, ticket, question):
        self.questions[ticket] = question

    async def append_grade(self, grade):
        self.grades.setdefault(grade.id, grade)

    async def append_withdrawal(self, withdrawal):
        self.withdrawals.setdefault(withdrawal.event_id, withdrawal)

    async def save_hint(self, hint):
        self.hints[hint.learner, hint.ticket, hint.id] = hint

    async def find_content(self, document):
        self.locked.append(document)
        return self.documents.get(document)

    async def upsert_content(self, content):
        self.saves += 1
        self.documents[content.document] = content

    async def find_path(self, path_id):
        self.locked.append(path_id)
        return self.paths.get(path_id)

    async def save_path(self, path):
        self.saves += 1
        self.paths[path.id] = path

    async def find_review(self, learner, ticket):
        return self.reviews.get((learner, ticket))

    async def save_review(self, review):
        self.saves += 1
        self.reviews[review.learner, review.ticket] = review

    async def find_generated_question(self, question_id):
        self.locked.append(question_id)
        return self.generated.get(question_id)

    async def save_generated_question(self, question):
        self.saves += 1
        self.generated[question.id] = question

    async def save_course(self, course):
        known = self.courses.get(course.subject)
        if known is None or (course.at, course.event_id) > (known.at, known.event_id):
            self.courses[course.subject] = course

    async def save_dispute(self, dispute):
        key = dispute.ticket, dispute.learner
        known = self.disputes.get(key)
        if known is None or (dispute.at, dispute.event_id) > (known.at, known.event_id):
            self.disputes[key] = dispute

    async def find_appeals(self, learner, ticket, attempt):
        known = self.appeals.get((learner, ticket, attempt))
        return known.appeals if known else Appeals(learner, ticket, attempt)

    async def save_appeals(self, statuses):
        self.saves += 1
        appeals = statuses.appeals
        self.appeals[appeals.learner, appeals.ticket, appeals.attempt] = statuses

    async def find_overdue_appeals(self, longer_than, limit):
        shown = {key: statuses.shown() for key, statuses in self.appeals.items()}
        return [(*key, one[0]) for key, one in shown.items() if one and one[1].state == "open"][:limit]

    async def find_ruling(self, ticket, ruling_id):
        return self.rulings.get((ticket, ruling_id))

    async def save_ruling(self, ruling):
        self.saves += 1
        self.rulings[ruling.ticket, ruling.id] = ruling

    async def append_change(self, change):
        self.feed.append(change)

    async def find_overdue(self, longer_than, limit):
        return [key for key, at in self.phases.items() if at.phase in WAITING_PHASES][:limit]

    async def now(self):
        return self.at


@pytest.fixture
def events():
    return Events()


@pytest.fixture(scope="session")
def make_events():
    return Events


@pytest.fixture
def store():
    return MemoryStore()


@pytest.fixture
def make_store():
    return MemoryStore


@pytest.fixture
def topology():
    return read_yaml(CONTRACTS / "topology.yaml")
