"""Roles, schemas and repairs where nobody is a superuser: PostgreSQL as RDS lets one have it.

RDS's `postgres` is `LOGIN NOSUPERUSER INHERIT CREATEDB CREATEROLE`. Source:
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Roles.rds_superuser.html
"""

from types import SimpleNamespace
from urllib.parse import urlsplit

import psycopg
import pytest
from traclearn_contracts import roster
from traclearn_local.secrets import passwords
from traclearn_local.stack import Stack, offsets
from traclearn_local.stores import migrations, postgres
from traclearn_local.stores.scratch_postgres import own

pytestmark = pytest.mark.stack
ADMINISTRATOR = "CREATE ROLE managed LOGIN NOSUPERUSER INHERIT CREATEDB CREATEROLE PASSWORD 'managed'"
FORCED = "SELECT count(*) FROM pg_class WHERE relforcerowsecurity"
HISTORIES = "SELECT count(*) FROM pg_class WHERE relname = 'alembic_version'"
RIGHTS = "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND (rolsuper OR rolbypassrls)"
COUNT = "SELECT count(*) FROM learning.questions"
ASKED = """
    SELECT set_config('learning.scope', 'projector', true);
    INSERT INTO public.ticket (id, summary) VALUES (1, 'asked');
    INSERT INTO learning.questions (ticket_id, revision, published_at) VALUES (1, 1, now())"""


@pytest.fixture(scope="module")
def managed(tmp_path_factory):
    """A database prepared and migrated without a superuser, and who may look into it."""
    with own() as superuser:
        with psycopg.connect(superuser, autocommit=True) as connection:
            connection.execute(ADMINISTRATOR)
        port = urlsplit(superuser).port
        stack = Stack(tmp_path_factory.mktemp("managed"), port - offsets()[1]["postgres"])
        secrets = passwords.keep(stack.home) | {"managed": "managed"}
        postgres.prepare_as(postgres.url(stack, secrets, "managed"), secrets)
        migrations.migrate(stack, secrets)
        yield SimpleNamespace(stack=stack, secrets=secrets, owner=postgres.url(stack, secrets))


def value(url, query, *arguments):
    with psycopg.connect(url) as connection:
        row = connection.execute(query, *arguments).fetchone()
        return row and row[0]


def test_schemas_stand_and_nobody_passes_by_row_security(managed):
    assert value(managed.owner, FORCED) > 5
    names = [*postgres.roles(), postgres.OWNER, "managed"]
    assert value(managed.owner, RIGHTS, (names,)) is None
    assert value(managed.owner, HISTORIES) == len(roster.names())


def test_preparing_and_migrating_again_changes_nothing(managed):
    postgres.prepare_as(postgres.url(managed.stack, managed.secrets, "managed"), managed.secrets)
    migrations.migrate(managed.stack, managed.secrets)


def test_owner_sees_rows_once_it_says_that_it_repairs(managed):
    with psycopg.connect(managed.owner) as connection:
        connection.execute(ASKED)
    assert value(managed.owner, COUNT) == 0
    assert value(f"{managed.owner}?options=-c%20learning.scope%3Dprojector", COUNT) == 1
