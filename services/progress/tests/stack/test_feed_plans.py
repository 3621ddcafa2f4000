"""No step of reading or compacting the feed goes through a whole table, however many rows there are.

The statements are those that `Reader.changes` and `Compaction.compact` send: they are caught on their way to
the driver and explained with their values, as the service's role, over tables in which a scan costs more than
any index.
"""

import pytest
from progress.adapters.compaction import Compaction
from progress.adapters.reader import Reader
from sqlalchemy import event

FILL = (
    """
    INSERT INTO learning.ledger (id, cognito_user_id, ticket_id, attempt, score, items, provisional,
        confidence, needs_review, flags, sources, grader, person, revision, graded_at, source, event_id,
        cause)
    SELECT md5('grade ' || n)::uuid, 'learner ' || n % 200, n % 5000, 1, 0.5, '[]', false, 0.9, false, '[]',
        '[]', 'offline/test', false, 1, now(), 'traclearn.grader', gen_random_uuid(), 'first'
    FROM generate_series(1, 200000) n""",
    """
    INSERT INTO learning.grade_words (grade_id, cognito_user_id, feedback, items)
    SELECT id, cognito_user_id, 'Half of it.', '[]' FROM learning.ledger""",
    """
    INSERT INTO learning.hints (cognito_user_id, ticket_id, id, attempt, kind, text, deduction, given_at,
        event_id)
    SELECT 'learner ' || n % 200, n % 5000, md5('hint ' || n)::uuid, 1, 'hint', 'Look there.', 0, now(),
        gen_random_uuid()
    FROM generate_series(1, 200000) n""",
    """
    INSERT INTO learning.withdrawals (event_id, cognito_user_id, ticket_id, attempt, override, withdrawn_by,
        withdrawn_at, reason)
    SELECT md5('withdrawn ' || n)::uuid, 'learner ' || n % 200, n % 5000, 1, gen_random_uuid(), 'author',
        now(), ''
    FROM generate_series(1, 200000) n""",
    """
    INSERT INTO learning.changes (kind, event_id, cognito_user_id, ticket_id, attempt, state, grade_id,
        counting_grade, document, content, path_id, path, review, appeal, hint_id)
    SELECT (ARRAY['graded', 'content', 'path', 'review', 'appeal', 'hint', 'withdrawn'])[1 + what],
        md5('withdrawn ' || n)::uuid, 'learner ' || n / 5000 % 200, n % 5000, 1,
        CASE WHEN what IN (0, 6) THEN '{"attempt": 1, "phase": "graded"}'::jsonb END,
        CASE WHEN what = 0 THEN md5('grade ' || n % 200000 + 1)::uuid END,
        CASE WHEN what = 0 THEN md5('grade ' || n % 200000 + 1)::uuid END,
        CASE WHEN what = 1 THEN md5('document ' || n % 5000)::uuid END,
        CASE WHEN what = 1 THEN '{}'::jsonb END,
        CASE WHEN what = 2 THEN md5('path ' || n % 5000)::uuid END,
        CASE WHEN what = 2 THEN '{}'::jsonb END,
        CASE WHEN what = 3 THEN '{}'::jsonb END,
        CASE WHEN what = 4 THEN '{}'::jsonb END,
        CASE WHEN what = 5 THEN md5('hint ' || n % 200000 + 1)::uuid END
    FROM generate_series(1, 1000000) n, LATERAL (SELECT n % 7) AS kinds (what)""",
)
LARGE = {"changes", "ledger", "grade_words", "hints", "withdrawals"}
"""What grows with the answers; of readers there are a handful."""
ANALYZE = "ANALYZE " + ", ".join(f"learning.{table}" for table in sorted(LARGE))
SCANS = {"Index Scan", "Index Only Scan", "Bitmap Index Scan"}


def steps(node, limited=False):
    """The nodes of a plan, and of each whether a LIMIT stands above it."""
    yield node, limited
    for below in node.get("Plans", ()):
        yield from steps(below, limited or node["Node Type"] == "Limit")


def whole_scans(plan):
    """Steps that read a large table, or an index, without looking for something in it. A page of the feed
    goes on by the key from where the reader stands; whatever else is a range is no search."""
    found = []
    for node, limited in steps(plan):
        kind, condition = node["Node Type"], node.get("Index Cond", "")
        is_page = limited and condition and node.get("Index Name") == "changes_pkey"
        if (kind == "Seq Scan" and node["Relation Name"] in LARGE) or (
            kind in SCANS and " = " not in condition and not is_page
        ):
            found.append(f"{kind} {node.get('Relation Name')} {node.get('Index Name')}: {condition!r}")
    return found


def scan(kind, condition="", index="idx_changes_hint"):
    return {"Node Type": kind, "Relation Name": "changes", "Index Name": index, "Index Cond": condition}


@pytest.mark.parametrize(
    ("node", "is_whole"),
    [
        ({"Node Type": "Seq Scan", "Relation Name": "changes"}, True),
        ({"Node Type": "Seq Scan", "Relation Name": "feed_readers"}, False),
        (scan("Index Scan"), True),
        (scan("Bitmap Index Scan", "(id > old.id)"), True),
        (scan("Index Scan", "(id > old.id)", "changes_pkey"), True),
        (scan("Index Scan", "((hint_id = old.hint_id) AND (id > old.id))"), False),
        ({"Node Type": "Limit", "Plans": [scan("Index Scan", "(id > 5)", "changes_pkey")]}, False),
        ({"Node Type": "Limit", "Plans": [scan("Index Scan", "", "changes_pkey")]}, True),
    ],
)
def test_what_searches_by_a_value_or_reads_a_page_is_no_whole_scan(node, is_whole):
    assert bool(whole_scans({"Node Type": "Nested Loop", "Plans": [node]})) == is_whole


class Statements:
    """What an engine sends, in order."""

    def __init__(self, engine):
        self._sent = []
        event.listen(engine.sync_engine, "before_cursor_execute", self._note, named=True)

    def _note(self, *, statement, parameters, **_):
        self._sent.append((statement, parameters))

    async def plans(self, connection):
        """Of all that was sent about the feed, each as who sent it is seen by the policies."""
        found = []
        async with connection.transaction():
            for statement, parameters in self._sent:
                if "set_config" in statement:
                    await connection.fetch(statement, *parameters)
                elif "learning.changes" in statement:
                    prepared = await connection.prepare(statement)
                    (plan,) = await prepared.explain(*parameters)
                    found.append(plan["Plan"])
        return found


@pytest.mark.stack
async def test_a_million_rows_are_read_and_compacted_by_index(database, engine):
    connection = await database.connect("progress")
    await connection.execute("SELECT set_config('learning.scope', 'projector', false)")
    for statement in FILL:
        await connection.execute(statement)
    await database.run("traclearn", ANALYZE)
    statements = Statements(engine)
    assert len(await Reader(engine).changes(500_000, 100)) == 100
    assert await Compaction(engine).compact(500_000, 1000) == (None, 0), "nobody is known to have read"

    page, compaction = await statements.plans(connection)
    assert {node.get("Relation Name") for node, _ in steps(page)} >= LARGE, "the page joins them all"
    assert (whole_scans(page), whole_scans(compaction)) == ([], [])

    await database.run("traclearn", "DROP INDEX learning.idx_changes_hint")
    _, compaction = await statements.plans(connection)
    assert whole_scans(compaction), "without its index a hint's later row is searched in all"
    await connection.close()
