"""Migration 001 against the real `trac-admin initenv`."""

import json

import pytest

pytestmark = pytest.mark.stack

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
COLUMNS = """
    SELECT table_name, ordinal_position, column_name, data_type, is_nullable, column_default,
        character_maximum_length, numeric_precision
    FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"""
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2"
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2"""
SEQUENCES = """
    SELECT sequencename, data_type::text, start_value, min_value, max_value, increment_by, cycle, cache_size,
        last_value, pg_get_userbyid(relowner)
    FROM pg_sequences JOIN pg_class ON relname = sequencename WHERE schemaname = 'public' ORDER BY 1"""
OWNED = """
    SELECT s.relname, t.relname
    FROM pg_depend JOIN pg_class s ON s.oid = objid JOIN pg_class t ON t.oid = refobjid
    WHERE s.relkind = 'S' AND deptype = 'a' ORDER BY 1"""
RELATIONS = """
    SELECT relname, relkind::text, relpersistence::text, pg_get_userbyid(relowner), relrowsecurity
    FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1"""
SHAPES = (COLUMNS, INDEXES, CONSTRAINTS, SEQUENCES, OWNED, RELATIONS)
TIMES = {"wiki": "time"}
"""What says when the environment was made: the only thing that may differ."""


async def described(database):
    return [[tuple(row) for row in await database.run("trac", sql)] for sql in SHAPES]


async def contents(database):
    """Each table's rows as sorted JSON texts."""
    tables = [
        row[0]
        for row in await database.run("trac", "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    ]
    found = {}
    for table in tables:
        rows = [
            json.loads(row[0]) for row in await database.run("trac", f'SELECT to_json(t) FROM "{table}" t')
        ]
        for row in rows:
            row.pop(TIMES.get(table), None)
        found[table] = sorted(json.dumps(row, sort_keys=True) for row in rows)
    return found


@pytest.fixture
async def initenv(server, trac, tmp_path):
    """A database that the real tool filled."""
    database = await server.create(owner="trac")
    trac(tmp_path / "env", "initenv", "Demo", database.url("postgres"))
    yield database
    await database.drop()


async def test_migration_makes_the_tables_and_rows_of_trac_admin_initenv(empty, initenv):
    empty.alembic("upgrade", "001")
    ours, real = await described(empty), await described(initenv)
    for shape, of_ours, of_real in zip(SHAPES, ours, real, strict=True):
        assert of_ours == of_real, shape
    our_rows, real_rows = await contents(empty), await contents(initenv)
    assert our_rows.keys() == real_rows.keys()
    assert len(our_rows) == 21
    for table, rows in our_rows.items():
        assert rows == real_rows[table], table
    assert len(our_rows["wiki"]) == 60


async def test_trac_opens_pages_on_the_migrated_database(empty, trac, tmp_path):
    """An environment of nothing but trac.ini and folders, on the migrated database."""
    empty.alembic("upgrade", "head")
    env = tmp_path / "env"
    for folder in ("conf", "htdocs", "log", "plugins", "templates", "files/attachments"):
        (env / folder).mkdir(parents=True)
    (env / "VERSION").write_text("Trac Environment Version 1\n")
    (env / "conf/trac.ini").write_text(f"[trac]\ndatabase = {empty.url('postgres')}\n")
    assert "WikiStart" in trac(env, "wiki", "list")
    assert "blocker" in trac(env, "priority", "list")
    trac(env, "component", "add", "course", "author")
    assert "course" in trac(env, "component", "list")
    assert "no upgrade necessary" in trac(env, "upgrade")
    await empty.run("trac", "INSERT INTO ticket (summary) VALUES ('first')")
    assert (await empty.run("trac", "SELECT id FROM ticket"))[0][0] == 1


async def test_where_trac_is_already_nothing_changes(server, trac, tmp_path):
    database = await server.create(owner="trac")
    try:
        trac(tmp_path / "env", "initenv", "Demo", database.url("postgres"))
        await database.hand_over("traclearn")
        await database.run("trac", "INSERT INTO ticket (summary) VALUES ('kept')")
        await database.run("trac", "DELETE FROM component")
        before = await described(database), await contents(database)
        database.alembic("upgrade", "001")
        assert (await described(database), await contents(database)) == before
        database.alembic("upgrade", "head")
        assert (await described(database), await contents(database)) == before
        database.alembic("downgrade", "base")
        assert (await described(database), await contents(database)) == before
    finally:
        await database.drop()


async def test_page_that_was_edited_or_deleted_stays_so(empty):
    empty.alembic("upgrade", "001")
    await empty.run("trac", "DELETE FROM wiki WHERE name = 'CamelCase'")
    await empty.run("trac", "INSERT INTO wiki (name, version, author) VALUES ('WikiStart', 2, 'ada')")
    before = (await contents(empty))["wiki"]
    empty.alembic("upgrade", "head")
    empty.alembic("upgrade", "head")
    assert (await contents(empty))["wiki"] == before


async def test_migration_without_tracs_pages_says_where_they_come_from(empty, monkeypatch, tmp_path):
    monkeypatch.setenv("TRAC_DEFAULT_PAGES", str(tmp_path))
    message = empty.alembic("upgrade", "head", fails=True)
    assert f"not in {tmp_path}: run `make install`" in message
    assert await empty.run("traclearn", TABLES) == []


@pytest.mark.parametrize("version", ["44", "46", None])
async def test_another_version_stops_with_a_clear_error(empty, version):
    await empty.run("traclearn", "CREATE TABLE system (name text PRIMARY KEY, value text)")
    if version:
        await empty.run("traclearn", "INSERT INTO system VALUES ('database_version', $1)", version)
    message = empty.alembic("upgrade", "head", fails=True)
    assert f"database_version {version}, and TracLearn needs 45 (Trac 1.4.4)" in message
    tables = await empty.run(
        "traclearn", "SELECT tablename FROM pg_tables WHERE schemaname IN ('public', 'learning')"
    )
    assert [row[0] for row in tables] == ["system"]


async def test_down_drops_what_up_made_but_no_tickets(empty):
    empty.alembic("upgrade", "001")
    await empty.run("trac", "INSERT INTO ticket (summary) VALUES ('kept')")
    assert "Trac holds tickets" in empty.alembic("downgrade", "base", fails=True)
    await empty.run("trac", "DELETE FROM ticket")
    empty.alembic("downgrade", "base")
    left = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    assert await empty.run("traclearn", left) == []
    empty.alembic("upgrade", "001")
    assert (await empty.run("trac", "SELECT count(*) FROM wiki"))[0][0] == 60
