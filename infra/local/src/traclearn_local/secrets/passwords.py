"""The stack's secrets: made once, kept in the data folder, readable by its owner alone."""

import json
import os
import secrets
from pathlib import Path

from traclearn_contracts import roster

PLATFORM = ("postgres", "traclearn", "trac", "neo4j", "redis", "aws", "gateway")
"""Beside the services' roles. `aws` signs as an administrator, `gateway` shows that the front door calls."""
DEMO = "learn-together-1"


def keep(home: Path) -> dict[str, str]:
    """The passwords by role; those that are not there yet are made."""
    path = home / "passwords.json"
    kept: dict[str, str] = json.loads(path.read_text()) if path.is_file() else {}
    made = {name: secrets.token_hex(16) for name in (*PLATFORM, *roster.identifiers()) if name not in kept}
    if made:
        kept |= made
        write_private(path, json.dumps(kept, indent=1))
    return kept


def write_private(path: Path, text: str) -> None:
    """Replaces the file at once, so that nobody reads half of it; mode 600 from its first byte."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as stream:
        stream.write(text)
    fresh.replace(path)
