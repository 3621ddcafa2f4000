"""The schema comes and goes, the role can work in it alone, and two at once count right."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest
from path_generator.application.ports import Outcome
from path_generator.domain.course import Course
from path_generator.domain.grade import Grade
from path_generator.domain.questions.kept import KeptQuestion, Rejected, question_id
from path_generator.domain.questions.question import Question, RubricPoint
from path_generator.domain.questions.review import Review
from path_generator.domain.text import digest

pytestmark = pytest.mark.stack
TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'path_generator' ORDER BY 1"
OURS = [
    *("alembic_version", "causes", "courses", "disputes", "grades", "inbox", "outbox", "parked", "paths"),
    *("published", "questions", "reviews", "steps", "tickets"),
]
NOW = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)


async def test_up_and_down_and_up(database):
    for _ in range(2):
        database.alembic("upgrade", "head")
        assert [row[0] for row in await database.run(TABLES)] == OURS
        database.alembic("downgrade", "base")
        assert [row[0] for row in await database.run(TABLES)] == ["alembic_version"]


async def test_the_services_role_has_what_it_needs(database):
    database.alembic("upgrade", "head")
    for table in set(OURS) - {"alembic_version"}:
        await database.run(f"DELETE FROM path_generator.{table}", role="path_generator")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await database.run("DROP TABLE path_generator.paths", role="path_generator")


async def test_id_that_is_taken_stays_with_its_first_learner(begin):
    path = uuid4()
    async with begin() as store:
        await store.register(path, "ada", NOW, 3)
    async with begin() as store:
        assert (await store.register(path, "bob", NOW, 3)).learner == "ada"
        assert await store.find_owner(path) == "ada" and await store.find_owner(uuid4()) is None


async def test_requests_at_once_are_counted_one_after_another(begin):
    async def register(minute):
        async with begin() as store:
            return await store.register(uuid4(), "ada", NOW + timedelta(minutes=minute), 3)

    made = await asyncio.gather(*(register(minute) for minute in range(8)))
    assert sum(one.retry_at is None for one in made) == 3
    async with begin() as store:
        assert (await store.register(uuid4(), "bob", NOW, 3)).retry_at is None
        assert (await store.register(uuid4(), "ada", NOW + timedelta(hours=2), 3)).retry_at is None


async def test_first_outcome_stands(begin):
    path, first, second = uuid4(), Outcome("PathGenerated.v1", {"a": 1}), Outcome("PathUnavailable.v1", {})
    async with begin() as store:
        await store.register(path, "ada", NOW, 3)
        assert await store.save_outcome(path, first) == first
        assert await store.save_outcome(path, second) == first
        assert (await store.register(path, "ada", NOW, 3)).outcome == first


async def test_ticket_counts_its_revisions_and_stays_with_its_learner(begin):
    async with begin() as store:
        said = [
            await store.next_revision(1, learner, digest)
            for learner, digest in [("ada", "x"), ("ada", "x"), ("ada", "y"), ("bob", "z"), ("ada", "x")]
        ]
    assert said == [1, None, 2, None, 3]


async def test_grade_of_less_rank_changes_nothing(begin, database):
    def grade(attempt, person, revision, score):
        return Grade("ada", 7, attempt, person, revision, NOW, uuid4(), score)

    grades = [
        grade(1, False, 5, 0.9),
        grade(1, True, 1, 0.1),
        grade(2, False, 1, 0.7),
        grade(2, False, 2, 0.8),
    ]
    for order in (grades, grades[::-1]):
        async with begin() as store:
            for one in order:
                await store.save_grade(one)
        assert [row["score"] for row in await database.run("SELECT score FROM path_generator.grades")] == [
            0.8
        ]
        await database.run("DELETE FROM path_generator.grades")


KEY = ("content", "lock", 2, digest("What is a lock?"))
LOCK = Question("definition", "What is a lock?", "It keeps.", (RubricPoint("Keeps", "What"),), "c", 2)
KEPT = KeptQuestion("content", "lock", replace(LOCK, id=question_id(*KEY)), is_listed=False)


def reviewed(decision, minute, **edited):
    at = NOW + timedelta(minutes=minute)
    return Review(KEPT.question.id, decision, at, uuid4(), edited)


async def test_question_from_before_is_kept_and_not_known_to_authors_until_it_is_saved_again(begin, database):
    async with begin() as store:
        await store.save_questions([KEPT], 2)
    await database.run("UPDATE path_generator.questions SET id = NULL")
    async with begin() as store:
        (found,) = await store.find_questions(["content"], 2)
        assert (found.is_listed, found.question.id) == (False, KEPT.question.id)
        await store.save_questions([found], 2)
        assert await store.find_questions(["content"], 2) == [
            replace(KEPT, question=replace(KEPT.question, chunk=""), is_listed=True)
        ]


async def test_latest_review_stands_and_counts_for_what_is_found(begin):
    reviews = [
        reviewed("withdrawn", 1),
        reviewed("edited", 3, question="Why?", rubric=[{"criterion": "So", "label": "", "weight": 2.0}]),
        reviewed("approved", 2),
    ]
    for order in (reviews, reviews[::-1], reviews[1:] + reviews[:1]):
        async with begin() as store:
            for review in order:
                await store.save_review(review)
            await store.save_questions([KEPT], 2)
            (found,) = await store.find_questions(["content"], 2)
            assert (found.decision, found.question.text, found.question.reference) == (
                *("edited", "Why?"),
                "It keeps.",
            )
            assert found.question.rubric == (RubricPoint("So", "", 2.0),)
            assert await store.find_rejected(["content"]) == Rejected(reworded=frozenset([LOCK.text]))
    async with begin() as store:
        await store.save_review(reviewed("withdrawn", 4))
        assert await store.find_questions(["content"], 2) == []
        assert await store.find_rejected(["content"]) == Rejected(frozenset([LOCK.text]))
        assert await store.find_rejected(["other"]) == Rejected()


async def test_latest_word_on_a_course_stands(begin):
    words = [
        Course("Databases", said, NOW + timedelta(minutes=at), uuid4())
        for at, said in enumerate(("at_once", "after_review"))
    ]
    for order in (words, words[::-1]):
        async with begin() as store:
            for course in order:
                await store.save_course(course)
            assert await store.find_generated_questions("Databases") == "after_review"
            assert await store.find_generated_questions("Git") == "at_once"
