"""What a service does with events: who may, what is kept, what follows. A small fake plays the runtime."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from grader.application.panel import Panel
from grader.domain.attempt import SubmittedAnswer
from grader.domain.errors import BadReply
from grader.domain.judgement import Finding, Judgement
from grader.handlers.answers import Answers
from grader.handlers.failures import failed
from grader.handlers.questions import Questions
from grading import grading
from memory_store import Memory, example
from traclearn_contracts.events import parse
from traclearn_contracts.models import Provenance
from traclearn_worker import Park, Permanent, Transient
from traclearn_worker.testing import FakeWork


class Yes:
    """A grader that finds everything in the first words."""

    name, provisional, dependency = "offline/test", True, "grade"

    async def ask(self, question, answer, key):
        return {"ids": [item.id for item in question.rubric], "quote": answer[:20]}

    def provenance(self, reply):
        return Provenance(provider="offline", model="test")

    def read(self, question, answer, reply):
        findings = [Finding(id=id_, verdict="yes", quote=reply["quote"]) for id_ in reply["ids"]]
        return Judgement(findings=tuple(findings))


class Broken(Yes):
    def read(self, question, answer, reply):
        raise BadReply("no verdicts")


def answering(grader, deadline=timedelta(1)):
    return Answers(grading(Panel(grader)), deadline)


@pytest.fixture
def store():
    return Memory()


@pytest.fixture
def answers():
    return answering(Yes(), timedelta(hours=1))


@pytest.fixture
def questions():
    return Questions()


async def test_a_question_is_kept_and_waiting_answers_are_taken_up(store, questions):
    work = FakeWork(store)
    assert await questions.handle(example("QuestionPublished.v1/shared"), work) == []
    assert store.questions[42].revision == 1
    assert work.unparked == ["question:42"]


async def test_a_greater_revision_replaces_a_smaller_one_only(store, questions):
    for revision in (2, 1, 3, 3):
        await questions.handle(example("QuestionPublished.v1/shared", revision=revision), FakeWork(store))
        assert store.questions[42].revision == max(2, revision)


async def test_an_answer_is_graded(answers, questions, store):
    await questions.handle(example("QuestionPublished.v1/shared"), FakeWork(store))
    event, work = example("AnswerSubmitted.v1/plain"), FakeWork(store)
    (graded,) = await answers.handle(event, work)
    assert work.done == ["read", "announce", "ask", "write"]
    assert [e.detail_type for e in work.announced] == ["GradingStarted.v1"]
    assert graded.detail_type == "AnswerGraded.v1" and graded.metadata.learner == event.metadata.learner
    assert graded.data.score == 1 and graded.data.revision == 1 and graded.data.question_revision == 1
    assert graded.data.provisional and graded.data.grader == "offline/test"
    assert graded.data.sources[0].title == "Version control, section 2"
    parse(graded.source, graded.detail_type, json.loads(json.dumps(graded.detail())))


async def test_what_is_no_answer_never_reaches_the_grader(store, answers, questions):
    await questions.handle(example("QuestionPublished.v1/shared"), FakeWork(store))
    work = FakeWork(store)
    (graded,) = await answers.handle(example("AnswerSubmitted.v1/plain", answer="I don't know"), work)
    assert "ask" not in work.done
    assert graded.data.score == 0 and graded.data.flags == ["no_attempt"]


async def test_one_trace_leads_from_the_answer_to_its_grade(store, answers, questions):
    await questions.handle(example("QuestionPublished.v1/shared"), FakeWork(store))
    answer = example("AnswerSubmitted.v1/plain")
    first = answer.metadata.model_copy(update={"correlation_id": uuid4()})
    work = FakeWork(store)
    (graded,) = await answers.handle(answer.model_copy(update={"metadata": first}), work)
    for metadata in (graded.metadata, work.announced[0].metadata):
        assert metadata.traceparent == first.traceparent is not None
        assert metadata.correlation_id == first.correlation_id
        assert metadata.causation_id == first.event_id != metadata.event_id


async def test_the_question_comes_from_our_table_and_never_from_the_body(answers, questions, store):
    await questions.handle(example("QuestionPublished.v1/shared"), FakeWork(store))
    event = example(
        "AnswerSubmitted.v1/plain", question="What is 1+1?", rubric=[{"id": "x", "criterion": "2"}]
    )
    (graded,) = await answers.handle(event, FakeWork(store))
    assert [item.id for item in graded.data.items] == ["snapshot", "parents"]


async def test_an_answer_before_its_question_waits(store, answers):
    with pytest.raises(Park) as parked:
        await answers.handle(example("AnswerSubmitted.v1/plain"), FakeWork(store))
    assert parked.value.key == "question:42" and parked.value.deadline == timedelta(hours=1)


async def test_another_learners_question_is_refused(store, answers, questions):
    await questions.handle(example("QuestionPublished.v1/shared", learner="somebody-else"), FakeWork(store))
    work = FakeWork(store)
    (refused,) = await answers.handle(example("AnswerSubmitted.v1/plain"), work)
    assert refused.detail_type == "AnswerUngradable.v1" and refused.data.reason == "not_yours"
    assert not work.announced and work.done == ["read"]


async def test_a_regrade_has_a_greater_revision_and_an_id_of_its_own(store, answers, questions):
    event = example("AnswerSubmitted.v1/plain")
    await questions.handle(example("QuestionPublished.v1/shared"), FakeWork(store))
    (first,) = await answers.handle(event, FakeWork(store))
    await questions.handle(example("QuestionPublished.v1/shared", revision=2), FakeWork(store))
    (second,) = await answers.handle(event, FakeWork(store))
    assert (first.data.revision, second.data.revision) == (1, 2)
    assert (first.data.question_revision, second.data.question_revision) == (1, 2)
    assert first.metadata.event_id != second.metadata.event_id


def answered(minutes):
    """Another answer under the example's attempt, so much later."""
    event = example("AnswerSubmitted.v1/plain", answer="Something better, thought of at another time.")
    at = event.metadata.occurred_at + timedelta(minutes=minutes)
    return event.model_copy(
        update={"metadata": event.metadata.model_copy(update={"event_id": uuid4(), "occurred_at": at})}
    )


async def test_a_later_answer_cannot_change_a_graded_attempt(store, answers, questions):
    await questions.handle(example("QuestionPublished.v1/shared"), FakeWork(store))
    await answers.handle(example("AnswerSubmitted.v1/plain"), FakeWork(store))
    (refused,) = await answers.handle(answered(minutes=1), FakeWork(store))
    assert (refused.detail_type, refused.data.reason) == ("AnswerUngradable.v1", "rejected")


async def test_earlier_answer_delivered_after_a_later_one_takes_its_attempt_back(store, answers, questions):
    await questions.handle(example("QuestionPublished.v1/shared"), FakeWork(store))
    await answers.handle(example("AnswerSubmitted.v1/plain"), FakeWork(store))
    earlier = answered(minutes=-1)
    (graded,) = await answers.handle(earlier, FakeWork(store))
    assert (graded.detail_type, graded.data.revision) == ("AnswerGraded.v1", 2)
    (refused,) = await answers.handle(example("AnswerSubmitted.v1/plain"), FakeWork(store))
    assert refused.data.reason == "rejected"


@pytest.mark.parametrize("at", [None, datetime(2026, 1, 15, 9, 30, tzinfo=UTC)])
def test_what_was_graded_before_times_were_kept_stands(at):
    old, new = SubmittedAnswer(event_id=uuid4(), at=None), SubmittedAnswer(event_id=uuid4(), at=at)
    assert old.stands_before(new)
    assert new.stands_before(old) == (at is None)


@pytest.mark.parametrize("asked", [True, False])
async def test_answer_not_minted_by_trac_is_ignored(store, answers, questions, asked):
    """Whether or not there is a question: nothing is read, parked, announced, graded or said."""
    if asked:
        await questions.handle(example("QuestionPublished.v1/shared"), FakeWork(store))
    event, work = example("AnswerSubmitted.v1/plain", attempt=2_147_483_647), FakeWork(store)
    by_api = event.metadata.model_copy(update={"producer": "traclearn.api"})
    assert await answers.handle(event.model_copy(update={"metadata": by_api}), work) == []
    assert not work.done and not work.announced


async def test_each_attempt_is_graded_for_itself(store, answers, questions):
    await questions.handle(example("QuestionPublished.v1/shared"), FakeWork(store))
    for attempt in (2, 1):
        (graded,) = await answers.handle(
            example("AnswerSubmitted.v1/plain", attempt=attempt), FakeWork(store)
        )
        assert graded.data.attempt == attempt


async def test_a_redelivery_asks_nobody_again(store, answers, questions):
    await questions.handle(example("QuestionPublished.v1/shared"), FakeWork(store))
    work = FakeWork(store)
    work.replies["grade"] = {"ids": ["snapshot"], "quote": "A commit"}
    (graded,) = await answers.handle(example("AnswerSubmitted.v1/plain"), work)
    assert "ask" not in work.done
    assert [item.verdict for item in graded.data.items] == ["yes", "no"]


async def test_a_reply_that_says_nothing_is_permanent(store, questions):
    await questions.handle(example("QuestionPublished.v1/shared"), FakeWork(store))
    with pytest.raises(Permanent, match="no verdicts"):
        await answering(Broken()).handle(example("AnswerSubmitted.v1/plain"), FakeWork(store))


async def test_failure_that_may_pass_reaches_the_runtime_which_tries_again(store, questions):
    class Tired(Yes):
        async def ask(self, question, answer, key):
            raise Transient("no memory")

    await questions.handle(example("QuestionPublished.v1/shared"), FakeWork(store))
    work = FakeWork(store)
    with pytest.raises(Transient, match="no memory"):
        await answering(Tired()).handle(example("AnswerSubmitted.v1/plain"), work)
    assert "write" not in work.done and not store.grades


async def test_a_failed_answer_is_told_with_its_reason(store, questions):
    event = example("AnswerSubmitted.v1/plain")
    (told,) = await failed(event, "waits for question:42", FakeWork(store))
    assert told.data.reason == "no_question"
    await questions.handle(example("QuestionPublished.v1/shared"), FakeWork(store))
    (told,) = await failed(event, "TimeoutError", FakeWork(store))
    assert told.data.reason == "grader_failed" and told.data.detail == "TimeoutError"
    assert await failed(example("QuestionPublished.v1/shared"), "not an author", FakeWork(store)) == []
