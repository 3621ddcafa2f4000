"""A course asks generated questions at once, or after an author's yes."""

from itertools import permutations
from uuid import uuid4

import pytest
from path_generator.handlers.courses import change_course
from traclearn_worker.testing import FakeWork

from .test_question_reviews import about, generate, numbered, review  # noqa: F401  (fixtures)


@pytest.fixture
def change(numbered, make_event):  # noqa: F811
    async def change(generated_questions="after_review", minute=0):
        fresh = {"event_id": str(uuid4()), "occurred_at": f"2026-03-01T09:{minute:02}:00+00:00"}
        event = make_event("CourseChanged.v1/after-review", fresh, generated_questions=generated_questions)
        assert await change_course(event, FakeWork(numbered.store)) == []

    return change


def is_summary(text):
    return text.startswith("Read ")


async def test_new_questions_wait_and_the_learner_gets_summaries(generate, change):  # noqa: F811
    await change()
    asked, drafts = await generate()
    assert all(is_summary(text) for text in asked.values())
    waiting = [one.data for one in drafts if not is_summary(one.data.question)]
    assert {one.concept for one in waiting} == asked.keys()
    assert {one.data.form for one in drafts if is_summary(one.data.question)} == {"summary"}
    again, more = await generate("bob")
    assert again == asked and more == [], "what waits is not made once more"


async def test_question_that_an_author_said_yes_to_is_asked(generate, review, change):  # noqa: F811
    await change()
    _, drafts = await generate()
    waiting = [one for one in drafts if not is_summary(one.data.question)]
    await review(about(waiting, "lock"), "approved")
    await review(about(waiting, "table"), "edited", question="Why rows?")
    await review(about(waiting, "isolation"), "withdrawn")
    asked, new = await generate("bob")
    assert (asked["lock"], asked["table"]) == ("What is lock, 0?", "Why rows?")
    assert is_summary(asked["transaction"]) and is_summary(asked["isolation"])
    assert [one.data.question for one in new] == ["What is isolation, 1?"]


async def test_at_once_again_asks_what_waited(generate, change):  # noqa: F811
    await change()
    await generate()
    await change("at_once", 1)
    asked, new = await generate("bob")
    assert new == [] and not any(is_summary(text) for text in asked.values())


async def test_latest_word_stands_in_any_order(numbered, change):  # noqa: F811
    for order in permutations([(1, "after_review"), (2, "at_once"), (3, "after_review")]):
        numbered.store.courses.clear()
        for minute, said in (*order, *order):
            await change(said, minute)
        assert await numbered.store.find_generated_questions("Databases") == "after_review"
