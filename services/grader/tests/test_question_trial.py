"""How past answers would be graded: nothing is kept, a person's grade stays, and a ruling is tried too."""

import copy
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from grader.adapters.offline.similarity import OfflineLikeness
from grader.application.learning import Learning
from grader.application.question_trial import MAX_CHARS, QuestionTrial
from grader.domain.attempt import SubmittedAnswer
from grader.domain.errors import NotFound, RequestError
from grader.domain.lessons.past_answer import KeptAnswer
from grader.domain.lessons.ruling import Ruling
from memory_store import Memory, example

WHOLE = "A commit records a snapshot of the whole tree."
LINKED = "It stores the tree and names the ones that came before it."


@pytest.fixture
def store():
    return Memory()


@pytest.fixture
def trial(store, offline, model):
    @asynccontextmanager
    async def begin():
        yield store

    return QuestionTrial(begin, offline, Learning(OfflineLikeness(model)))


async def answered(store, text, score, attempt=1, person=None, **by):
    grade = example("AnswerGraded.v1/partly", score=score, attempt=attempt, **by).data
    kept = KeptAnswer(
        ticket=grade.ticket,
        learner=grade.learner,
        attempt=attempt,
        event_id=uuid4(),
        at=datetime.now(UTC),
        text=text,
        group=uuid4(),
    )
    await store.append_grade(grade, SubmittedAnswer(event_id=kept.event_id, at=kept.at))
    await store.save_answer(kept)
    if person is not None:
        about = {"ticket": grade.ticket, "attempt": attempt, "learner": grade.learner, "score": person}
        await store.save_override(example("GradeOverridden.v1/plain", **about), None)


async def test_past_answers_are_graded_with_the_question_on_trial(trial, store, commit):
    await answered(store, WHOLE, 0.2)
    await answered(store, "Pancakes need flour and milk.", 0.9, attempt=2)
    before = copy.deepcopy((store.questions, store.grades, store.answers, store.rulings))
    report = await trial.run(42, commit, (), 10)
    newest, oldest = report.answers
    assert (oldest.answer, oldest.was, oldest.would_be) == (WHOLE, 0.2, pytest.approx(0.6667))
    assert (report.up, report.down, report.same) == (1, 1, 0) and newest.would_be == 0
    assert [item.verdict for item in oldest.items] == ["yes", "no"]
    assert (store.questions, store.grades, store.answers, store.rulings) == before


async def test_grade_of_a_language_model_is_no_measure_for_a_trial_without_one(trial, store):
    question = example("QuestionPublished.v1/shared").data
    await store.upsert_question(question)
    await answered(store, WHOLE, 1.0, grader="openai/gpt-5-mini")
    report = await trial.run(question.ticket, None, (), 10)
    (tried,) = report.answers
    assert (tried.was, tried.before) == (1.0, tried.would_be) and tried.before < 1
    assert (report.up, report.down, report.same) == (0, 0, 1)
    await answered(store, WHOLE, 1.0, attempt=2)
    offline, _ = (await trial.run(question.ticket, None, (), 10)).answers
    assert (offline.was, offline.before) == (1.0, None)


async def test_ruling_is_tried_on_the_published_question(trial, store):
    with pytest.raises(NotFound, match="asks no question"):
        await trial.run(42, None, (), 10)
    question = example("QuestionPublished.v1/shared").data
    await store.upsert_question(question)
    report = await trial.run(question.ticket, None, ("A snapshot of the whole tree.",), 10)
    assert [item.id for item in report.answers[0].items] == [item.id for item in question.rubric]


async def test_text_of_one_s_own_is_graded_beside_them_and_moves_nothing(trial, commit):
    report = await trial.run(42, commit, (WHOLE,), 10)
    (tried,) = report.answers
    assert (tried.was, tried.person, report.up + report.down + report.same) == (None, False, 0)


async def test_person_s_grade_stands_whatever_the_machine_would_say(trial, store, commit):
    await answered(store, "Pancakes need flour and milk.", 0.1, person=1.0)
    report = await trial.run(42, commit, (), 10)
    (tried,) = report.answers
    assert (tried.was, tried.person) == (1.0, True)
    assert (report.up, report.down, report.same) == (0, 0, 1)


async def test_ruling_on_trial_is_followed(trial, store, commit):
    ruling = Ruling(
        id=uuid4(),
        item="parents",
        words="names the ones that came before it",
        verdict="yes",
        said_at=datetime.now(UTC),
    )
    await answered(store, LINKED, 0.6)
    without = (await trial.run(42, commit, (), 10)).answers[0]
    ruled = (await trial.run(42, commit, (), 10, ruling)).answers[0]
    assert without.items[1].verdict != "yes" and ruled.items[1].verdict == "yes"
    assert ruled.would_be > without.would_be


async def test_newest_answers_are_tried_and_no_more_than_there_is_room_for(trial, store, commit):
    for attempt in range(1, 6):
        await answered(store, f"Answer {attempt}, a snapshot.", 0.5, attempt=attempt)
    report = await trial.run(42, commit, (), 2)
    assert [one.answer for one in report.answers] == ["Answer 5, a snapshot.", "Answer 4, a snapshot."]
    assert report.total == 5
    filled = await trial.run(42, commit, ("x" * (MAX_CHARS - 30),), 5)
    assert len(filled.answers) == 2
    with pytest.raises(RequestError, match="200,000 characters"):
        await trial.run(42, commit, ("x" * (MAX_CHARS + 1),), 5)


async def test_question_that_is_not_published_yet_has_no_past_answers(trial, commit):
    assert (await trial.run(7, commit, (), 10)).answers == []
