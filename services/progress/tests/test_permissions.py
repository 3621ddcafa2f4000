"""What migration 006 would change."""

import importlib.util
from pathlib import Path

import pytest

VERSIONS = Path(__file__).parents[1] / "alembic" / "versions"


@pytest.fixture
def migration():
    spec = importlib.util.spec_from_file_location("permissions", VERSIONS / "006_permissions.py")
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def test_authenticated_lose_what_changes_something(migration):
    lost = migration.permissions_before() - migration.permissions_after()
    assert lost == {
        ("authenticated", action)
        for action in ("TICKET_CREATE", "TICKET_MODIFY", "WIKI_CREATE", "WIKI_MODIFY")
    }


def test_authors_alone_gain_what_changes_something(migration):
    gained = migration.permissions_after() - migration.permissions_before()
    assert ("authenticated", "TICKET_APPEND") in gained
    assert {who for who, _ in gained} == {"authenticated", "cognito-authors"}
    assert {action for who, action in gained if who == "authenticated"} == {"TICKET_APPEND"}


def test_script_deletes_what_initenv_gave(migration):
    deleted = migration.SCRIPT.read_text().partition("INSERT")[0]
    for who, action in migration.permissions_before() - migration.permissions_after():
        assert f"'{who}'" in deleted and f"'{action}'" in deleted
