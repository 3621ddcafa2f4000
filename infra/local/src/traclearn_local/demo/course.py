"""The demo course: wiki pages and questions of our own, brought in through the plugin as an author would."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg
from traclearn_contracts.files import read_yaml

from traclearn_local import trac
from traclearn_local.cloud.cognito import ACCOUNTS, Identity
from traclearn_local.console import step
from traclearn_local.secrets.passwords import write_private
from traclearn_local.stack import LOCAL, Stack
from traclearn_local.stores import postgres

COURSE = LOCAL / "demo"
LEARNER = "learner@demo.test"
MATERIAL = "Course/"
"""Pages whose names begin so are what is taught."""


def document(identity: Identity) -> dict[str, Any]:
    """What `trac-admin ENV learning seed` reads: accounts, wiki pages, which are material, and questions."""
    accounts = [
        {"email": email, "name": name, "sub": identity.subs[email], "groups": [group] if group else []}
        for email, (name, group) in ACCOUNTS.items()
    ]
    wiki = [{"name": name, "text": path.read_text()} for name, path in pages().items()]
    tickets = read_yaml(COURSE / "questions.yaml")["tickets"]
    of_course = [{**ticket, "course": MATERIAL.rstrip("/")} for ticket in tickets]
    return {"accounts": accounts, "wiki": wiki, "material": [MATERIAL], "tickets": of_course}


def pages() -> dict[str, Path]:
    """The wiki's pages by name."""
    return {path.stem.replace(".", "/"): path for path in sorted(COURSE.glob("*.wiki"))}


def seed(stack: Stack, passwords: Mapping[str, str], identity: Identity) -> None:
    """Once in a stack's life: what people made of the course since then stays theirs."""
    mark = stack.home / "demo.json"
    if mark.is_file():
        return
    with step("Demo course"):
        source = stack.run / "demo-course.json"
        write_private(source, json.dumps(document(identity), indent=1))
        trac.admin(stack, "learning", "seed", str(source))
        first = _first_ticket(postgres.url(stack, passwords), identity.subs[LEARNER])
        mark.write_text(json.dumps({"ticket": first}))


def _first_ticket(database: str, learner: str) -> int | None:
    with psycopg.connect(database) as connection:
        query = "SELECT min(ticket) FROM public.learning_question WHERE learner = %s"
        row = connection.execute(query, [learner]).fetchone()
    return int(row[0]) if row and row[0] else None


def ticket(stack: Stack) -> int | None:
    """The first question that belongs to the demo learner; None before the course is there."""
    mark = stack.home / "demo.json"
    found: int | None = json.loads(mark.read_text())["ticket"] if mark.is_file() else None
    return found
