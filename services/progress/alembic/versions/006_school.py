"""A school's permissions in a Trac of our own that nobody has used yet; an existing Trac's stay."""

import re
from pathlib import Path

from alembic import op
from progress.adapters.scripts import run_script
from sqlalchemy import text

revision = "006"
down_revision = "005"

HERE = Path(__file__).parent
SCHOOL = HERE / "006_school.sql"
MADE_HERE = "Made by migration 001 of TracLearn"
"""As migration 001 writes it."""
INITENV_ROWS = re.search(r'INSERT INTO "permission" .*?;\n', (HERE / "001_rows.sql").read_text(), re.DOTALL)
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


def initenv() -> set[tuple[str, str]]:
    assert INITENV_ROWS is not None
    return pairs(INITENV_ROWS.group())


def school() -> set[tuple[str, str]]:
    """What is there after the script."""
    added = pairs(SCHOOL.read_text())
    return {row for row in initenv() if row[0] != "authenticated"} | added


def made_here() -> bool:
    comment = "SELECT obj_description(to_regclass('public.system'), 'pg_class')"
    return op.get_bind().execute(text(comment)).scalar() == MADE_HERE


def held() -> set[tuple[str, str]]:
    return {(row[0], row[1]) for row in op.get_bind().execute(text(f"SELECT {OURS}"))}


def upgrade() -> None:
    if not made_here():
        return
    as_trac()
    if held() == initenv() and not op.get_bind().execute(text(USED)).scalar():
        run_script(op.get_bind(), SCHOOL)
    as_owner()


def downgrade() -> None:
    """Puts `initenv`'s rows back, unless somebody changed them since."""
    if not made_here():
        return
    as_trac()
    if held() == school():
        assert INITENV_ROWS is not None
        op.get_bind().execute(text("DELETE FROM public.permission WHERE action NOT LIKE 'LEARNING%'"))
        op.get_bind().execute(text(INITENV_ROWS.group()))
    as_owner()


def as_trac() -> None:
    """Trac's tables are its role's, as in migration 001."""
    op.get_bind().execute(text("SET LOCAL ROLE trac"))
    op.get_bind().execute(text("SET LOCAL search_path TO public"))


def as_owner() -> None:
    op.get_bind().execute(text("RESET ROLE"))
    op.get_bind().execute(text("RESET search_path"))
