"""Migration 006: authors' and learners' permissions, in a new Trac of ours alone."""

import pytest

pytestmark = pytest.mark.stack

PERMISSIONS = "SELECT username, action FROM public.permission ORDER BY 1, 2"
GIVEN = {
    ("authenticated", "TICKET_APPEND"),
    ("cognito-authors", "TICKET_CREATE"),
    ("cognito-authors", "TICKET_EDIT_DESCRIPTION"),
    ("cognito-authors", "TICKET_MODIFY"),
    ("cognito-authors", "WIKI_CREATE"),
    ("cognito-authors", "WIKI_DELETE"),
    ("cognito-authors", "WIKI_MODIFY"),
    ("cognito-authors", "WIKI_RENAME"),
}
USES = {
    "ticket": "INSERT INTO ticket (summary) VALUES ('kept')",
    "page": "INSERT INTO wiki (name, version, author) VALUES ('Mine', 1, 'ada')",
    "edit": "INSERT INTO wiki (name, version, author) VALUES ('WikiStart', 2, 'ada')",
    "visit": "INSERT INTO session (sid, authenticated, last_visit) VALUES ('ada', 1, 1)",
    "plugin": "INSERT INTO system (name, value) VALUES ('learning_version', '2')",
    "more": "INSERT INTO permission (username, action) VALUES ('ada', 'WIKI_ADMIN')",
    "less": "DELETE FROM permission WHERE action = 'WIKI_CREATE'",
}


async def held(database):
    return {tuple(row) for row in await database.run("trac", PERMISSIONS)}


async def test_new_database_gets_the_permissions(empty):
    empty.alembic("upgrade", "001")
    before = await held(empty)
    empty.alembic("upgrade", "head")
    anonymous = {row for row in before if row[0] == "anonymous"}
    assert anonymous and await held(empty) == anonymous | GIVEN


@pytest.mark.parametrize("use", USES)
async def test_database_in_use_keeps_its_permissions(empty, use):
    empty.alembic("upgrade", "005")
    await empty.run("trac", USES[use])
    before = await held(empty)
    empty.alembic("upgrade", "head")
    assert await held(empty) == before
    empty.alembic("downgrade", "005")
    assert await held(empty) == before


async def test_trac_that_was_here_keeps_its_permissions(server, trac, tmp_path):
    database = await server.create(owner="trac")
    try:
        trac(tmp_path / "env", "initenv", "Demo", database.url("postgres"))
        await database.hand_over("traclearn")
        before = await held(database)
        database.alembic("upgrade", "head")
        assert await held(database) == before
    finally:
        await database.drop()


async def test_way_down_restores_what_nobody_changed(empty):
    empty.alembic("upgrade", "001")
    before = await held(empty)
    empty.alembic("upgrade", "head")
    empty.alembic("downgrade", "005")
    assert await held(empty) == before
    empty.alembic("upgrade", "head")
    await empty.run("trac", "DELETE FROM permission WHERE username = 'anonymous'")
    empty.alembic("downgrade", "005")
    assert await held(empty) == GIVEN
