"""The demo course: wiki pages and questions of our own, brought in through the plugin as an author would."""

import json
from pathlib import Path
from typing import Any

import yaml

from traclearn_local import trac
from traclearn_local.cognito import ACCOUNTS, Identity
from traclearn_local.console import step
from traclearn_local.stack import LOCAL, Stack

COURSE = LOCAL / "demo"
AUTHOR = "author@demo.test"


def _mark(stack: Stack) -> Path:
    return stack.home / "demo.json"


def document(identity: Identity) -> dict[str, Any]:
    """What `trac-admin ENV learning seed` reads: accounts, wiki pages, tickets with their questions."""
    course = yaml.safe_load((COURSE / "questions.yaml").read_text())
    pages = {path.stem.replace(".", "/"): path.read_text() for path in sorted(COURSE.glob("*.wiki"))}
    accounts = [
        {"email": email, "name": name, "sub": identity.subs[email], "groups": [group] if group else []}
        for email, (name, group) in ACCOUNTS.items()
    ]
    return {"author": AUTHOR, "accounts": accounts, "pages": pages, "tickets": course["tickets"]}


def seed(stack: Stack, identity: Identity) -> None:
    """Once in a stack's life."""
    if _mark(stack).is_file():
        return
    with step("Demo course"):
        source = stack.run / "demo-course.json"
        source.write_text(json.dumps(document(identity), indent=1))
        seeded = json.loads(trac.admin(stack, "learning", "seed", str(source)))
        _mark(stack).write_text(json.dumps(seeded, indent=1))


def tickets(stack: Stack) -> dict[str, int]:
    """Ticket numbers by the key of questions.yaml; empty before the course is there."""
    mark = _mark(stack)
    return dict(json.loads(mark.read_text())["tickets"]) if mark.is_file() else {}
