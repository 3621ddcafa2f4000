"""The schema comes and goes, and the service's own role can work in it and nowhere else."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import asyncpg
import pytest
from grader.adapters.store import SqlStore
from grader.domain.attempt import SubmittedAnswer
from traclearn_contracts.events import parse
from traclearn_contracts.files import CONTRACTS

pytestmark = pytest.mark.stack
TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'grader' ORDER BY 1"
OURS = [
    "alembic_version",
    "answers",
    "appeals",
    "budgets",
    "call_switch",
    "causes",
    "courses",
    "grades",
    "hint_requests",
    "hints",
    "inbox",
    "model_replies",
    "outbox",
    "overrides",
    "paid_calls",
    "parked",
    "questions",
    "rulings",
]


def data(path, **changes):
    event = json.loads((CONTRACTS / "examples" / f"{path}.json").read_text())
    event["detail"]["data"] |= changes
    return parse(event["source"], event["detail-type"], event["detail"]).data


async def test_up_and_down_and_up(unmigrated):
    for _ in range(2):
        unmigrated.alembic("upgrade", "head")
        unmigrated.alembic("upgrade", "head")
        assert [row[0] for row in await unmigrated.run(TABLES)] == OURS
        unmigrated.alembic("downgrade", "base")
        assert [row[0] for row in await unmigrated.run(TABLES)] == ["alembic_version"]


async def test_hints_that_were_there_before_replies_had_a_table_keep_none(unmigrated):
    unmigrated.alembic("upgrade", "008")
    await unmigrated.run(
        "INSERT INTO grader.hints (id, kind, learner, ticket, attempt, question_revision, step, draft, state,"
        " sources, deduction, replies) SELECT gen_random_uuid(), 'hint', 'ann', 42, 1, 1, 1, '', state, '[]',"
        " 0, '{\"hint\": {\"text\": \"words\"}}' FROM unnest(ARRAY['waiting', 'ready', 'failed']) AS state"
    )
    unmigrated.alembic("upgrade", "head")
    rows = await unmigrated.run("SELECT state FROM grader.hints WHERE replies <> '{}'")
    assert [row["state"] for row in rows] == ["waiting"]


async def test_the_services_role_has_what_it_needs(database):
    await database.run("INSERT INTO grader.causes (key) VALUES ('question:1')", role="grader")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await database.run("DROP TABLE grader.grades", role="grader")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await database.run("DELETE FROM grader.alembic_version", role="grader")


async def test_a_question_is_replaced_by_a_greater_revision_only(begin):
    async with begin() as connection:
        store = SqlStore(connection)
        assert await store.find_question(42) is None
        kept = [
            await store.upsert_question(
                data("QuestionPublished.v1/shared", revision=revision, question=f"Q{revision}?")
            )
            for revision in (2, 1, 2, 3)
        ]
        assert kept == [True, False, False, True]
        found = await store.find_question(42)
    assert found.revision == 3 and found.question.question == "Q3?" and found.may_answer("anybody")
    assert found.question.rubric[0].label == "What a commit records"


async def test_question_keeps_all_its_full_answers(begin):
    async with begin() as connection:
        store = SqlStore(connection)
        said = data("QuestionPublished.v1/several-references")
        await store.upsert_question(said)
        kept = (await store.find_question(42)).question
    assert len(kept.references) == 3 and kept.references[0] == said.reference
    assert "picture of all files" in kept.references[1]


async def test_grades_are_kept_with_every_revision(begin, database):
    first = SubmittedAnswer(event_id=uuid4(), at=datetime(2026, 1, 15, 9, 30, tzinfo=UTC))
    again = SubmittedAnswer(event_id=uuid4(), at=None)
    async with begin() as connection:
        store = SqlStore(connection)
        grade = data("AnswerGraded.v1/partly")
        assert await store.find_latest_grade(grade.ticket, grade.learner, grade.attempt) is None
        await store.append_grade(grade, first)
        assert (await store.find_latest_grade(grade.ticket, grade.learner, grade.attempt)).answer == first
        await store.append_grade(grade.model_copy(update={"revision": 2}), again)
        latest = await store.find_latest_grade(grade.ticket, grade.learner, grade.attempt)
    assert (latest.revision, latest.answer) == (2, again)
    rows = await database.run("SELECT score, grade, graded_at FROM grader.grades ORDER BY revision")
    assert len(rows) == 2 and json.loads(rows[0]["grade"])["items"][0]["quote"]
    assert rows[0]["graded_at"] <= datetime.now(UTC)
