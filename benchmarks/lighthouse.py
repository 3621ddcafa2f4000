"""`make lighthouse`: what Lighthouse says of the accessibility of four pages, as who is signed in sees them.

Lighthouse is fetched once, as `benchmarks/node/package-lock.json` pins it, and drives the machine's Chromium.
Writes build/bench/lighthouse.json; exit 1 where a page has less than 100.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from uuid import uuid4

from traclearn_local.clients.browser_session import BrowserSession
from traclearn_local.running_stack import RunningStack
from traclearn_local.stack import ROOT
from traclearn_local.testing import borrowed

from benchmarks.pages import CHROMIUM
from benchmarks.results import write_result

PINS = ROOT / "benchmarks" / "node"
HOME = ROOT / "build" / "bench" / "node"
PROGRAM = HOME / "node_modules" / ".bin" / "lighthouse"
COURSE = "Lighthouse"
ANSWER = "A commit keeps a snapshot of all the files, as they were when I made it."
TIMEOUT_S = 180
"""Of one page; the slowest seen took 40 on two busy cores."""


def fetch() -> None:
    """Brings what is pinned, unless it is there."""
    HOME.mkdir(parents=True, exist_ok=True)
    lock = "package-lock.json"
    if PROGRAM.exists() and (HOME / lock).read_bytes() == (PINS / lock).read_bytes():
        return
    for name in ("package.json", lock):
        (HOME / name).write_bytes((PINS / name).read_bytes())
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=HOME, check=True)


def addresses(stack: RunningStack) -> dict[str, tuple[str, str]]:
    """Who looks at which page: a question with a grade, a passage, and what there is anyway."""
    (ticket,) = stack.ask(f"Lighthouse {uuid4().hex[:8]}", course=COURSE)
    with BrowserSession(stack.env, stack.env["DEMO_LEARNER"]) as learner:
        learner.answer(ticket, ANSWER)
        learner.wait(ticket)
    (document,) = stack.sql(
        "SELECT document FROM public.learning_material WHERE origin = 'upload' "
        "AND live_revision IS NOT NULL ORDER BY name LIMIT 1"
    )
    with BrowserSession(stack.env, stack.env["DEMO_AUTHOR"]) as author:
        content = author.api("GET", f"/content/{document['document']}").raise_for_status().json()
    passage = f"{document['document']}/{content['chunks'][0]['id']}"
    return {
        "home": ("LEARNER", "/trac/learning"),
        "question": ("LEARNER", f"/trac/ticket/{ticket}"),
        "passage": ("LEARNER", f"/trac/learning/passage/{passage}"),
        "course": ("AUTHOR", f"/trac/learning/course/{COURSE}"),
    }


def report(url: str, cookie: str) -> dict[str, Any]:
    """What Lighthouse says of one page."""
    with tempfile.TemporaryDirectory() as folder:
        headers, written = Path(folder) / "headers.json", Path(folder) / "report.json"
        headers.write_text(json.dumps({"Cookie": cookie}))
        subprocess.run(
            [
                PROGRAM, url, "--quiet", "--only-categories=accessibility", "--output=json",
                f"--output-path={written}", f"--extra-headers={headers}",
                "--chrome-flags=--headless=new --no-sandbox",
            ],
            env={**os.environ, "CHROME_PATH": CHROMIUM}, check=True, timeout=TIMEOUT_S,
        )  # fmt: skip
        said: dict[str, Any] = json.loads(written.read_text())
        return said


def summary(said: dict[str, Any]) -> dict[str, Any]:
    """The score, where the browser ended, and each audit that costs something, with the elements."""
    failed = {
        name: [
            one["node"]["snippet"][:200] for one in audit.get("details", {}).get("items", []) if "node" in one
        ]
        for name, audit in said["audits"].items()
        if audit["score"] is not None and audit["score"] < 1
    }
    score = round(100 * (said["categories"]["accessibility"]["score"] or 0))
    return {"accessibility": score, "shown": said["finalDisplayedUrl"], "failed": failed}


def measure(stack: RunningStack) -> dict[str, Any]:
    """Where a page sends the browser on, Lighthouse goes at once: Chromium drops the cookie on the way."""
    found = {}
    for name, (who, path) in addresses(stack).items():
        with BrowserSession(stack.env, stack.env[f"DEMO_{who}"]) as session:
            url = str(session.http.get(path, follow_redirects=True).raise_for_status().url)
            cookie = f"trac_id={session.token}"
        found[name] = summary(report(url, cookie))
        if not found[name]["shown"].startswith(url):
            raise RuntimeError(f"{name}: Lighthouse saw {found[name]['shown']}")
        print(f"{name:9} {found[name]['accessibility']:4}", *found[name]["failed"].items())
    return {"name": "lighthouse", "pages": found}


def main() -> int:
    argparse.ArgumentParser(description=__doc__).parse_args()
    fetch()
    with borrowed() as stack:
        found = measure(stack)
    write_result(found)
    return int(any(page["accessibility"] < 100 for page in found["pages"].values()))


if __name__ == "__main__":
    sys.exit(main())
