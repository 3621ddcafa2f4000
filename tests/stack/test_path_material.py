"""Paths and the material that they teach from: it goes, comes back, moves, and contradicts itself."""

import json
import os
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest
from traclearn_local.clients.learners import learners
from traclearn_local.clients.path_pages import PathPages

pytestmark = [pytest.mark.stack, pytest.mark.timeout(400)]

GOAL = "teach me how a hive inspection of a bee colony is done"
WAIT_S = 90
COURSE = {
    "swarming.md": """---
traclearn: {concept: Swarm prevention, prerequisites: [Hive inspection]}
---
# Swarm prevention

Swarm prevention keeps a colony of bees from leaving its hive with the old queen. A beekeeper prevents
swarming by giving the bees more room, because a crowded hive is what makes a colony swarm. Queen cells are
cut out every week in spring, so that no new queen hatches and the old one has no reason to leave.
""",
    "inspection.md": """---
traclearn: {concept: Hive inspection, prerequisites: [Swarm prevention, Smoker lighting]}
---
# Hive inspection

A hive inspection is a look at each frame of a hive to see how the colony of bees does. The beekeeper looks
for eggs, because eggs show that the queen was there within three days. An inspection is done on a warm day,
so that the brood does not cool down while the hive is open.
""",
}
"""Each needs the other, and one of them something that no passage teaches."""


@pytest.fixture
def pages(stack):
    (person,) = learners(stack, 1, f"material-{uuid.uuid4().hex[:8]}-")
    with person:
        yield PathPages(person)


@pytest.fixture
def content(stack):
    """`traclearn content …` as the author; the lines that it prints."""

    def run(*words):
        done = subprocess.run(
            [Path(sys.executable).parent / "traclearn", "content", *map(str, words), "--json"],
            env={**os.environ, **stack.env},
            capture_output=True,
            text=True,
            check=True,
        )
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run


@pytest.fixture
def course(tmp_path, content):
    """A folder with the course, which is teachable; its name begins each document's."""
    folder = tmp_path / f"bees-{uuid.uuid4().hex[:8]}"
    folder.mkdir()
    for name, text in COURSE.items():
        (folder / name).write_text(text)
    assert {one["state"] for one in content("add", folder, "--subject", folder.name)} == {"ready"}
    yield folder
    for one in content("list", "--state", "ready"):
        if one["name"].startswith(folder.name):
            content("remove", one["name"], "--yes")


def read(pages, path):
    return pages.visitor.api("GET", f"/learning-paths/{path}").raise_for_status().json()


def propose(pages):
    """A path with both steps: what needs what is known a moment after the documents are teachable."""
    for _ in range(10):
        path = pages.ask(GOAL).headers["location"].rpartition("/")[2]
        assert pages.wait(path, seconds=WAIT_S)["state"] == "proposed"
        if len(read(pages, path)["steps"]) == len(COURSE):
            return path
        time.sleep(3)
    pytest.fail("The path has not both steps.")


def until_retired(pages, path, concepts):
    """The path, once just these of its steps are retired."""
    deadline = time.monotonic() + WAIT_S
    while {step["concept"] for step in read(pages, path)["steps"] if step["retired"]} != concepts:
        assert time.monotonic() < deadline, read(pages, path)["steps"]
        time.sleep(0.5)
    return read(pages, path)


def test_circles_and_what_no_passage_teaches_are_said_and_the_rest_is_a_path(pages, course):
    path = propose(pages)
    shown = read(pages, path)
    assert [step["concept"] for step in shown["steps"]] == ["Swarm prevention", "Hive inspection"]
    circle, bare = shown["warnings"]
    assert "go round in a circle" in circle and "Hive inspection" in circle and "Swarm prevention" in circle
    assert bare == "Not in this path: Smoker lighting – the material has no text on it."
    page = pages.visitor.http.get(f"/trac/learning/path/{path}").text
    assert circle in page and bare in page


def test_step_is_retired_with_its_document_and_back_with_it(pages, course, content):
    proposed, accepted = propose(pages), propose(pages)
    assert pages.accept(accepted).status_code == 303
    name = f"{course.name}/swarming.md"
    (receipt,) = content("remove", name, "--yes")
    assert receipt["document"]
    for path in (proposed, accepted):
        until_retired(pages, path, {"Swarm prevention"})
    assert [step["ticket_id"] is None for step in read(pages, accepted)["steps"]] == [False, False]
    content("restore", name)
    for path in (proposed, accepted):
        until_retired(pages, path, set())


def test_step_follows_its_passage_into_a_document_of_another_name(pages, course, content):
    path = propose(pages)
    before = read(pages, path)["steps"][0]["source"]
    (course / "swarming.md").rename(course / "no-swarms.md")
    content("add", course, "--subject", course.name)
    content("remove", f"{course.name}/swarming.md", "--yes")
    deadline = time.monotonic() + WAIT_S
    while (now := read(pages, path)["steps"][0]["source"])["document"] == before["document"]:
        assert time.monotonic() < deadline
        time.sleep(0.5)
    assert now["name"] == f"{course.name}/no-swarms.md" and now["text"] == before["text"]
    there = pages.visitor.http.get(f"/trac/{now['href']}", follow_redirects=True)
    assert there.status_code == 200 and there.url.path.startswith("/trac/learning/material/")
    gone = pages.visitor.http.get(f"/trac/{before['href']}", follow_redirects=True)
    assert gone.status_code == 404 and "No longer in the material" in gone.text
