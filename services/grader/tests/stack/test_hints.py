"""Hints in PostgreSQL: one writer at a time, one event, and one count for all processes."""

import asyncio
from uuid import uuid4

import pytest
from grader.adapters.hint_store import SqlHintStore
from grader.adapters.request_limit import RequestLimit
from grader.application.hint_events import hint_given
from grader.application.hint_writing import HintWriting
from grader.application.hints import Hints
from grader.domain.attempt import SubmittedAnswer
from grader.domain.errors import TooManyRequests
from grader.domain.hints.given_hint import GivenHint
from grader.domain.model_reply import ModelReply
from sqlalchemy.ext.asyncio import create_async_engine
from traclearn_worker.postgres.database import transactions

from .test_schema import data

pytestmark = pytest.mark.stack
ANN = "5f0c2a54-8a39-4c1f-9f6e-2f1f7a1f0b11"


@pytest.fixture
async def engines(database):
    """Two, as two processes have them."""
    settings = {"server_settings": {"role": "grader"}}
    url = database.url("postgresql+asyncpg")
    engines = [create_async_engine(url, connect_args=settings, pool_size=10) for _ in range(2)]
    yield engines
    for engine in engines:
        await engine.dispose()


@pytest.fixture
def begin(engines):
    return transactions(engines[0], SqlHintStore)


def waiting(**about):
    wanted = {
        "id": uuid4(),
        "kind": "hint",
        "learner": ANN,
        "ticket": 42,
        "attempt": 1,
        "question_revision": 1,
    }
    return GivenHint.model_validate(wanted | {"step": 1, "draft": "a draft", "deduction": 0.1} | about)


async def test_hint_is_asked_for_written_and_told_through_real_tables(begin, database, offline):
    async with begin() as store:
        await store.upsert_question(data("QuestionPublished.v1/shared", hint_deduction=0.1))
    hints = Hints(begin, HintWriting(begin, offline))
    both = await asyncio.gather(*(hints.give(ANN, 42, 1, 1, "A snapshot of the whole tree.") for _ in "12"))
    assert {hint.id for hint in both} == {both[0].id}
    given = await hints.read(ANN, both[0].id)
    assert (given.state, given.deduction, given.draft, given.item) == ("ready", 0.1, "", "parents")
    rows = await database.run("SELECT detail_type FROM grader.outbox")
    assert [row["detail_type"] for row in rows] == ["HintGiven.v1"]


async def test_explanation_is_made_of_the_newest_grade(begin, offline):
    grade = data("AnswerGraded.v1/partly")
    async with begin() as store:
        await store.append_grade(grade, SubmittedAnswer(event_id=uuid4(), at=None))
        assert await store.find_newest_attempt(grade.ticket, grade.learner) == grade.attempt
        assert await store.find_newest_attempt(grade.ticket, "nobody") == 0
    hints = Hints(begin, HintWriting(begin, offline))
    given = await hints.explain(grade.learner, grade.ticket, grade.attempt, grade.items[0].id)
    assert given.state == "ready" and given.text.startswith(grade.items[0].label)


async def test_hint_leads_to_its_reply_whose_ever_draft_that_was_to(begin):
    """Ben's draft was equal to Ann's: of what models said to her he has that one reply. What a model said to
    Carl is none of his, though a careless provider gave it the same id."""
    said = {"reply_id": "resp_1", "text": "Look at parents.", "ending": "complete"}
    bought = ModelReply(key=uuid4(), ticket=42, learner=ANN, attempt=1, call="hint by openai/m", reply=said)
    other = bought.model_copy(update={"key": uuid4(), "reply": said | {"reply_id": "resp_2"}})
    elsewhere = bought.model_copy(update={"key": uuid4(), "ticket": 43})
    graded = bought.model_copy(update={"key": uuid4(), "learner": "carl", "call": "grade by openai/m"})
    hinted = graded.model_copy(update={"key": uuid4(), "call": "hint by openai/m"})
    of_draft = {"grader": "openai/m", "text": "Look at parents.", "draft_key": uuid4()}
    hint, first = waiting(learner="ben", **of_draft), waiting(learner=ANN, **of_draft)
    async with begin() as store:
        for reply in (bought, other, elsewhere, graded, hinted):
            await store.save_reply(reply)
        token = await store.claim_hint(first, 30)
        await store.finish_hint(first.model_copy(update={"state": "ready", "reply_id": "resp_1"}), token)
        token = await store.claim_hint(hint, 30)
        assert await store.list_replies(42, "ben", 1) == []
        ready = hint.model_copy(update={"state": "ready", "reply_id": "resp_1"})
        assert await store.finish_hint(ready, token)
        assert (await store.find_hint(hint.id, "ben")).reply_id == "resp_1"
        assert [reply.key for reply in await store.list_replies(42, "ben", 1)] == [bought.key]
        assert await store.list_replies(42, "ben", 2) == []
        assert len(await store.list_replies(42, ANN, 1)) == 2


async def test_one_writer_at_a_time_and_the_next_when_its_lease_is_over(begin):
    hint = waiting()
    async with begin() as store:
        first = await store.claim_hint(hint, 30)
        assert first and await store.claim_hint(hint, 30) is None
        await store.release_hint(hint.id, first)
    async with begin() as store:
        second = await store.claim_hint(hint, 30)
        assert second not in {None, first}
        written = hint.model_copy(update={"state": "ready", "text": "Read it."})
        assert not await store.save_replies(hint.id, first, {"a": 1})
        assert not await store.finish_hint(written, first)
        assert await store.save_replies(hint.id, second, {"a": 1})
        assert (await store.find_hint(hint.id, ANN)).replies == {"a": 1}
        assert await store.finish_hint(written, second)
        assert await store.claim_hint(hint, 30) is None
        assert (await store.find_hint(hint.id, ANN)).replies == {}
        assert await store.find_hint(hint.id, "bob") is None


async def test_same_text_that_comes_twice_at_once_costs_once(engines):
    begins = [transactions(engine, SqlHintStore) for engine in engines]

    async def finish(begin):
        hint = waiting(text="Read it.")
        async with begin() as store:
            token = await store.claim_hint(hint, 30)
        async with begin() as store:
            had = await store.has_had(hint)
            await asyncio.sleep(0.05)
            await store.finish_hint(hint.model_copy(update={"state": "ready"}), token)
            return had

    assert sorted(await asyncio.gather(*map(finish, begins * 3))) == [False] + [True] * 5


async def test_what_is_published_goes_with_its_transaction(begin, database):
    with pytest.raises(ZeroDivisionError):
        async with begin() as store:
            await store.publish([hint_given(waiting(text="Read it."))])
            raise ZeroDivisionError
    assert await database.run("SELECT 1 FROM grader.outbox") == []


async def test_two_processes_let_through_no_more_than_the_limit(engines):
    limits = [RequestLimit(engine, 20) for engine in engines]

    async def ask(number):
        try:
            await limits[number % 2].count(ANN)
        except TooManyRequests as refused:
            assert 1 <= refused.retry_in <= 60 and "20 hints and explanations a minute" in str(refused)
            return False
        return True

    assert sum(await asyncio.gather(*map(ask, range(60)))) == 20
    await limits[0].count("bob")


async def test_request_is_let_through_when_the_oldest_is_a_minute_old(engines, database):
    limit = RequestLimit(engines[0], 2)
    await limit.count(ANN)
    await limit.count(ANN)
    with pytest.raises(TooManyRequests):
        await limit.count(ANN)
    await database.run(
        "UPDATE grader.hint_requests SET requested_at[1] = now() - interval '61 s'", role="grader"
    )
    await limit.count(ANN)
    with pytest.raises(TooManyRequests):
        await limit.count(ANN)


async def test_who_has_not_asked_for_a_minute_is_forgotten(engines, database):
    limit = RequestLimit(engines[0], 2)
    await limit.count(ANN)
    await limit.count("bob")
    await database.run(
        "UPDATE grader.hint_requests SET newest_at = now() - interval '61 s' WHERE learner = 'bob'",
        role="grader",
    )
    await limit.prune()
    assert [row["learner"] for row in await database.run("SELECT learner FROM grader.hint_requests")] == [ANN]
