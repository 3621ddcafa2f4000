"""What counts of a learner's grades: the attempt that the question says, less what hints took."""

import itertools
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from path_generator.domain.ticket_score import ticket_score
from path_generator.handlers.counting import take_hint, take_question
from traclearn_worker.testing import FakeWork

START = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def graded(make_event):
    def make(score=1.0, attempt=1, revision=1, at=START):
        metadata = {"event_id": str(uuid4()), "occurred_at": at.isoformat()}
        about = {"score": score, "attempt": attempt, "ticket": 7, "learner": "ada", "revision": revision}
        return make_event("AnswerGraded.v1/partly", metadata, **about)

    return make


@pytest.fixture
def hinted(make_event):
    def make(deduction, attempt=1, kind="hint", hint=None, at=START):
        metadata = {"event_id": str(uuid4()), "occurred_at": at.isoformat()}
        about = {"ticket": 7, "learner": "ada", "attempt": attempt, "kind": kind, "deduction": deduction}
        return make_event("HintGiven.v1/hint", metadata, **about, hint=str(hint or uuid4()))

    return make


@pytest.fixture
def asked(make_event):
    def make(counting, revision=1):
        about = {"ticket": 7, "revision": revision, "counting": counting}
        return make_event("QuestionPublished.v1/shared", {"occurred_at": START.isoformat()}, **about)

    return make


@pytest.fixture
def score(service):
    """Of ticket 7, after these events."""

    async def tell(*events):
        handlers = {
            "AnswerGraded.v1": service.grades.graded,
            "HintGiven.v1": take_hint,
            "QuestionPublished.v1": take_question,
        }
        for event in events:
            await handlers[event.detail_type](event, FakeWork(service.store))
        return await service.store.find_score("ada", 7)

    return tell


async def test_hint_takes_from_its_attempt_and_later_ones_in_every_order(service, graded, hinted, score):
    events = [graded(1.0, 1), graded(1.0, 2), hinted(0.3, attempt=2), hinted(0.1, attempt=3)]
    for order in itertools.permutations(events):
        service.store.grades, service.store.counting, service.store.hints = {}, {}, {}
        assert await score(*order) == 1.0  # the first attempt had no help
    assert await score(graded(1.0, 1, revision=2, at=START + HOUR), hinted(0.3)) == pytest.approx(0.7)


async def test_hint_that_comes_twice_takes_once_as_it_was_first_given(graded, hinted, score):
    id_ = uuid4()
    first, second = hinted(0.2, hint=id_), hinted(0.4, hint=id_, at=START + HOUR)
    assert await score(graded(1.0), second, first, second) == pytest.approx(0.8)


async def test_explanation_takes_nothing(graded, hinted, score):
    assert await score(graded(1.0), hinted(0.5, kind="explanation")) == 1.0


async def test_newest_attempt_counts_where_the_last_revision_says_so(graded, asked, score):
    assert await score(graded(1.0, 1), graded(0.2, 2)) == 1.0
    assert await score(asked("newest", 2)) == 0.2
    assert await score(asked("best", 1)) == 0.2
    assert await score(asked("best", 3)) == 1.0


def test_score_without_a_grade_is_none():
    assert ticket_score({}, ()) is None
