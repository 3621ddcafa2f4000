"""Answers, people's grades and rulings in the database."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from grader.adapters.store import SqlStore
from grader.domain.attempt import SubmittedAnswer
from grader.domain.lessons.past_answer import KeptAnswer, TextVector
from grader.domain.model_reply import MAX_REPLIES_SHOWN, ModelReply
from memory_store import example
from sqlalchemy.ext.asyncio import create_async_engine

pytestmark = pytest.mark.stack
AT = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
ANN, BEN = "5f0c2a54-8a39-4c1f-9f6e-2f1f7a1f0b11", "8d2e7c1a-1b34-4f7e-8c55-0d9b3a6f2e77"


@pytest.fixture
async def begin(database):
    """Short transactions as the service's role."""
    settings = {"server_settings": {"role": "grader"}}
    engine = create_async_engine(database.url("postgresql+asyncpg"), connect_args=settings)
    yield engine.begin
    await engine.dispose()


def kept(learner, attempt=1, text="It records a snapshot."):
    return KeptAnswer(
        ticket=42,
        learner=learner,
        attempt=attempt,
        event_id=uuid4(),
        at=AT,
        text=text,
        vector=TextVector("test", b"\x00\x3c"),
        group=uuid4(),
    )


def replied(learner, reply_id="chatcmpl-1"):
    return ModelReply(
        key=uuid4(),
        ticket=42,
        learner=learner,
        attempt=1,
        call="grade by openai/gpt-5-mini",
        reply={"reply_id": reply_id, "text": f"Words of {learner}\0 are quoted", "ending": "complete"},
    )


async def grade(store, answer, **changes):
    """Keeps the answer with a grade."""
    said = {"learner": answer.learner, "attempt": answer.attempt} | changes
    await store.save_answer(answer)
    submitted = SubmittedAnswer(event_id=answer.event_id, at=answer.at)
    await store.append_grade(example("AnswerGraded.v1/partly", **said).data, submitted)


def overridden(answer, **changes):
    about = {"learner": answer.learner, "attempt": answer.attempt} | changes
    event = example("GradeOverridden.v1/decides-an-appeal", **about)
    return event.model_copy(update={"metadata": event.metadata.model_copy(update={"event_id": uuid4()})})


async def test_answer_comes_back_with_its_latest_grade_and_the_persons_that_counts(begin):
    answer, other = kept(ANN), kept(BEN)
    async with begin() as connection:
        store = SqlStore(connection)
        await grade(store, answer, score=0.5)
        await grade(store, answer, score=0.25, revision=2)
        await grade(store, other)
        (past,) = [p for p in await store.list_past_answers(42, 10) if p.answer.learner == ANN]
        assert past.answer == answer and past.person is None and past.score == past.machine.score == 0.25
        assert past.machine.quotes and past.machine.verdicts.keys() == {"snapshot", "parents"}
        await store.save_override(overridden(answer), "rubric")
        past = await store.find_past_answer(42, ANN, 1)
        assert past.score == past.person.score == 1 and past.person.is_right
        assert [p.answer for p in await store.list_graded_answers(42, BEN, 10)] == [answer]
        assert await store.list_graded_answers(42, ANN, 10) == []


@pytest.mark.parametrize("withdrawn_first", [True, False])
async def test_withdrawn_grade_counts_for_nothing_whichever_comes_first(begin, withdrawn_first):
    answer = kept(ANN)
    override = overridden(answer)
    withdrawn = example("OverrideWithdrawn.v1/plain", override=str(override.metadata.event_id)).data
    async with begin() as connection:
        store = SqlStore(connection)
        await grade(store, answer)
        if withdrawn_first:
            await store.withdraw_override(withdrawn)
        await store.save_override(override, "rubric")
        await store.save_override(override, "rubric")
        await store.withdraw_override(withdrawn)
        assert (await store.find_past_answer(42, ANN, 1)).person is None


@pytest.mark.parametrize("revoked_first", [True, False])
async def test_revoked_ruling_holds_no_more_whichever_comes_first(begin, revoked_first):
    made, revoked = example("RulingMade.v1/counts"), example("RulingRevoked.v1/plain").data
    async with begin() as connection:
        store = SqlStore(connection)
        if revoked_first:
            await store.revoke_ruling(revoked)
        await store.save_ruling(made)
        assert len(await store.list_rulings(42)) == (not revoked_first)
        await store.revoke_ruling(revoked)
        assert await store.list_rulings(42) == []


async def test_pages_hold_each_answer_once(begin):
    answers = [kept(learner, attempt) for learner in (ANN, BEN) for attempt in (1, 2, 3)]
    async with begin() as connection:
        store = SqlStore(connection)
        for answer in answers:
            await store.save_answer(answer)
        found, after = [], None
        while page := await store.list_answers(42, 4, after):
            found += page
            after = page[-1].learner, page[-1].attempt
    assert found == answers


async def test_order_is_remembered_with_the_latest_time(begin):
    order, earlier = uuid4(), uuid4()
    async with begin() as connection:
        store = SqlStore(connection)
        await store.upsert_question(example("QuestionPublished.v1/shared").data)
        await store.order_regrades(42, order, AT)
        await store.order_regrades(42, earlier, AT - timedelta(hours=1))
        await store.upsert_question(example("QuestionPublished.v1/shared", revision=2).data)
        found = await store.lock_question(42)
    assert (found.revision, found.regrade_order, found.regrades_ordered_at) == (2, earlier, AT)


async def test_second_assessment_of_a_grade_is_the_first(begin):
    first = example("AppealAssessed.v1/second-agrees").data
    async with begin() as connection:
        store = SqlStore(connection)
        await store.save_assessment(first, 1)
        await store.save_assessment(first.model_copy(update={"appeal": uuid4()}), 1)
        assert await store.find_assessment(first.ticket, first.learner, first.attempt, 1) == first
        assert await store.find_assessment(first.ticket, first.learner, first.attempt, 2) is None


def command(database, *words):
    """`traclearn-grader …`"""
    environment = os.environ | {"DATABASE_URL": database.url()}
    program = [sys.executable, "-c", "from grader.entrypoints.worker import main; main()", *words]
    done = subprocess.run(program, env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


async def test_erased_learner_leaves_scores_and_no_words(begin, database):
    async with begin() as connection:
        store = SqlStore(connection)
        for learner in (ANN, BEN):
            await grade(store, kept(learner, text=f"Words of {learner}"), feedback=f"You wrote {learner}")
            await store.save_reply(replied(learner))
    done = command(database, "erase", ANN)
    assert (done["answers"], done["grades"], done["model_replies"]) == (1, 1, 1)
    assert not any(command(database, "erase", ANN).values())
    async with begin() as connection:
        left = await SqlStore(connection).list_past_answers(42, 10)
        assert await SqlStore(connection).count_past_answers(42) == len(left)
        assert [past.answer.learner for past in left] == [BEN]
        assert await SqlStore(connection).find_latest_grade(42, ANN, 1)
        assert await SqlStore(connection).list_replies(42, ANN, 1) == []
        assert len(await SqlStore(connection).list_replies(42, BEN, 1)) == 1
    rows = await database.run("SELECT learner, score, grade::text FROM grader.grades ORDER BY learner")
    assert [row["learner"] for row in rows] == [ANN, BEN] and rows[0]["score"] == rows[1]["score"]
    assert ANN not in rows[0]["grade"] and "snapshot of" not in rows[0]["grade"]
    assert '"verdict": "yes"' in rows[0]["grade"] and BEN in rows[1]["grade"]


@pytest.mark.parametrize("graded", [True, False])
async def test_reply_to_another_that_may_quote_an_erased_graded_answer_goes_too(begin, database, graded):
    before, after, elsewhere = replied(BEN, "before"), replied(BEN, "after"), replied(BEN, "elsewhere")
    async with begin() as connection:
        await SqlStore(connection).save_reply(before)
    async with begin() as connection:
        store, answer = SqlStore(connection), kept(ANN)
        await grade(store, answer)
        if graded:
            await store.save_override(overridden(answer), "rubric")
        await store.save_reply(after)
        await store.save_reply(elsewhere.model_copy(update={"ticket": 43}))
    assert command(database, "erase", ANN)["replies_to_others"] == graded
    assert not any(command(database, "erase", ANN).values())
    async with begin() as connection:
        left = [kept.reply_id for kept in await SqlStore(connection).list_replies(42, BEN, 1)]
        assert left == (["before"] if graded else ["before", "after"])
        assert len(await SqlStore(connection).list_replies(43, BEN, 1)) == 1


async def test_reply_comes_back_as_it_came_and_the_first_of_a_call_stays(begin):
    reply = replied(ANN)
    async with begin() as connection:
        store = SqlStore(connection)
        await store.save_reply(reply)
        await store.save_reply(reply.model_copy(update={"reply": {"text": "another"}}))
        await store.save_reply(replied(ANN, reply_id="\0" + "x" * 300))
        first, second = await store.list_replies(42, ANN, 1)
        assert await store.list_replies(42, ANN, 2) == await store.list_replies(42, BEN, 1) == []
    found = {one.key: one for one in (first, second)}[reply.key]
    assert found.reply == reply.reply and "\0" in found.reply["text"]
    assert found.received_at <= datetime.now(UTC)


async def test_reply_to_the_grade_is_shown_after_ever_so_many_hints(begin, database):
    async with begin() as connection:
        for number in range(MAX_REPLIES_SHOWN + 1):
            await SqlStore(connection).save_reply(replied(ANN, f"hint-{number}"))
    await database.run(
        "UPDATE grader.model_replies SET received_at = now() - interval '1 minute'"
        " * (1000 - split_part(reply_id, '-', 2)::int)"
    )
    async with begin() as connection:
        await SqlStore(connection).save_reply(replied(ANN, "grade"))
        shown = [kept.reply_id for kept in await SqlStore(connection).list_replies(42, ANN, 1)]
    assert shown == [*(f"hint-{number}" for number in range(2, MAX_REPLIES_SHOWN + 1)), "grade"]


async def test_old_answers_and_replies_are_forgotten(begin, database):
    async with begin() as connection:
        await grade(SqlStore(connection), kept(ANN))
        await SqlStore(connection).save_reply(replied(ANN))
    assert command(database, "prune", "1") == {"answers": 0, "model_replies": 0}
    await database.run("UPDATE grader.answers SET stored_at = now() - interval '2 days'")
    await database.run("UPDATE grader.model_replies SET received_at = now() - interval '2 days'")
    assert command(database, "prune", "1") == {"answers": 1, "model_replies": 1}


async def test_course_is_known_by_its_newest_grades_of_people(begin):
    async with begin() as connection:
        store = SqlStore(connection)
        await store.upsert_question(example("QuestionPublished.v1/shared", course="Git").data)
        calibration = {"answers": 20, "own_confidence": 0.5}
        for learner, score in ((ANN, 0.9), (BEN, 0.2)):
            answer = kept(learner)
            await grade(store, answer, score=score, confidence=0.7, calibration=calibration)
            await store.save_override(overridden(answer), "rubric")
        assert sorted(await store.list_agreements("Git", 10)) == [(0.5, False), (0.5, True)]
        assert await store.list_agreements("Physics", 10) == []
