"""An author's question masters the concepts that it names, as a path's own steps do theirs."""

import itertools
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from path_generator.domain.named_concepts import NamedConcepts
from path_generator.handlers.counting import take_hint, take_question
from traclearn_worker.testing import FakeWork

START = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TICKET = 42


class Learner:
    """Of paths, and an author who asks on a ticket that is a step of none."""

    def __init__(self, service, make_event, request_path):
        self.service, self.make_event, self.request_path = service, make_event, request_path
        self.sub = request_path().metadata.learner
        self.minutes = itertools.count(0, 61)

    def asked(self, *concepts, revision=1, ticket=TICKET, course="Databases", **data):
        about = {"concepts": list(concepts), "course": course, "revision": revision, "ticket": ticket}
        return self.said("QuestionPublished.v1/with-concepts", START, **about, **data)

    def scored(self, score, ticket=TICKET, kind="AnswerGraded.v1/partly", **data):
        metadata = {"learner": self.sub} if kind.startswith("AnswerGraded") else {}
        return self.said(kind, START + HOUR, metadata, ticket=ticket, score=score, learner=self.sub, **data)

    def said(self, name, at, metadata=(), /, **data):
        fresh = {"event_id": str(uuid4()), "occurred_at": at.isoformat(), **dict(metadata)}
        return self.make_event(name, fresh, **data)

    async def tell(self, *events):
        grades = self.service.grades
        handlers = {
            "AnswerGraded.v1": grades.graded,
            "GradeOverridden.v1": grades.overridden,
            "OverrideWithdrawn.v1": grades.withdrawn,
            "HintGiven.v1": take_hint,
            "PathCreated.v1": self.service.creation.handle,
            "QuestionPublished.v1": take_question,
        }
        told = []
        for event in events:
            told += await handlers[event.detail_type](event, FakeWork(self.service.store))
        return told

    async def ask(self):
        """The next path; an hour after the one before, since there are few in one hour."""
        event = self.request_path(minutes_later=next(self.minutes))
        (said,) = await self.service.requests.handle(event, FakeWork(self.service.store))
        return said

    async def skipped(self):
        """What the next path leaves out as mastered."""
        said = await self.ask()
        assert not {step.concept for step in said.data.steps} & {one.concept for one in said.data.skipped}
        return {one.concept for one in said.data.skipped if one.reason == "mastered"}


@pytest.fixture
def learner(course, make_event, request_path):
    return Learner(course, make_event, request_path)


async def test_concepts_of_the_golden_example_are_kept(learner, make_event):
    await learner.tell(event := make_event("QuestionPublished.v1/with-concepts"))
    at = event.metadata.occurred_at
    assert learner.service.store.named_concepts == {
        42: NamedConcepts(42, "Version control", ("Commits", "Parent commits"), 3, at)
    }


async def test_passed_question_masters_all_that_it_names(learner):
    await learner.tell(learner.asked("table", "lock"), learner.scored(0.8))
    assert await learner.skipped() == {"table", "lock"}


async def test_score_below_that_masters_nothing_and_is_said(learner):
    await learner.tell(learner.asked("table"), learner.scored(0.79))
    said = await learner.ask()
    assert not said.data.skipped
    assert said.data.steps[0].reason == "you missed it before; needed for transaction and lock"


async def test_question_without_concepts_masters_nothing(learner):
    await learner.tell(learner.asked(), learner.scored(1.0))
    assert await learner.skipped() == set()


@pytest.mark.parametrize("course_name", ["Version control", None])
async def test_concepts_of_another_course_or_of_none_count_not_here(learner, course_name):
    await learner.tell(learner.asked("table", course=course_name), learner.scored(1.0))
    assert await learner.skipped() == set()


async def test_grade_of_another_learner_masters_nothing(learner, graded):
    await learner.tell(learner.asked("table"), graded(TICKET, 1.0, "somebody-else"))
    assert await learner.skipped() == set()


async def test_newest_revision_says_what_is_named_in_every_order_and_twice(learner):
    events = [learner.asked("table", "lock"), learner.asked("transaction", revision=2), learner.scored(0.9)]
    store = learner.service.store
    for order in itertools.permutations(events):
        store.named_concepts, store.counting_rules = {}, {}
        store.grades, store.counting = {}, {}
        await learner.tell(*order, *order)
        assert await learner.skipped() == {"transaction"}
    await learner.tell(learner.asked(revision=3), events[1])
    assert await learner.skipped() == set(), "its author names none any more"


async def test_question_that_moves_to_another_course_masters_there_alone(learner):
    moved = learner.asked("table", revision=2, course="Version control")
    await learner.tell(learner.asked("table"), learner.scored(0.9), moved)
    assert await learner.skipped() == set()


async def test_score_that_counts_decides_with_hints_and_the_newest_attempt(learner):
    await learner.tell(learner.asked("table"), learner.scored(0.9, attempt=1), learner.scored(0.3, attempt=2))
    assert await learner.skipped() == {"table"}
    await learner.tell(learner.asked("table", revision=2, counting="newest"))
    assert await learner.skipped() == set()
    await learner.tell(learner.asked("table", revision=3, counting="best"))
    assert await learner.skipped() == {"table"}
    about = {"ticket": TICKET, "learner": learner.sub, "attempt": 1, "kind": "hint", "deduction": 0.2}
    await learner.tell(learner.said("HintGiven.v1/hint", START - HOUR, hint=str(uuid4()), **about))
    assert await learner.skipped() == set()


async def test_withdrawn_grade_of_a_person_takes_mastery_back(learner):
    given = learner.scored(1.0, kind="GradeOverridden.v1/plain", attempt=1)
    about = {"ticket": TICKET, "learner": given.data.learner, "override": str(given.metadata.event_id)}
    withdrawn = learner.said("OverrideWithdrawn.v1/plain", START + 2 * HOUR, **about)
    await learner.tell(learner.asked("table"), given)
    assert await learner.skipped() == {"table"}
    await learner.tell(withdrawn)
    assert await learner.skipped() == set()


async def test_best_of_step_and_question_counts_for_a_concept(learner, accepted):
    path = await learner.ask()
    await learner.tell(accepted(path))
    await learner.tell(learner.asked("table"), learner.scored(0.9, ticket=101), learner.scored(0.2))
    assert await learner.skipped() == {"table"}
    await learner.tell(learner.asked("lock", ticket=43), learner.scored(0.9, ticket=43))
    await learner.tell(learner.scored(0.2, ticket=103))
    assert await learner.skipped() == {"table", "lock"}


async def test_name_from_before_a_renaming_and_one_of_other_case_are_known(learner, call):
    await learner.tell(learner.asked("table", " LOCK  "), learner.scored(0.9))
    call("table", "relation", former=("table",))
    assert await learner.skipped() == {"relation", "lock"}


async def test_part_that_was_merged_masters_not_the_whole(learner, call):
    await learner.tell(learner.asked("transaction"), learner.scored(0.9))
    call("lock", "lock", merged=("transaction",))
    assert await learner.skipped() == set()


async def test_concept_that_a_question_mastered_is_no_gap(learner, accepted):
    path = await learner.ask()
    await learner.tell(accepted(path, steps=path.data.steps[1:]))
    await learner.tell(learner.asked("table"), learner.scored(0.9))
    assert await learner.tell(learner.scored(0.4, ticket=102)) == []
    await learner.tell(learner.asked(revision=2))
    (said,) = await learner.tell(learner.scored(0.3, ticket=102, attempt=2))
    assert said.data.step.concept == "table"
