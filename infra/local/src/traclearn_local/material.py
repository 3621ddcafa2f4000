"""The second demo course, in files: uploaded as an author does it, through the indexer's API."""

import hashlib
import json
import mimetypes
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx

from traclearn_local import demo
from traclearn_local.console import say, step
from traclearn_local.errors import LocalError
from traclearn_local.handles import handles
from traclearn_local.stack import Stack
from traclearn_local.visitor import Visitor

FOLDER = demo.COURSE / "databases"
SUBJECT = "Databases"
READY_SECONDS = 120.0
LOOK_EVERY = 2.0
"""Seconds: the front door counts requests."""
Answer = dict[str, Any]


def upload(stack: Stack) -> None:
    """Once in a stack's life. Waits until all of both courses can be found, and says what cannot."""
    mark = stack.home / "material.json"
    if mark.is_file():
        return
    env = handles(stack)
    with Visitor(env, env["DEMO_AUTHOR"]) as author:
        with step("Second demo course"):
            send(author, files())
        names = [*map(name, files()), *(page for page in demo.pages() if page.startswith(demo.MATERIAL))]
        with step("Both courses read"):
            late = wait(author, names)
    mark.write_text(json.dumps(names))
    for document, said in late.items():
        say(f"  {document} {said}")


def files() -> list[Path]:
    return sorted(path for path in FOLDER.rglob("*") if path.is_file())


def name(path: Path) -> str:
    """As a browser names a file of a folder that was dropped."""
    return str(path.relative_to(FOLDER.parent))


def send(author: Visitor, paths: Sequence[Path]) -> None:
    """Raises LocalError naming what was refused."""
    reply = author.api("POST", "/content", json={"files": [_asked(path) for path in paths]})
    if reply.is_error:
        raise LocalError(f"The indexer grants no upload: {reply.status_code} {reply.text[:300]}")
    for path, grant in zip(paths, reply.json()["grants"], strict=True):
        _post(path, grant)


def _asked(path: Path) -> Answer:
    return {
        "name": name(path),
        "size": path.stat().st_size,
        "type": mimetypes.guess_type(path)[0],
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "subject": SUBJECT,
    }


def _post(path: Path, grant: Answer) -> None:
    if grant["state"] == "unchanged":
        return
    if grant["state"] == "refused":
        raise LocalError(f"The indexer refuses {name(path)}: {grant['reason']}")
    with path.open("rb") as file:
        reply = httpx.post(grant["url"], data=grant["fields"], files={"file": file}, timeout=60)
    if reply.is_error:
        raise LocalError(f"The bucket refuses {name(path)}: {reply.status_code} {reply.text[:300]}")


def wait(author: Visitor, names: Sequence[str], seconds: float = READY_SECONDS) -> dict[str, str]:
    """What is not ready by then or was rejected, with what the indexer says of it; {} when all is well.

    Raises LocalError when the indexer does not answer.
    """
    deadline = time.monotonic() + seconds
    while True:
        reply = author.api("GET", "/content", params={"names": list(names), "limit": len(names)})
        if reply.is_error:
            raise LocalError(
                f"The indexer does not say how far it is: {reply.status_code} {reply.text[:300]}"
            )
        found = {one["name"]: one for one in reply.json()["documents"]}
        waiting = [one for one in names if found.get(one, {}).get("state") not in {"ready", "rejected"}]
        if not waiting or time.monotonic() > deadline:
            return {one: _said(found.get(one)) for one in names if _said(found.get(one))}
        time.sleep(LOOK_EVERY)


def _said(document: Answer | None) -> str:
    if document is None:
        return "is not known to the indexer"
    if document["state"] == "ready":
        return ""
    if document["state"] == "rejected":
        return f"was rejected: {document['detail']}"
    return f"is still {document['state'].replace('_', ' ')}: {document['done']} of {document['total']}"
