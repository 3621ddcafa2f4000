"""Migration 002: the columns as specified, row-level security, the ledger, and Trac deleting a ticket."""

import json

import asyncpg
import pytest

pytestmark = pytest.mark.stack

ALICE, BOB = "alice", "bob"
PATHS = [
    ("id", "uuid", "NO", "gen_random_uuid()", None),
    ("title", "character varying", "NO", None, 255),
    ("query_text", "text", "NO", None, None),
    ("cognito_user_id", "character varying", "NO", None, 100),
    ("created_at", "timestamp without time zone", "YES", "now()", None),
    ("total_chunks", "integer", "YES", "0", None),
    ("question_difficulty", "integer", "YES", "3", None),
]
PROGRESS = [
    ("cognito_user_id", "character varying", "NO", None, 100),
    ("ticket_id", "integer", "NO", None, None),
    ("status", "character varying", "YES", "'not_started'::character varying", 20),
    ("started_at", "timestamp without time zone", "YES", None, None),
    ("last_accessed", "timestamp without time zone", "YES", None, None),
    ("completed_at", "timestamp without time zone", "YES", None, None),
    ("time_spent_minutes", "integer", "YES", "0", None),
    ("notes", "text", "YES", None, None),
    ("last_answer", "text", "YES", None, None),
    ("answer_score", "double precision", "YES", None, None),
    ("answer_feedback", "text", "YES", None, None),
]
PATH = "INSERT INTO learning.paths (title, query_text, cognito_user_id) VALUES ('t', 'q', $1)"
QUESTIONS = "INSERT INTO learning.questions VALUES (1, NULL, 1, now()), (2, 'bob', 1, now())"
CONTENT = """
    INSERT INTO learning.content (document, name, origin, revision, phase, at, done, total, detail)
    VALUES (gen_random_uuid(), 'a.md', 'upload', 1, 'reading', now(), 0, 0, '')"""
GRADE = """
    INSERT INTO learning.grades (id, cognito_user_id, ticket_id, attempt, score, feedback, items, provisional,
        confidence, needs_review, flags, sources, grader, person, revision, graded_at, source, event_id)
    VALUES (gen_random_uuid(), $1, $2, 1, 0.5, 'ok', '[]', true, 1, false, '[]', '[]', 'g', false, 1, now(),
        's', gen_random_uuid())"""


async def columns(database, table):
    sql = """
        SELECT column_name, data_type, is_nullable, column_default, character_maximum_length
        FROM information_schema.columns WHERE table_schema = 'learning' AND table_name = $1
        ORDER BY ordinal_position"""
    return [tuple(row) for row in await database.run("traclearn", sql, table)]


@pytest.fixture
async def filled(database):
    """Tickets 1 and 2; Alice and Bob have progress and a grade on both."""
    await database.run("trac", "INSERT INTO ticket (summary) VALUES ('one'), ('two')")
    connection = await database.connect("progress")
    async with connection.transaction():
        await connection.execute("SET LOCAL learning.scope = 'projector'")
        for learner in (ALICE, BOB):
            await connection.execute(
                "INSERT INTO learning.paths (title, query_text, cognito_user_id) VALUES ('t', 'q', $1)",
                learner,
            )
            for ticket in (1, 2):
                await connection.execute("INSERT INTO learning.progress VALUES ($1, $2)", learner, ticket)
                await connection.execute(
                    "INSERT INTO learning.reviews VALUES ($1, $2, 1, 1, 1)", learner, ticket
                )
                await connection.execute(
                    "INSERT INTO learning.attempts (cognito_user_id, ticket_id, attempt, phase, phase_at) "
                    "VALUES ($1, $2, 1, 'queued', now())",
                    learner,
                    ticket,
                )
                await connection.execute(GRADE, learner, ticket)
        await connection.execute(
            "INSERT INTO learning.questions VALUES (1, NULL, 1, now()), (2, 'bob', 1, now())"
        )
        await connection.execute("INSERT INTO learning.changes (kind, ticket_id) VALUES ('graded', 1)")
        await connection.execute(CONTENT)
        await connection.execute("INSERT INTO learning.changes (kind) VALUES ('content')")
    await connection.close()
    return database


async def test_paths_and_progress_have_the_specified_columns_and_indexes(database):
    assert (await columns(database, "paths"))[: len(PATHS)] == PATHS
    assert (await columns(database, "progress"))[: len(PROGRESS)] == PROGRESS
    sql = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'learning'"
    indexes = dict(tuple(row) for row in await database.run("traclearn", sql))
    assert indexes["idx_paths_user"].endswith("paths USING btree (cognito_user_id)")
    assert indexes["idx_progress_user"].endswith("progress USING btree (cognito_user_id)")
    assert indexes["idx_progress_status"].endswith("progress USING btree (status)")
    assert indexes["progress_pkey"].endswith("(cognito_user_id, ticket_id)")
    sql = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'learning.progress'::regclass"
    constraints = [row[0] for row in await database.run("traclearn", sql)]
    assert "FOREIGN KEY (ticket_id) REFERENCES ticket(id) ON DELETE CASCADE" in constraints
    sql = "SELECT confrelid FROM pg_constraint WHERE conrelid = 'learning.ledger'::regclass AND contype = 'f'"
    assert await database.run("traclearn", sql) == []


@pytest.mark.parametrize("table", ["paths", "progress", "attempts", "grades", "reviews"])
async def test_a_learner_sees_own_rows_only_and_nobody_none(filled, table):
    sql = f"SELECT DISTINCT cognito_user_id FROM learning.{table}"
    assert await filled.seen(sql) == []
    assert await filled.seen(sql, learner="") == []
    assert await filled.seen(sql, scope="anything") == []
    assert await filled.seen(sql, learner=ALICE) == [{"cognito_user_id": ALICE}]
    assert len(await filled.seen(sql, scope="projector")) == 2
    assert await filled.run("traclearn", sql) == [], "the owner is bound by it too"


@pytest.mark.parametrize("table", ["questions", "changes", "content"])
async def test_questions_the_feed_and_material_are_no_learners(filled, table):
    sql = f"SELECT 1 FROM learning.{table}"
    assert await filled.seen(sql) == await filled.seen(sql, learner=ALICE) == []
    assert await filled.seen(sql, scope="projector") != []


async def test_the_feed_reads_changes_grades_and_material_only(filled):
    assert len(await filled.seen("SELECT 1 FROM learning.changes", scope="feed")) == 2
    assert len(await filled.seen("SELECT 1 FROM learning.content", scope="feed")) == 1
    assert len(await filled.seen("SELECT 1 FROM learning.grades", scope="feed")) == 4
    for table in ("progress", "attempts", "paths", "questions"):
        assert await filled.seen(f"SELECT 1 FROM learning.{table}", scope="feed") == []


async def test_role_scoped_to_a_learner_writes_nothing(filled):
    connection = await filled.connect("progress")
    async with connection.transaction():
        await connection.execute(f"SET LOCAL learning.learner = '{ALICE}'")
        assert await connection.execute("UPDATE learning.progress SET notes = 'mine'") == "UPDATE 0"
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("INSERT INTO learning.progress VALUES ($1, 1)", ALICE)
    await connection.close()


@pytest.mark.parametrize("role", ["trac", "grader"])
async def test_roles_of_trac_and_grader_cannot_read_learning(filled, role):
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await filled.run(role, "SELECT 1 FROM learning.progress")


@pytest.mark.parametrize("role", ["progress", "traclearn"])
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE learning.ledger SET score = 1",
        "DELETE FROM learning.ledger",
        "TRUNCATE learning.ledger CASCADE",
    ],
)
async def test_the_ledger_is_append_only(filled, role, sql):
    connection = await filled.connect(role)
    async with connection.transaction():
        await connection.execute("SET LOCAL learning.scope = 'projector'")
        with pytest.raises((asyncpg.RestrictViolationError, asyncpg.InsufficientPrivilegeError)) as refused:
            async with connection.transaction():
                await connection.execute(sql)
        assert role == "progress" or "append-only" in str(refused.value)
        assert await connection.fetchval("SELECT count(*) FROM learning.grades WHERE score = 0.5") == 4
    await connection.close()


async def test_deleting_a_ticket_in_trac_leaves_the_ledger(filled):
    await filled.run("trac", "DELETE FROM ticket WHERE id = 1")
    for table, left in (("progress", 2), ("attempts", 2), ("questions", 1), ("grades", 4), ("changes", 2)):
        assert len(await filled.seen(f"SELECT 1 FROM learning.{table}", scope="projector")) == left, table
    found = await filled.seen("SELECT DISTINCT ticket_id FROM learning.progress", scope="projector")
    assert found == [{"ticket_id": 2}]


async def test_rows_of_tickets_outlive_a_downgrade_to_before_material(filled):
    filled.alembic("downgrade", "003")
    sql = "SELECT kind, ticket_id FROM learning.changes"
    assert await filled.seen(sql, scope="feed") == [{"kind": "graded", "ticket_id": 1}]
    filled.alembic("upgrade", "head")
    assert await filled.seen("SELECT kind FROM learning.changes", scope="feed") == [{"kind": "graded"}]


async def test_rows_of_paths_are_dropped_by_a_downgrade_to_before_paths(filled):
    connection = await filled.connect("progress")
    async with connection.transaction():
        await connection.execute("SET LOCAL learning.scope = 'projector'")
        await connection.execute(
            "INSERT INTO learning.changes (kind, path_id, path) VALUES ('path', gen_random_uuid(), '{}')"
        )
    await connection.close()
    filled.alembic("downgrade", "009")
    sql = "SELECT kind FROM learning.changes ORDER BY id"
    assert await filled.seen(sql, scope="feed") == [{"kind": "graded"}, {"kind": "content"}]
    assert await columns(filled, "paths") == PATHS
    filled.alembic("upgrade", "head")
    assert len(await filled.seen("SELECT 1 FROM learning.paths", scope="projector")) == 2


async def test_rows_from_before_states_get_what_trac_made_of_them(filled):
    filled.alembic("downgrade", "006")
    connection = await filled.connect("progress")
    rows = [("answer_received", 1, None), ("graded", 1, "outranked"), ("rejected", 2, "attempt_taken")]
    async with connection.transaction():
        await connection.execute("SET LOCAL learning.scope = 'projector'")
        grade = await connection.fetchval("SELECT id FROM learning.grades LIMIT 1")
        columns = "kind, attempt, reason, grade_id, event_id, cognito_user_id, ticket_id"
        values = "$1, $2, $3, $4, gen_random_uuid(), 'alice', 1"
        add = f"INSERT INTO learning.changes ({columns}) VALUES ({values})"
        for row in [*rows, ("overridden", 1, None)]:
            await connection.execute(add, *row, grade if row[0] in ("graded", "overridden") else None)
    await connection.close()
    filled.alembic("upgrade", "head")
    sql = "SELECT kind, event_id, state, counting_grade FROM learning.changes ORDER BY id"
    echo, content, answered, outranked, taken, overridden = await filled.seen(sql, scope="feed")
    assert echo["state"] is content["state"] is outranked["state"] is None
    queued = {"attempt": 1, "phase": "queued", "reason": None, "answer": None}
    assert json.loads(answered["state"]) == queued
    assert json.loads(taken["state"])["answer"] == str(taken["event_id"])
    assert json.loads(overridden["state"])["phase"] == "graded"
    assert overridden["counting_grade"] == grade


async def test_what_is_found_is_newer_than_what_was_removed(filled):
    connection = await filled.connect("progress")
    async with connection.transaction():
        await connection.execute("SET LOCAL learning.scope = 'projector'")
        with pytest.raises(asyncpg.CheckViolationError):
            await connection.execute("UPDATE learning.content SET live_revision = 2, removed_revision = 2")
    await connection.close()


async def test_schema_goes_down_and_up_again(filled):
    schemas = "SELECT nspname FROM pg_namespace WHERE nspname IN ('learning', 'progress') ORDER BY 1"
    tables = "SELECT count(*) FROM pg_class WHERE relnamespace = 'learning'::regnamespace AND relkind = 'r'"
    before = (await filled.run("traclearn", tables))[0][0]
    filled.alembic("downgrade", "001")
    assert await filled.run("traclearn", schemas) == [("learning",)]
    assert (await filled.run("traclearn", tables))[0][0] == 1
    functions = "SELECT 1 FROM pg_proc WHERE pronamespace = 'learning'::regnamespace"
    assert await filled.run("traclearn", functions) == []
    assert len(await filled.run("trac", "SELECT 1 FROM ticket")) == 2
    filled.alembic("upgrade", "head")
    assert (await filled.run("traclearn", tables))[0][0] == before
    assert await filled.run("traclearn", schemas) == [("learning",), ("progress",)]
