"""The second demo course, in files, brought as an author brings them: by `traclearn content add`."""

import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from traclearn_local.clients.browser_session import BrowserSession
from traclearn_local.console import say, step
from traclearn_local.demo import course as demo
from traclearn_local.errors import LocalError
from traclearn_local.processes.supervision import clean_environment
from traclearn_local.stack import Stack
from traclearn_local.stack_environment import environment_of

FOLDER = demo.COURSE / "databases"
SUBJECT = "Databases"
READY_TIMEOUT_S = 120.0
LOOK_EVERY_S = 2.0
"""Seconds: the front door counts requests."""
GOOD = {"ready", "unchanged"}
Document = dict[str, Any]


def upload(stack: Stack) -> None:
    """Once in a stack's life. Waits until all of both courses can be found, and says what cannot."""
    mark = stack.home / "material.json"
    if mark.is_file():
        return
    env = environment_of(stack)
    with step("Second demo course"):
        documents = add(env, FOLDER)
    pages = [page for page in demo.pages() if page.startswith(demo.MATERIAL)]
    with step("Both courses read"), BrowserSession(env, env["DEMO_AUTHOR"]) as author:
        documents += wait(author, pages)
    mark.write_text(json.dumps([document["name"] for document in documents]))
    for document in documents:
        if document["state"] not in GOOD:
            said = document["detail"] or document["reason"] or "is not ready yet"
            say(f"  {document['name']} {document['state'].replace('_', ' ')}: {said}")


def add(env: Mapping[str, str], folder: Path) -> list[Document]:
    """What became of each file. Raises LocalError when nobody answers."""
    done = subprocess.run(
        [
            *(Path(sys.executable).with_name("traclearn"), "content", "add", folder, "--json"),
            *("--subject", SUBJECT, "--timeout", str(READY_TIMEOUT_S)),
        ],
        env={**clean_environment(), **env},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in {0, 1}:  # 1: some file is not ready, and says so itself
        raise LocalError(f"The second demo course could not be brought:\n{done.stderr.strip()}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def wait(author: BrowserSession, names: Sequence[str], seconds: float = READY_TIMEOUT_S) -> list[Document]:
    """The documents of these names once they are ready or rejected, or as they stand when time is up.

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
        documents = [found.get(name) or unknown(name) for name in names]
        waiting = [one for one in documents if one["state"] not in {"ready", "rejected"}]
        if not waiting or time.monotonic() > deadline:
            return documents
        time.sleep(LOOK_EVERY_S)


def unknown(name: str) -> Document:
    """A page of which the indexer has not heard."""
    return {"name": name, "state": "unknown", "reason": None, "detail": "the indexer has not heard of it"}
