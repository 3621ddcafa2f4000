"""The ledger on PostgreSQL: read by authors, rid of a person's words, and as it was before the migration."""

import asyncio
import json
import os
import subprocess
import sys
from uuid import uuid4

import asyncpg
import pytest
from progress.adapters.erasure import erase_person
from progress.adapters.gradebook import Gradebook
from progress.adapters.pages import Page
from progress.adapters.reader import Reader
from progress.adapters.store import TICKET_LOCK
from progress.domain.grade import grade_of

pytestmark = pytest.mark.stack

TICKETS = "INSERT INTO ticket (summary) VALUES ('one'), ('two')"
COUNTS = ("attempt", "counting_attempt", "counting_score", "status")
COUNTED = {"provider": "openai", "model": "m", "input_tokens": 400, "output_tokens": 90, "cost_usd": 0.0003}
ADD_GRADE = """
    INSERT INTO learning.grades (id, cognito_user_id, ticket_id, attempt, score, feedback, items, provisional,
        confidence, needs_review, flags, sources, grader, person, revision, graded_at, source, event_id)
    VALUES ($1, 'alice', 1, 1, 0.5, 'Half.', '[{"id": "a", "label": "A", "verdict": "yes", "quote": "mine"}]',
        true, 1, false, '[]', '[]', 'g', false, 1, now(), 's', gen_random_uuid())"""


@pytest.fixture
async def alice(database, make_events):
    await database.run("trac", TICKETS)
    return make_events(ticket=1, learner="alice")


async def as_projector(database, *statements):
    connection = await database.connect("progress")
    try:
        async with connection.transaction():
            await connection.execute("SET LOCAL learning.scope = 'projector'")
            for sql, *arguments in statements:
                await connection.execute(sql, *arguments)
    finally:
        await connection.close()


async def test_best_attempt_counts_in_reads_and_feed(engine, take, alice):
    await take(alice.answer(1), alice.grade(1, score=0.9), alice.hint(2, deduction=0.25))
    await take(alice.answer(2), alice.grade(2, score=0.7))
    reader = Reader(engine)
    _, found = await reader.progress("alice", 1)
    assert [found[name] for name in COUNTS] == [2, 1, 0.9, "completed"]
    assert found["answer_score"] == 0.7, "the newest attempt's"
    assert [(a["deducted"], a["grade"]) for a in found["attempts"]] == [
        (0, str(grade_of(alice.grade(1)).id)),
        (0.25, str(grade_of(alice.grade(2)).id)),
    ]
    rows = {row["kind"]: row for row in await reader.changes(0, 100)}
    assert rows["graded"]["counting"] == {"attempt": 1, "score": 0.9, "deducted": 0}
    assert rows["hint"]["hint"] == {
        **{"hint": str(alice.hint(2).data.hint), "attempt": 2, "kind": "hint", "item": None},
        **{"text": "Look there.", "remarks": [], "deduction": 0.25},
    }


async def test_feed_outranks_a_withdrawn_grade(engine, take, alice):
    override = alice.override(1, 7, said={"reason": "Seen."})
    await take(alice.answer(1), alice.grade(1), override, alice.withdrawal(override))
    *_, overridden, withdrawn = await Reader(engine).changes(0, 100)
    assert withdrawn["state"]["rank"] > overridden["state"]["rank"]
    assert withdrawn["state"]["grade"]["id"] == str(grade_of(alice.grade(1)).id)
    assert withdrawn["withdrawal"] == {
        "override": str(override.metadata.event_id),
        **{"withdrawn_by": "author", "reason": "Set on the wrong answer."},
    }
    assert overridden["grade"]["reason"] == "Seen."


async def test_gradebook_pages_by_ticket_and_learner(engine, take, alice, make_events):
    bob, later = make_events(ticket=1, learner="bob"), make_events(ticket=2, learner="alice")
    await take(alice.question(rules={"course": "Git"}), alice.answer(1), alice.grade(1), bob.answer(1))
    await take(later.answer(1))
    book = Gradebook(engine)
    first = await book.grades(None, Page(2))
    assert [(row["ticket_id"], row["learner"]) for row in first["grades"]] == [(1, "alice"), (1, "bob")]
    assert (first["next"], (await book.grades(None, Page(2, 2)))["next"]) == (2, None)
    graded, waiting = (await book.grades("Git", Page(500)))["grades"]
    assert (graded["counting_score"], graded["course"], graded["attempts"]) == (0.5, "Git", 1)
    assert (waiting["counting_score"], waiting["grade"], waiting["status"]) == (None, None, "in_progress")
    assert json.loads(json.dumps(first)) == first


async def test_replica_gives_the_lists_and_the_story_comes_from_the_first(
    server, migrated, engine, take, alice
):
    """The replica is a database of its own here, in which nothing has come yet."""
    late = await server.create(template=migrated.name)
    replica = late.engine()
    await take(alice.answer(1), alice.grade(1))
    book = Gradebook(engine, replica)
    assert (await book.grades(None, Page(2)))["grades"] == []
    assert await book.spending(100_000) == {"spending": []}
    assert await book.story(grade_of(alice.grade(1)).id)
    await replica.dispose()
    await late.drop()


async def test_story_tells_all_of_an_attempt_in_order(engine, take, alice):
    override = alice.override(1, said={"reason": "Seen."}, minute=60)
    refused = alice.override(1, score=0.1, minute=61, said={"against": str(grade_of(alice.grade(1)).id)})
    await take(alice.withdrawal(override), refused, override, alice.grade(1), alice.answer(1))
    await take(alice.hint(1, deduction=0, minute=5, reply_id="resp_1"))
    await take(alice.hint(1, "b", kind="explanation", deduction=0, minute=95))
    story = await Gradebook(engine).story(grade_of(override).id)
    assert [(e["kind"], e["by"], e.get("refused")) for e in story["story"]] == [
        ("hint", None, None),
        ("graded", "offline/test", False),
        ("overridden", "author", False),
        ("overridden", "author", True),
        ("withdrawn", "author", None),
        ("explanation", None, None),
    ]
    assert (story["counts"], story["answer"]) == (str(grade_of(alice.grade(1)).id), "answer 1")
    assert story["story"][2]["event_id"] == str(override.metadata.event_id) == story["story"][4]["override"]
    assert [story["story"][at]["reply_id"] for at in (0, 1, 5)] == ["resp_1", None, None]
    assert json.loads(json.dumps(story)) == story
    assert await Gradebook(engine).story(uuid4()) is None


async def test_story_outlives_its_ticket(database, engine, take, alice):
    await take(alice.answer(1), alice.grade(1))
    await database.run("trac", "DELETE FROM ticket")
    story = await Gradebook(engine).story(grade_of(alice.grade(1)).id)
    assert (story["answer"], story["submitted_at"], len(story["story"])) == (None, None, 1)


async def test_spending_adds_up_by_day_and_course(engine, take, alice):
    await take(alice.question(rules={"course": "Git"}), alice.grade(1, provenance=COUNTED))
    await take(alice.grade(2, provenance=COUNTED | {"cost_usd": None}), alice.hint(1, provenance=COUNTED))
    await take(alice.grade(3, provenance={"provider": "offline", "model": "x"}), alice.grade(4))
    (day,) = (await Gradebook(engine).spending(100_000))["spending"]
    assert day == {
        **{"day": "2026-01-15", "course": "Git", "grades": 2, "hints": 1},
        **{"input_tokens": 1200, "output_tokens": 270, "cost_usd": 0.0006, "unpriced": 1},
    }
    assert await Gradebook(engine).spending(1) == {"spending": []}


async def test_person_is_erased_and_the_grade_stays(database, engine, take, alice, make_events):
    bob, override = make_events(ticket=1, learner="bob"), alice.override(1, said={"reason": "Seen."})
    story = [alice.answer(1), alice.grade(1), override, alice.withdrawal(override), alice.hint(2)]
    await take(*story, bob.answer(1), bob.grade(1))
    erased = await erase_person(engine, "alice")
    assert erased == {
        **{"grades": 2, "answers": 1, "progress": 1, "feedback": 0, "hints": 1, "withdrawals": 1},
        **{"appeals": 0, "decisions": 0, "feed": 0, "disputes": 0, "rulings": 0},
    }
    assert set((await erase_person(engine, "alice")).values()) == {0}
    await take(*story, alice.grade(1, 2, score=0.8))
    told = await Gradebook(engine).story(grade_of(override).id)
    assert told["answer"] is None and len(told["story"]) == 4
    assert [entry.get("feedback") for entry in told["story"]] == ["", "Half of it.", "", None]
    assert told["story"][0]["items"][0]["quote"] is None and told["story"][0]["score"] == 0.5
    assert [entry.get("remarks") for entry in told["story"]][0::3] == [[], None], "they quote, too"
    _, found = await Reader(engine).progress("alice", 1)
    assert (found["last_answer"], found["counting_score"], found["phase"]) == ("", 0.8, "graded")
    assert (await Reader(engine).progress("bob", 1))[1]["last_answer"] == "answer 1"


async def test_grades_that_a_former_version_kept_count_after_a_recount(database, engine, take, alice):
    """It wrote the row of the attempt and of the progress, and knew no columns of what counts."""
    await take(alice.answer(1), alice.grade(1, score=0.4), alice.answer(2), alice.grade(2, score=0.9))
    former = "UPDATE learning.progress SET counting_attempt = 1, counting_score = 0.4, counting_grade = $1"
    await as_projector(database, (former, grade_of(alice.grade(1)).id))
    printed = await asyncio.to_thread(run_command, "recount", "--hours", "1", database=database.url())
    assert json.loads(printed) == {"recounted": 1}
    _, found = await Reader(engine).progress("alice", 1)
    assert [found[name] for name in COUNTS] == [2, 2, 0.9, "completed"]
    row = (await Reader(engine).changes(0, 100))[-1]
    assert (row["kind"], row["counting"]["attempt"]) == ("counting", 2)
    printed = await asyncio.to_thread(run_command, "recount", database=database.url())
    assert json.loads(printed) == {"recounted": 0}


async def test_operator_erases_by_command(database, engine, take, alice):
    await take(alice.answer(1), alice.grade(1))
    printed = await asyncio.to_thread(run_command, "erase", "alice", database=database.url())
    assert json.loads(printed)["grades"] == 1
    assert await erase_person(engine, "alice") == dict.fromkeys(json.loads(printed), 0)


def run_command(*arguments, database):
    """What `traclearn-progress` prints."""
    program = "from progress.entrypoints.worker import main; main()"
    environment = os.environ | {"DATABASE_URL": database}
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


async def test_erasing_an_author_renews_what_readers_hold_of_earlier_attempts(engine, take, alice):
    """The author graded the first attempt, and the newest is a machine's."""
    await take(
        alice.answer(1), alice.override(1, said={"feedback": "Seen."}), alice.answer(2), alice.grade(2)
    )
    before, found = await Reader(engine).progress("alice", 1)
    assert "Seen." in json.dumps(found)
    await erase_person(engine, "author")
    after, found = await Reader(engine).progress("alice", 1)
    assert before != after and "Seen." not in json.dumps(found)
    await erase_person(engine, "author")
    assert (await Reader(engine).progress("alice", 1))[0] == after


async def test_erasure_waits_for_the_projector_that_is_at_work_on_the_ticket(database, engine, take, alice):
    """It has read the answer, and writes it with what follows from its event."""
    await take(alice.answer(1))
    connection = await database.connect("progress")
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1, 1)", TICKET_LOCK)
        erasing = asyncio.create_task(erase_person(engine, "alice"))
        await asyncio.sleep(0.5)
        assert not erasing.done()
        await connection.execute("SELECT set_config('learning.scope', 'projector', true)")
        await connection.execute("UPDATE learning.progress SET last_answer = 'answer 1'")
    await connection.close()
    assert (await erasing)["progress"] == 1
    assert (await Reader(engine).progress("alice", 1))[1]["last_answer"] == ""


async def test_author_who_is_erased_leaves_the_grade_that_they_set(engine, take, alice):
    await take(alice.answer(1), alice.override(1, said={"reason": "Seen."}))
    assert (await erase_person(engine, "author"))["feedback"] == 1
    _, found = await Reader(engine).progress("alice", 1)
    assert (found["answer_feedback"], found["answer_score"], found["last_answer"]) == ("", 1.0, "answer 1")


async def test_program_from_before_reads_and_adds_as_it_did(database, alice):
    grade = uuid4()
    for _ in range(2):
        await as_projector(database, (ADD_GRADE + " ON CONFLICT DO NOTHING", grade))
    (row,) = await database.seen("SELECT feedback, items::text, cause FROM learning.grades", scope="feed")
    assert (row["feedback"], json.loads(row["items"])[0]["quote"], row["cause"]) == ("Half.", "mine", "first")
    (kept,) = await database.seen("SELECT items::text FROM learning.ledger", scope="feed")
    assert json.loads(kept["items"])[0]["quote"] is None
    with pytest.raises(asyncpg.PostgresError):
        await as_projector(database, ("UPDATE learning.grades SET score = 1",))


async def test_rows_from_before_get_their_words_back_and_say_what_counts(database, take, alice):
    await take(alice.answer(1), alice.grade(1, score=0.9), alice.answer(2), alice.grade(2, score=0.1))
    database.alembic("downgrade", "015")
    (first, _) = await database.seen("SELECT * FROM learning.grades ORDER BY attempt", scope="feed")
    assert (first["feedback"], json.loads(first["items"])[0]["quote"]) == ("Half of it.", "words")
    await as_projector(
        database, ("UPDATE learning.progress SET status = 'in_progress', completed_at = NULL",)
    )
    database.alembic("upgrade", "head")
    (row,) = await database.seen("SELECT * FROM learning.progress", learner="alice")
    assert [row[name] for name in COUNTS] == [2, 1, 0.9, "completed"]
    (told,) = await database.seen("SELECT * FROM learning.changes WHERE kind = 'counting'", scope="feed")
    assert json.loads(told["counting"]) == {"attempt": 1, "score": 0.9, "deducted": 0}
    (again, _) = await database.seen("SELECT * FROM learning.grades ORDER BY attempt", scope="feed")
    assert {name: again[name] for name in first} == first


LEDGER_ROWS = "SELECT id, items::text, score FROM learning.ledger ORDER BY id"
WORDS = (
    "SELECT grade_id, cognito_user_id, said_by, feedback, items::text FROM learning.grade_words ORDER BY 1"
)
WHAT_COUNTS = """
    SELECT cognito_user_id, ticket_id, status, counting_attempt, counting_score, counting_grade
    FROM learning.progress ORDER BY 1, 2"""
KEYS = """
    SELECT conrelid::regclass::text AS of, conname AS name, convalidated AS holds FROM pg_constraint
    WHERE connamespace = 'learning'::regnamespace AND contype IN ('p', 'f') ORDER BY 1, 2"""
OPEN_TABLES = """
    SELECT relname FROM pg_class WHERE relnamespace = 'learning'::regnamespace AND relrowsecurity
    AND NOT relforcerowsecurity"""


async def test_ledger_that_is_migrated_is_the_one_that_its_events_make(database, take, alice, make_events):
    """Nothing of what the migration does to all rows at once differs from what the projector does to each."""
    bob, others = (
        make_events(ticket=1, learner="bob"),
        [make_events(ticket=2, learner=f"l{n}") for n in range(9)],
    )
    await take(
        *(alice.answer(1), alice.grade(1, score=0.4), alice.grade(1, score=0.6, revision=2)),
        *(alice.answer(2), alice.override(2), alice.answer(3), bob.answer(1)),
        *(event for n, each in enumerate(others) for event in (each.answer(1), each.grade(1, score=n / 10))),
    )
    tables = (LEDGER_ROWS, WORDS, WHAT_COUNTS)
    made = [await database.seen(sql, scope="projector") for sql in tables]
    keys = await database.run("traclearn", KEYS)
    database.alembic("downgrade", "015")
    database.alembic("upgrade", "head")
    assert [await database.seen(sql, scope="projector") for sql in tables] == made
    assert await database.run("traclearn", KEYS) == keys and all(key["holds"] for key in keys)
    assert {"grade_words_pkey", "grade_words_grade_id_fkey", "progress_counting_grade_fkey"} <= {
        key["name"] for key in keys
    }
    assert await database.run("traclearn", OPEN_TABLES) == []


@pytest.mark.parametrize("table", ["ledger", "grade_words", "hints", "withdrawals", "progress", "attempts"])
async def test_staff_and_the_learner_read_and_nobody_else(database, take, alice, table):
    override = alice.override(1)
    await take(alice.answer(1), alice.grade(1), override, alice.hint(1), alice.withdrawal(override))
    sql = f"SELECT DISTINCT cognito_user_id FROM learning.{table}"
    assert await database.seen(sql, scope="staff") == [{"cognito_user_id": "alice"}]
    assert await database.seen(sql) == await database.seen(sql, learner="bob") == []
