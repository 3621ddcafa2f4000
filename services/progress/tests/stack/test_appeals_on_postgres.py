"""Appeals on the real tables: what the API and the feed tell, who sees them, and what waits too long."""

import json
from datetime import timedelta

import pytest
from progress.adapters.erasure import erase_person
from progress.adapters.gradebook import Gradebook
from progress.adapters.pages import Page
from progress.adapters.reader import Reader
from progress.adapters.store import SqlStore
from progress.application.appeal_sweeper import appeal_sweeper
from traclearn_contracts.grades import grade_id
from traclearn_worker.postgres.database import transactions

pytestmark = pytest.mark.stack

PROVENANCE = {
    "provider": "openai",
    "model": "m",
    "input_tokens": 400,
    "output_tokens": 90,
    "cost_usd": 0.0003,
}
WHERE = ("learner", 42)


@pytest.fixture(autouse=True)
async def ticket(database):
    await database.run("trac", "INSERT INTO public.ticket (id, type) VALUES (42, 'task')")


@pytest.fixture
def sweep(engine):
    async def sweep(overdue_after=timedelta(0)):
        return await appeal_sweeper(transactions(engine, SqlStore), overdue_after).sweep()

    return sweep


async def test_attempt_and_feed_tell_the_same_from_appeal_to_withdrawal(engine, take, events):
    reader, grade = Reader(engine), events.grade()
    appeal = events.appeal(grade=grade)
    said = {"appeal": str(appeal.metadata.event_id), "reason": "Your second sentence says it."}
    override = events.override(minute=70, said=said)
    await take(events.answer(), grade)
    version = await reader.version(*WHERE)
    for event, state, why in (
        (appeal, "open", None),
        (events.assessed(appeal), "with_author", "second_differs"),
        (override, "decided", "author"),
        (events.withdrawal(override), "with_author", "author"),
    ):
        await take(event)
        newer, shown = await reader.progress(*WHERE)
        (attempt,) = shown["attempts"]
        assert (attempt["appeal"]["state"], attempt["appeal"]["why"]) == (state, why)
        assert newer != version
        version = newer
        told = [row["appeal"] for row in await reader.changes(0, 100) if "appeal" in row][-1]
        assert {name: told[name] for name in attempt["appeal"]} == attempt["appeal"]
    assert attempt["score"] == 0.5


async def test_appeal_that_waits_too_long_goes_to_an_author_once(engine, take, events, sweep):
    await take(events.answer(), events.grade(), events.appeal())
    assert await sweep(timedelta(minutes=5)) == 0
    assert (await sweep(), await sweep()) == (1, 0)
    (row,) = (await Reader(engine).changes(0, 100))[-1:]
    assert (row["kind"], row["appeal"]["state"], row["appeal"]["why"]) == (
        *("appeal", "with_author"),
        "no_second_voice",
    )
    await take(events.assessed(events.appeal(), "stands"))
    _, shown = await Reader(engine).progress(*WHERE)
    assert shown["attempts"][0]["appeal"]["state"] == "stands"


async def test_another_appeal_of_the_attempt_waits_anew(database, take, events):
    since = "SELECT waiting_since FROM learning.appeals"
    first, regrade = events.appeal(), events.grade(revision=30)
    await take(events.answer(), events.grade(), first)
    (before,) = await database.seen(since, scope="projector")
    await take(events.assessed(first, "stands"), regrade)
    assert await database.seen(since, scope="projector") == [before]
    await take(events.appeal(grade=regrade, minute=50))
    (after,) = await database.seen(since, scope="projector")
    assert after["waiting_since"] > before["waiting_since"]


async def test_appeals_are_their_learners_and_staffs_alone(database, take, events):
    await take(events.appeal())
    sql = "SELECT id, state, facts FROM learning.appeals"
    assert await database.seen(sql) == await database.seen(sql, learner="bob") == []
    assert await database.seen(sql, scope="feed") == []
    for who in ({"learner": "learner"}, {"scope": "staff"}):
        (row,) = await database.seen(sql, **who)
        assert (row["id"], row["state"]) == (None, None)
        (fact,) = json.loads(row["facts"]).values()
        assert fact["made"]["data"]["reason"] == "It is there ."


async def test_story_gradebook_and_spending_tell_of_an_appeal(engine, take, events):
    grade, appeal = events.grade(), events.appeal()
    said = {"grader": "openai/m", "score": 1.0, "provenance": PROVENANCE, "reply_id": "resp_1"}
    await take(events.answer(), grade, appeal, events.assessed(appeal, said=said))
    book = Gradebook(engine)
    story = (await book.story(grade_id(grade)))["story"]
    assert [(entry["kind"], entry["by"], entry.get("reason")) for entry in story] == [
        ("graded", "offline/test", ""),
        ("appealed", "learner", "It is there ."),
        ("assessed", "openai/m", None),
    ]
    assert (story[2]["score"], story[2]["outcome"], story[2]["why"]) == (1.0, "to_author", "second_differs")
    assert story[2]["reply_id"] == "resp_1"
    assert [entry["appeal"] for entry in (await book.grades(None, Page(9)))["grades"]] == ["with_author"]
    (day,) = (await book.spending(100_000))["spending"]
    assert (day["grades"], day["cost_usd"], day["input_tokens"]) == (1, 0.0003, 400)


async def test_second_look_that_was_kept_before_replies_had_names_has_none(database, engine, take, events):
    grade, appeal = events.grade(), events.appeal()
    await take(grade, appeal, events.assessed(appeal))
    changed = await database.seen(
        "UPDATE learning.appeals SET facts = (SELECT jsonb_object_agg(id, fact #- '{assessed,data,reply_id}')"
        " FROM jsonb_each(facts) AS known (id, fact)) RETURNING facts",
        scope="projector",
    )
    assert len(changed) == 1 and "reply_id" not in str(changed)
    told = (await Gradebook(engine).story(grade_id(grade)))["story"]
    assert [entry["reply_id"] for entry in told if entry["kind"] == "assessed"] == [None]


async def test_words_of_an_appeal_are_erased_with_who_wrote_them(database, engine, take, events):
    appeal, override = events.appeal(), events.override(minute=70, said={"reason": "Seen."})
    story = [events.answer(), events.grade(), appeal, events.assessed(appeal), override]
    words = (
        "SELECT reason, answer, facts::text FROM learning.appeals",
        "SELECT appeal FROM learning.changes",
    )

    async def left():
        return str([await database.seen(sql, scope="projector") for sql in words])

    await take(*story)
    assert "Seen." in await left() and "It is there" in await left()
    erased = await erase_person(engine, "author")
    assert (erased["appeals"], erased["decisions"], erased["feed"]) == (0, 1, 1)
    assert "Seen." not in await left() and "It is there" in await left()
    erased = await erase_person(engine, "learner")
    assert (erased["appeals"], erased["decisions"], erased["feed"]) == (1, 0, 3)
    assert "It is there" not in await left()
    assert set((await erase_person(engine, "learner")).values()) == {0}
    await take(*story[2:])
    assert "Seen." not in await left() and "It is there" not in await left()
    _, shown = await Reader(engine).progress(*WHERE)
    assert shown["attempts"][0]["appeal"]["state"] == "decided"


async def test_appeals_go_with_their_ticket(database, take, events):
    await take(events.answer(), events.grade(), events.appeal())
    await database.run("trac", "DELETE FROM ticket")
    assert await database.seen("SELECT 1 FROM learning.appeals", scope="projector") == []
