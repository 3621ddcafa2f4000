"""What migration 016 does while the version from before still runs."""

import re
from pathlib import Path

SCRIPT = Path(__file__).parents[1] / "alembic" / "versions" / "016_ledger.sql"
CHANGED = re.compile(r"(?:ALTER TABLE|UPDATE|INSERT INTO|POLICY \w+ ON|INDEX \w+ ON) learning\.(\w+)")
NEW = re.compile(r"(?:CREATE TABLE|CREATE VIEW|RENAME TO) (?:learning\.)?(\w+)")


def test_everything_changed_is_locked_before_the_first_change():
    """Who waits for a second lock with the first in hand ends in a deadlock with a page or the projector."""
    script = SCRIPT.read_text()
    locks = re.search(r"LOCK TABLE (.+?)\s+IN ACCESS EXCLUSIVE MODE;", script, re.DOTALL)
    assert locks and locks.start() < min(match.start() for match in CHANGED.finditer(script))
    own = set(NEW.findall(script)) - {"grades"}
    assert set(re.findall(r"learning\.(\w+)", locks[1])) == set(CHANGED.findall(script)) - own
