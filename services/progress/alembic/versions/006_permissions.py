"""Authors' and learners' permissions in a Trac of ours that nobody has used yet; an existing Trac's stay."""

import re
from pathlib import Path

from alembic import op
from progress.adapters.scripts import run_script
from sqlalchemy import text

revision = "006"
down_revision = "005"

HERE = Path(__file__).parent
SCRIPT = HERE / "006_permissions.sql"
MADE_HERE = "Made by migration 001 of TracLearn"
"""As migration 001 writes it."""
ROWS = HERE / "001_rows.sql"
USED = """
    SELECT EXISTS (SELECT FROM public.ticket)
        OR EXISTS (SELECT FROM public.wiki WHERE author IS DISTINCT FROM 'trac')
        OR EXISTS (SELECT FROM public.session WHERE authenticated = 1)
        OR EXISTS (SELECT FROM public.system WHERE name = 'learning_version')"""
"""Whether people or the plugin were here: then an administrator may rely on the permissions as they are."""
OURS = "username, action FROM public.permission WHERE action NOT LIKE 'LEARNING%'"
"""All but the rows that the plugin adds."""


def pairs(sql: str) -> set[tuple[str, str]]:
    """The rows of an INSERT of permissions."""
    return set(re.findall(r"\('([\w-]+)', '([A-Z_]+)'\)", sql))


def initenv_insert() -> str:
    """The statement of 001 that makes the permissions."""
    found = re.search(r'INSERT INTO "permission" .*?;\n', ROWS.read_text(), re.DOTALL)
    if found is None:
        raise SystemExit(f"Migration 006 finds no permissions in {ROWS}, which `derive_trac.py2` writes.")
    return found.group()


def permissions_before() -> set[tuple[str, str]]:
    return pairs(initenv_insert())


def permissions_after() -> set[tuple[str, str]]:
    """What is there after the script."""
    added = pairs(SCRIPT.read_text())
    return {row for row in permissions_before() if row[0] != "authenticated"} | added


def made_here() -> bool:
    comment = "SELECT obj_description(to_regclass('public.system'), 'pg_class')"
    return op.get_bind().execute(text(comment)).scalar() == MADE_HERE


def held() -> set[tuple[str, str]]:
    return {(row[0], row[1]) for row in op.get_bind().execute(text(f"SELECT {OURS}"))}


def upgrade() -> None:
    if not made_here():
        return
    as_trac()
    if held() == permissions_before() and not op.get_bind().execute(text(USED)).scalar():
        run_script(op.get_bind(), SCRIPT)
    as_owner()


def downgrade() -> None:
    """Puts `initenv`'s rows back, unless somebody changed them since."""
    if not made_here():
        return
    as_trac()
    if held() == permissions_after():
        op.get_bind().execute(text("DELETE FROM public.permission WHERE action NOT LIKE 'LEARNING%'"))
        op.get_bind().execute(text(initenv_insert()))
    as_owner()


def as_trac() -> None:
    """Trac's tables are its role's, as in migration 001."""
    op.get_bind().execute(text("SET LOCAL ROLE trac"))
    op.get_bind().execute(text("SET LOCAL search_path TO public"))


def as_owner() -> None:
    op.get_bind().execute(text("RESET ROLE"))
    op.get_bind().execute(text("RESET search_path"))
