"""Trac 1.4.4 as `trac-admin initenv` makes it, owned by role `trac`; where Trac is, nothing changes."""

import re
from pathlib import Path

from alembic import op
from progress.adapters.default_pages import load_pages, locate_pages
from progress.adapters.scripts import run_script
from sqlalchemy import text

revision = "001"
down_revision = None

VERSION = "45"
"""`database_version` of Trac 1.4.4."""
MADE_HERE = "Made by migration 001 of TracLearn"
"""Marks tables that the way down may drop."""
HERE = Path(__file__).parent
ROOT = HERE / "../../../.."
SCRIPTS = ("001_schema.sql", "001_rows.sql")


def scalar(sql: str) -> object:
    return op.get_bind().execute(text(sql)).scalar()


def upgrade() -> None:
    if scalar("SELECT to_regclass('public.system')") is None:
        create()
    else:
        check()


def create() -> None:
    connection, pages = op.get_bind(), locate_pages(ROOT)
    if not scalar("SELECT has_schema_privilege('trac', 'public', 'CREATE')"):
        connection.execute(text("GRANT USAGE, CREATE ON SCHEMA public TO trac"))
    connection.execute(text("SET LOCAL ROLE trac"))
    connection.execute(text("SET LOCAL search_path TO public"))
    for script in SCRIPTS:
        run_script(connection, HERE / script)
    load_pages(connection, pages)
    connection.execute(text(f"COMMENT ON TABLE public.system IS '{MADE_HERE}'"))
    connection.execute(text("RESET ROLE"))
    connection.execute(text("RESET search_path"))


def check() -> None:
    found = scalar("SELECT value FROM public.system WHERE name = 'database_version'")
    if found != VERSION:
        raise SystemExit(
            f"This database holds Trac with database_version {found}, "
            f"and TracLearn needs {VERSION} (Trac 1.4.4). "
            "Bring it there with `trac-admin ENV upgrade` of Trac 1.4.4, or use another database."
        )


def downgrade() -> None:
    if scalar("SELECT obj_description(to_regclass('public.system'), 'pg_class')") != MADE_HERE:
        return  # Trac was here before
    if scalar("SELECT EXISTS (SELECT FROM public.ticket)"):
        raise SystemExit("Trac holds tickets: delete them, or drop the database, before going below 001.")
    for table in re.findall(r'CREATE TABLE ("\w+")', (HERE / SCRIPTS[0]).read_text()):
        op.get_bind().execute(text(f"DROP TABLE public.{table}"))
