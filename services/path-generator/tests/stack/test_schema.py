"""The schema comes and goes, the role can work in it alone, and two at once count right."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest
from path_generator.adapters.tables import PATHS, STEPS
from path_generator.application.ports import Outcome
from path_generator.domain.course import Course
from path_generator.domain.grade import Grade, TicketGrades, WithdrawnGrade
from path_generator.domain.named_concepts import NamedConcepts
from path_generator.domain.questions.question import Question, RubricPoint
from path_generator.domain.questions.question_history import KeptQuestion, Rejected, question_id
from path_generator.domain.questions.question_review import QuestionReview
from path_generator.domain.review_schedule import ScheduledReview
from path_generator.domain.text import digest
from path_generator.domain.ticket_score import CountingRule, GivenHint
from sqlalchemy import insert, update
from traclearn_contracts.files import CONTRACTS

pytestmark = pytest.mark.stack
TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'path_generator' ORDER BY 1"
OURS = [
    *("alembic_version", "attempt_grades", "causes", "counting_rules", "courses", "disputes", "grades"),
    *("hints", "inbox", "named_concepts", "outbox", "parked", "paths", "published", "questions", "reviews"),
    *("scheduled_reviews", "spending", "steps", "tickets", "withdrawals"),
]
NOW = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)


async def test_up_and_down_and_up(unmigrated):
    for _ in range(2):
        unmigrated.alembic("upgrade", "head")
        assert [row[0] for row in await unmigrated.run(TABLES)] == OURS
        unmigrated.alembic("downgrade", "base")
        assert [row[0] for row in await unmigrated.run(TABLES)] == ["alembic_version"]


async def test_steps_from_before_follow_the_chunk_that_was_proposed(unmigrated):
    unmigrated.alembic("upgrade", "001")
    outcome = json.loads((CONTRACTS / "examples/PathGenerated.v1/two-steps.json").read_text())["detail"][
        "data"
    ]
    said = json.dumps({"detail_type": "PathGenerated.v1", "data": outcome})
    path, (step, _) = outcome["path"], outcome["steps"]
    await unmigrated.run(
        f"INSERT INTO path_generator.paths VALUES ('{path}', 'ada', now(), NULL, 's', '{said}')"
    )
    for ident in (step["step"], uuid4()):
        await unmigrated.run(
            f"INSERT INTO path_generator.steps VALUES ('{path}', '{ident}', 1, 'c', 2, '{{}}', '[]')"
        )
    unmigrated.alembic("upgrade", "head")
    rows = await unmigrated.run(
        "SELECT document, chunk, content, retired FROM path_generator.steps ORDER BY chunk"
    )
    known = (UUID(step["source"]["document"]), step["source"]["chunk"], None, False)
    assert [tuple(row) for row in rows] == [known, (None, None, None, False)]


async def test_the_services_role_has_what_it_needs(database):
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


async def test_second_outcome_of_a_path_is_ignored(begin):
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


async def test_grades_are_kept_by_attempt_and_the_best_counts(begin):
    path, step, at, event = uuid4(), uuid4(), NOW, uuid4()
    first, second, third = (
        Grade("ada", 7, n, True, n, at, uuid4(), score, at, event)
        for n, score in ((1, 0.9), (2, 0.3), (3, 1.0))
    )
    withdrawn = WithdrawnGrade(uuid4(), event, at, "ada", 7)
    async with begin() as store:
        for grade in (second, first, replace(first, score=0.1)):
            await store.save_grade(grade)
        for attempt, grade in (
            (1, replace(first, score=0.1)),
            (1, first),
            (2, second),
            (3, third),
            (3, None),
        ):
            await store.save_counting("ada", 7, attempt, grade)
        await store.save_withdrawal(withdrawn)
    async with begin() as store:
        known = await store.lock_grades("ada", 7)
        assert set(known.grades) == {first, second} and known.withdrawals == {withdrawn}
        assert await store.lock_grades("bob", 7) == await store.lock_grades("ada", 8) == TicketGrades()
        assert await store.find_score("ada", 7) == 0.9
        await store.register(path, "ada", NOW, 3)
        await bind(store, path, step)
        assert await store.is_step("ada", 7) and not await store.is_step("bob", 7)
        assert await store.find_scores("ada", "Databases") == {"Table": 0.9}


async def test_score_that_counts_is_less_hints_and_of_the_attempt_that_the_question_says(begin):
    async def score():
        async with begin() as store:
            return await store.find_score("ada", 7), await store.find_scores("ada", "Databases")

    async with begin() as store:
        await store.register(path := uuid4(), "ada", NOW, 3)
        await bind(store, path, uuid4())
        for n, worth in ((1, 0.9), (2, 0.3)):
            grade = Grade("ada", 7, n, False, 1, NOW, uuid4(), worth, NOW)
            await store.save_counting("ada", 7, n, grade)
    assert await score() == (0.9, {"Table": 0.9})
    first = GivenHint("ada", 7, uuid4(), 1, 0.2, NOW, uuid4())
    async with begin() as store:
        for hint in (replace(first, deduction=0.5, at=NOW + timedelta(hours=1)), first, first):
            await store.save_hint(hint)
        await store.save_hint(replace(first, learner="bob", id=uuid4()))
    assert await score() == (pytest.approx(0.7), {"Table": pytest.approx(0.7)})
    async with begin() as store:
        for rule in (CountingRule(7, "newest", 2, NOW), CountingRule(7, "best", 1, NOW)):
            await store.save_counting_rule(rule)
    assert await score() == (pytest.approx(0.1), {"Table": pytest.approx(0.1)})


async def test_newest_revision_says_which_concepts_a_question_names(begin):
    async def scores(learner="ada", subject="Databases"):
        async with begin() as store:
            return await store.find_scores(learner, subject)

    def named(*concepts, revision=1, course="Databases", ticket=8):
        return NamedConcepts(ticket, course, concepts, revision, NOW)

    assert await scores() == {}
    async with begin() as store:
        await store.register(path := uuid4(), "ada", NOW, 3)
        await bind(store, path, uuid4())
        for ticket, worth in ((7, 0.5), (8, 0.9), (9, 0.3)):
            grade = Grade("ada", ticket, 1, False, 1, NOW, uuid4(), worth, NOW)
            await store.save_counting("ada", ticket, 1, grade)
        for said in (named("Table", "Row"), named("Row", ticket=9), named("Key", ticket=10)):
            await store.save_named_concepts(said)
    assert await scores() == {"Table": 0.9, "Row": 0.9}
    assert await scores("bob") == await scores(subject="Git") == {}
    for said in (named("Key", revision=2), named("Table", "Row"), named("Key", revision=2)):
        async with begin() as store:
            await store.save_named_concepts(said)
    assert await scores() == {"Table": 0.5, "Key": 0.9, "Row": 0.3}
    async with begin() as store:
        await store.save_named_concepts(named("Key", revision=3, course="Git"))
        await store.save_named_concepts(named(revision=2, ticket=9))
    assert await scores() == {"Table": 0.5} and await scores(subject="Git") == {"Key": 0.9}
    async with begin() as store:
        await store.save_named_concepts(named("Key", revision=4, course=None))
    assert await scores() == {"Table": 0.5} and await scores(subject="Git") == {}


async def test_grade_that_a_program_from_before_took_in_counts_with_the_others(begin):
    old = Grade("ada", 7, 1, False, 1, NOW, uuid4(), 0.9, NOW - timedelta(days=1))
    async with begin() as store:
        await store.save_counting("ada", 7, 1, old)
        assert (await store.lock_grades("ada", 7)).counting() == {1: old}
        await store.save_grade(replace(old, first_graded_at=NOW, event_id=uuid4()))
        assert (await store.lock_grades("ada", 7)).counting()[1].first_graded_at == old.first_graded_at


async def bind(store, path, step):
    """Ticket 7 is the only step of a path."""
    run = store._connection.execute
    await run(update(PATHS).where(PATHS.c.path == path).values(subject="Databases"))
    values = {"path": path, "step": step, "n": 1, "concept": "Table", "difficulty": 2, "question": {}}
    await run(insert(STEPS).values(**values, sources=[]))
    await store.bind_ticket(7, path, step, "ada")


async def test_review_is_kept_as_it_was_said(begin):
    said = ScheduledReview(2, 1, NOW, NOW + timedelta(days=2)), ScheduledReview(3)
    async with begin() as store:
        assert await store.find_scheduled_review("ada", 7) is None
        for revision, review in enumerate(said, 1):
            await store.save_scheduled_review("ada", 7, revision, review)
            assert await store.find_scheduled_review("ada", 7) == (revision, review)


async def test_grades_at_once_are_reckoned_with_one_after_another(begin):
    """Each sees those before it, so that the last word follows from all."""

    async def add(attempt):
        async with begin() as store:
            grades = await store.lock_grades("ada", 7)
            await store.save_grade(Grade("ada", 7, attempt, False, 1, NOW, uuid4(), 1.0, NOW))
            return len(grades.grades)

    assert sorted(await asyncio.gather(*map(add, range(1, 9)))) == list(range(8))


async def test_downgrade_keeps_the_grade_that_counts(begin, database):
    async with begin() as store:
        for attempt, score in ((1, 0.9), (2, 0.3)):
            grade = Grade("ada", 7, attempt, False, 1, NOW, uuid4(), score, NOW)
            await store.save_counting("ada", 7, attempt, grade)
    database.alembic("downgrade", "001")
    assert [row["score"] for row in await database.run("SELECT score FROM path_generator.grades")] == [0.3]
    database.alembic("upgrade", "head")
    kept = await database.run("SELECT graded_at = first_graded_at AS same FROM path_generator.grades")
    assert [row["same"] for row in kept] == [True]


KEY = ("content", "lock", 2, digest("What is a lock?"))
LOCK = Question("definition", "What is a lock?", "It keeps.", (RubricPoint("Keeps", "What"),), "c", 2)
KEPT = KeptQuestion("content", "lock", replace(LOCK, id=question_id(*KEY)), is_listed=False)


def reviewed(decision, minute, **edited):
    at = NOW + timedelta(minutes=minute)
    return QuestionReview(KEPT.question.id, decision, at, uuid4(), edited)


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
        reviewed(
            *("edited", 3),
            question="Why?",
            rubric=[{"criterion": "So", "label": "", "weight": 2.0}],
            further_references=["It waits."],
        ),
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
            assert found.question.further_references == ("It waits.",)
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
