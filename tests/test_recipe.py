"""CONTRIBUTING's recipe for a new event, followed to the letter on a copy: with it all that looks at events,
of the real services too, is content. So a place that the recipe does not name fails here.

Two events are added, each sent by Trac: one of learners, one of authors.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager

import pytest
import yaml
from traclearn_local.stack import ROOT

COPIED = (
    *("contracts", "docs", "infra/local/src", "services/progress", "services/grader/src"),
    *("README.md", "pyproject.toml", "tests/test_readme.py", "trac/learning/sync/outbox.py"),
)
PACKAGES = ("contracts/src", "infra/local/src", "services/progress/src", "services/grader/src")
LEARNERS, AUTHORS = "PathAsked.v1", "PathPraised.v1"
ROWS = f"| `{LEARNERS}`, `{AUTHORS}` | what people say of a path | Trac | grader, progress |\n"
FUNCTION = """

async def project_word(event, own: Change, store: Store) -> list[Change]:
    await store.lock_ticket(None)
    return [own]
"""
ENTRIES = """
    PathAskedV1: Projection(paths.project_word, "path_asked", speaker),
    PathPraisedV1: Projection(paths.project_word, "path_praised", nobody),"""
SRC = "services/progress/src/progress"
PROJECTION, WORKER = f"{SRC}/handlers/projection.py", "services/grader/src/grader/entrypoints/worker.py"
ROUTES = " on(PathAskedV1, change_course), on(PathPraisedV1, change_course),"
MODELS, IMPORTED = "from traclearn_contracts.models import (", " PathAskedV1, PathPraisedV1,"
LINES = {
    "README": [("README.md", "## Events", r"\|---\|---\|---\|---\|\n", ROWS)],
    "`PROJECTIONS`": [
        (f"{SRC}/handlers/paths.py", "", r"\Z", FUNCTION),
        (PROJECTION, MODELS, "", IMPORTED),
        (PROJECTION, "PROJECTIONS: Mapping", "= {", ENTRIES),
    ],
    "`Kind`": [(f"{SRC}/domain/change.py", "Kind = Literal[", "", ' "path_asked", "path_praised",')],
    "`on(Model, handle)`": [(WORKER, MODELS, "", IMPORTED), (WORKER, "routes=[", "", ROUTES)],
    "`x-traclearn-relay`": [
        ("contracts/openapi.yaml", "x-traclearn-relay:", "\n", f"        - {LEARNERS}\n        - {AUTHORS}\n")
    ],
    "`roles`": [("contracts/topology.yaml", "roles:", "traclearn.trac:\n", f"    {AUTHORS}: authors\n")],
    "OF_LEARNERS": [("trac/learning/sync/outbox.py", "OF_LEARNERS = (", "", f"'{LEARNERS}', ")],
}
"""What the recipe calls a step → file, where in it, behind what there, and the lines that come in."""
START = """
import asyncio, json, sys
from importlib import import_module
from unittest.mock import MagicMock
from traclearn_contracts.events import parse
from traclearn_contracts.files import CONTRACTS
from traclearn_worker import Misuse
from traclearn_worker.testing import FakeWork
sys.path.insert(0, "services/progress/tests")
from conftest import MemoryStore
store = MemoryStore()
for name in ("grader", "progress"):
    settings = import_module(f"{name}.settings").Settings.model_construct()
    try:
        app = import_module(f"{name}.entrypoints.worker").app(settings, MagicMock())
    except Misuse as refused:
        print(refused)
        continue
    for name in ("PathAsked.v1", "PathPraised.v1"):
        body = json.loads((CONTRACTS / "examples" / name / "plain.json").read_text())
        event = parse(body["source"], body["detail-type"], body["detail"])
        (handler,) = {route.handler for route in app.routes if route.detail_type == name}
        if app.name == "progress":
            asyncio.run(handler(event, FakeWork(store)))
            asyncio.run(app.failed(event, "why", FakeWork(store)))
print(*((row.kind, row.learner and "its learner") for row in store.feed))
"""
PROGRESS = "services/progress/tests"
ROLES = f"{PROGRESS}/test_learners.py::test_who_says_what_is_about_others_needs_a_role"
CHECKS = {
    "examples": "contracts/tests/test_events.py::test_every_event_has_a_type_and_an_example",
    "a rule in `topology.yaml`": "contracts/tests/test_topology.py",
    "README": "tests/test_readme.py::test_table_of_events_has_the_publishers_and_consumers_of_the_topology",
    "`PROJECTIONS`": f"{PROGRESS}/test_projection.py::test_every_event_has_a_projection",
    "`Kind`": f"{PROGRESS}/test_learners.py::test_kind_of_every_row_is_known_and_fits_its_column",
    "`x-traclearn-relay`": "contracts/tests/test_gateway.py::test_every_event_that_trac_makes_has_a_route",
    "`roles`": ROLES,
    "OF_LEARNERS": f"{PROGRESS}/test_learners.py::test_what_learners_send_closes_their_own_rows_alone",
}
"""A step → the test that says that it is missing. Of a handler a start says so, too; of the models
`make check`, which makes them anew."""
RELAYED = "contracts/tests/test_gateway.py::test_the_relay_takes_every_event_of_trac_and_checks_its_data"
EVERYTHING = (
    *("contracts/tests/test_events.py", "contracts/tests/test_topology.py", f"{PROGRESS}/test_learners.py"),
    *(f"{RELAYED}[{side}-{name}]" for side in ("aws", "local") for name in (LEARNERS, AUTHORS)),
    *(CHECKS[step] for step in ("`x-traclearn-relay`", "README", "`PROJECTIONS`")),
)
"""All tests that look at each event there is; of the relay's, which are many, those of these two."""


class Copy:
    """A copy of the checkout in which steps can be done, and each be undone for a while."""

    def __init__(self, root):
        self.root, self._before = root, {}
        for name in COPIED:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / name).is_file():
                shutil.copy(ROOT / name, root / name)
            else:
                shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))

    def write(self, step, name, content):
        """The file with what the step makes of it; None: without it."""
        path = self.root / name
        known = self._before.setdefault(step, {})
        known.setdefault(name, path.read_text() if path.exists() else None)
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)

    def insert(self, step, name, where, behind, lines):
        text = (self.root / name).read_text()
        start = text.index(where) + len(where)
        place = re.compile(behind).search(text, start).end()
        self.write(step, name, text[:place] + lines + text[place:])

    @contextmanager
    def without(self, step):
        done = {name: (self.root / name).read_text() for name in self._before[step]}
        for name, content in self._before[step].items():
            if content is None:
                (self.root / name).unlink()
            else:
                (self.root / name).write_text(content)
        yield
        for name, content in done.items():
            (self.root / name).write_text(content)

    def run(self, *words):
        own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        paths = os.pathsep.join(str(self.root / name) for name in PACKAGES)
        own |= {"PYTHONPATH": paths, "TRACLEARN_CONTRACTS": str(self.root / "contracts")}
        command = [sys.executable, *words]
        return subprocess.run(command, cwd=self.root, env=own, capture_output=True, text=True, check=False)

    def test(self, *names):
        return self.run("-m", "pytest", "-q", "-p", "no:cacheprovider", *names)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """After all steps of the recipe."""
    copy = Copy(tmp_path_factory.mktemp("recipe"))
    contracts = copy.root / "contracts"
    answer = json.loads((contracts / "examples/AnswerSubmitted.v1/plain.json").read_text())
    for name, more in ((LEARNERS, {}), (AUTHORS, {"stars": {"type": "integer", "minimum": 0}})):
        schema = {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "title": name,
            "description": "What somebody says of a path.",
            "type": "object",
            "required": ["subject"],
            "properties": {"subject": {"type": "string", "description": "In their words."}} | more,
        }
        copy.write("schema", f"contracts/events/{name}.json", json.dumps(schema))
        groups = ["authors"] if name == AUTHORS else []
        detail = {"metadata": answer["detail"]["metadata"] | {"groups": groups}, "data": {"subject": "locks"}}
        example = answer | {"detail-type": name, "detail": detail}
        copy.write("examples", f"contracts/examples/{name}/plain.json", json.dumps(example))
    for step, edits in LINES.items():
        for edit in edits:
            copy.insert(step, *edit)
    topology = yaml.safe_load((contracts / "topology.yaml").read_text())
    for queue in ("grader", "progress"):
        topology["queues"][queue]["rules"][0]["detail_types"] += [LEARNERS, AUTHORS]
    copy.write("a rule in `topology.yaml`", "contracts/topology.yaml", yaml.safe_dump(topology))
    made = copy.run("-m", "traclearn_contracts.generation")
    assert made.returncode == 0, made.stderr
    return copy


def test_every_step_stands_in_the_recipe():
    (recipe,) = re.findall(r"^- Add an event: .+$", (ROOT / "CONTRIBUTING.md").read_text(), re.M)
    assert [step for step in ("schema", "`make models`", *CHECKS, *LINES) if step not in recipe] == []


def test_after_the_recipe_nothing_that_looks_at_events_misses_a_place(copy):
    done = copy.test(*EVERYTHING)
    assert done.returncode == 0, done.stdout[-2000:]
    done = copy.run("-c", START)
    assert done.returncode == 0, done.stderr[-2000:]
    asked, praised = "('path_asked', 'its learner')", "('path_praised', None)"
    refused = "('rejected', 'its learner')", "('rejected', None)"
    assert done.stdout.strip() == f"{asked} {refused[0]} {praised} {refused[1]}"


def test_a_start_names_the_events_that_nobody_handles(copy):
    with copy.without("`PROJECTIONS`"), copy.without("`on(Model, handle)`"):
        done = copy.run("-c", START)
    forgotten = f"no handler for {LEARNERS}, no handler for {AUTHORS}"
    services = re.findall(rf"^(\w+) and the queue .+ disagree: {forgotten}\.", done.stdout, re.M)
    assert services == ["grader", "progress"], done.stdout + done.stderr[-2000:]


@pytest.mark.slow
@pytest.mark.parametrize("step", CHECKS)
def test_a_step_that_was_forgotten_is_said(copy, step):
    with copy.without(step):
        done = copy.test(CHECKS[step])
    assert done.returncode == 1, done.stdout[-2000:]
    assert re.search("PathAsked|PathPraised|path_asked", done.stdout), done.stdout[-2000:]
