"""Hints are written once, cost once, and go on without the caller who asked."""

import asyncio
from uuid import uuid4

import pytest
from grader.adapters.offline import OfflineGrader
from grader.application.hint_writing import HintWriting
from grader.application.hints import Hints
from grader.domain.attempt import SubmittedAnswer
from grader.domain.errors import NotFound, NotYours
from memory_hints import MemoryHints
from memory_store import example
from traclearn_worker import Permanent

ANN, TICKET = "5f0c2a54-8a39-4c1f-9f6e-2f1f7a1f0b11", 42
DRAFT = "A commit records a snapshot of the whole tree."


class Slow(OfflineGrader):
    """Judges when it is let."""

    def __init__(self, embedder):
        super().__init__(embedder)
        self.may = asyncio.Event()
        self.judged = 0
        self.faults = []

    async def ask(self, question, answer, key=""):
        await self.may.wait()
        self.judged += 1
        if self.faults:
            raise self.faults.pop(0)
        return await super().ask(question, answer, key)


@pytest.fixture
async def store():
    store = MemoryHints()
    question = example("QuestionPublished.v1/shared", hint_deduction=0.1).data
    await store.upsert_question(question)
    return store


@pytest.fixture
def grader(model):
    grader = Slow(model)
    grader.may.set()
    return grader


@pytest.fixture
def hints(store, grader):
    return process(store, grader)


def process(store, grader):
    return Hints(store.begin, HintWriting(store.begin, grader), answer_within_s=0.8)


async def test_hint_is_given_with_its_cost_and_told_once(hints, store):
    given = await hints.give(ANN, TICKET, 1, 1, DRAFT)
    assert (given.state, given.item, given.deduction, given.draft) == ("ready", "parents", 0.1, "")
    (said,) = store.published
    assert said.detail_type == "HintGiven.v1" and said.metadata.learner == ANN
    assert said.data.hint == given.id and said.data.text == given.text and said.data.deduction == 0.1
    again = await hints.give(ANN, TICKET, 1, 1, f"  {DRAFT.upper()}\n")
    assert again == given and len(store.published) == 1


async def test_same_words_for_another_draft_cost_nothing_more(hints, store):
    first = await hints.give(ANN, TICKET, 1, 1, DRAFT)
    second = await hints.give(ANN, TICKET, 1, 1, f"{DRAFT} It does.")
    assert second.id != first.id and second.text == first.text
    assert [said.data.deduction for said in store.published] == [0.1, 0.0]


async def test_hint_for_an_attempt_that_is_far_away_counts_for_the_next_one(hints):
    assert (await hints.give(ANN, TICKET, 1000, 1, "")).attempt == 1


async def test_who_may_not_answer_gets_no_hint(hints, store):
    await store.upsert_question(example("QuestionPublished.v1/shared", ticket=43, learner="bob").data)
    with pytest.raises(NotYours, match="another learner's"):
        await hints.give(ANN, 43, 1, 1, "")
    with pytest.raises(NotFound, match="Ticket 44 asks no question"):
        await hints.give(ANN, 44, 1, 1, "")


async def test_caller_goes_after_a_moment_and_the_hint_is_written_all_the_same(hints, grader, store):
    grader.may.clear()
    waiting = await hints.give(ANN, TICKET, 1, 1, DRAFT)
    assert (waiting.state, waiting.text, store.published) == ("waiting", "", [])
    assert await hints.give(ANN, TICKET, 1, 1, DRAFT) == waiting and grader.judged == 0
    grader.may.set()
    assert (await hints.read(ANN, waiting.id)).state == "ready"
    assert grader.judged == 1 and len(store.published) == 1


async def test_hint_of_a_process_that_died_is_begun_again_once_its_lease_is_over(hints, grader, model, store):
    grader.may.clear()
    waiting = await hints.give(ANN, TICKET, 1, 1, DRAFT)
    other = process(store, OfflineGrader(model))
    assert (await other.read(ANN, waiting.id)).state == "waiting"
    store.now = 100
    assert (await other.read(ANN, waiting.id)).state == "ready"
    grader.may.set()  # and the first one was not dead at all
    await asyncio.sleep(0.3)
    assert len(store.published) == 1


async def test_hint_that_its_own_process_begins_again_is_waited_for_when_the_first_try_ends(
    hints, grader, store
):
    grader.may.clear()
    waiting = await hints.give(ANN, TICKET, 1, 1, DRAFT)
    (first,) = hints._tasks.values()
    store.now = 100
    assert (await hints.read(ANN, waiting.id)).state == "waiting"
    first.cancel()
    await asyncio.wait({first})
    grader.may.set()
    assert (await hints.read(ANN, waiting.id)).state == "ready"


async def test_what_may_pass_is_tried_again_and_what_cannot_ends(hints, grader):
    grader.faults = [RuntimeError("busy"), Permanent("never")]
    waiting = await hints.give(ANN, TICKET, 1, 1, DRAFT)
    assert waiting.state == "waiting"
    assert (await hints.read(ANN, waiting.id)).state == "failed"


async def test_another_s_hint_is_none(hints):
    given = await hints.give(ANN, TICKET, 1, 1, DRAFT)
    for learner, wanted in (("bob", given.id), (ANN, uuid4())):
        with pytest.raises(NotFound):
            await hints.read(learner, wanted)


@pytest.fixture
async def graded(store):
    grade = example("AnswerGraded.v1/partly").data
    await store.append_grade(grade, SubmittedAnswer(event_id=uuid4(), at=None))
    return grade


async def test_explanation_puts_the_verdict_in_other_words_and_costs_nothing(hints, store, graded):
    for item in graded.items:
        given = await hints.explain(graded.learner, graded.ticket, graded.attempt, item.id)
        assert given.state == "ready" and given.item == item.id and given.text.startswith(item.label)
        assert item.quote is None or item.quote.rstrip(".") in given.text
    assert [said.data.kind for said in store.published] == ["explanation"] * len(graded.items)
    assert {said.data.deduction for said in store.published} == {0}


async def test_explanation_needs_a_grade_of_one_s_own(hints, graded):
    for learner, attempt in ((ANN + "x", graded.attempt), (graded.learner, graded.attempt + 1)):
        with pytest.raises(NotFound, match="has no grade yet"):
            await hints.explain(learner, graded.ticket, attempt, graded.items[0].id)
    with pytest.raises(NotFound, match="no item 'nonsense'"):
        await hints.explain(graded.learner, graded.ticket, graded.attempt, "nonsense")
