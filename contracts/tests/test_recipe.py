"""CONTRIBUTING's recipe for a new event, followed to the letter on a copy of the contracts."""

import json
import os
import shutil
import subprocess
import sys

import pytest
import yaml
from traclearn_contracts.files import CONTRACTS

SCHEMA = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "title": "PathAsked.v1",
    "description": "A learner asked to be taught something.",
    "type": "object",
    "required": ["subject"],
    "properties": {"subject": {"type": "string", "description": "In the learner's words."}},
}
CONSUMER = """
import json
from traclearn_contracts import topology
from traclearn_contracts.events import TYPES, parse
from traclearn_contracts.files import CONTRACTS
from traclearn_contracts.models import PathAskedV1
from traclearn_worker import Misuse, on
from traclearn_worker.service import Service

async def handle(event, work):
    return []

brought = topology.read().consumer("grader").detail_types
known = [TYPES[name] for name in sorted(brought - {"PathAsked.v1"})]

def start(*models):
    routes, consumes = [on(model, handle) for model in models], topology.read().consumer("grader")
    return Service("grader", "", routes, lambda connection: connection, consumes=consumes)

try:
    start(*known)
except Misuse as forgotten:
    print(forgotten)
service = start(*known, PathAskedV1)
body = json.loads((CONTRACTS / "examples/PathAsked.v1/plain.json").read_text())
event = parse(body["source"], body["detail-type"], body["detail"])
assert service.handler(event) is handle
print(event.data.subject)
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Runs Python on the copy, after schema, example, `make models` and rule."""
    copy = tmp_path_factory.mktemp("recipe") / "contracts"
    shutil.copytree(CONTRACTS, copy, ignore=shutil.ignore_patterns("__pycache__", "tests"))
    (copy.parent / "docs").mkdir()
    (copy / "events" / "PathAsked.v1.json").write_text(json.dumps(SCHEMA))
    example = json.loads((copy / "examples/AnswerSubmitted.v1/plain.json").read_text())
    example["detail-type"], example["detail"]["data"] = "PathAsked.v1", {"subject": "window functions"}
    (copy / "examples" / "PathAsked.v1").mkdir()
    (copy / "examples" / "PathAsked.v1" / "plain.json").write_text(json.dumps(example))
    topology = yaml.safe_load((copy / "topology.yaml").read_text())
    topology["queues"]["grader"]["rules"][0]["detail_types"].append("PathAsked.v1")
    (copy / "topology.yaml").write_text(yaml.safe_dump(topology))

    def run(*words):
        environment = os.environ | {"PYTHONPATH": str(copy / "src"), "TRACLEARN_CONTRACTS": str(copy)}
        return subprocess.run(
            [sys.executable, *words], env=environment, capture_output=True, text=True, check=False
        )

    made = run("-m", "traclearn_contracts.generation")
    assert made.returncode == 0, made.stderr
    return run


def test_a_new_event_is_a_schema_examples_a_rule_and_a_handler_and_a_start_names_what_is_forgotten(run):
    done = run("-c", CONSUMER)
    assert done.returncode == 0, done.stderr
    forgotten, subject = done.stdout.splitlines()
    assert "no handler for PathAsked.v1" in forgotten
    assert "topology.yaml" in forgotten
    assert subject == "window functions"
