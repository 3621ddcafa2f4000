"""The modules that carry events, applied to a fresh LocalStack: what a plan cannot say."""

import json
import os
import subprocess
import uuid
from pathlib import Path

import httpx
import pytest
from traclearn_contracts.files import CONTRACTS
from traclearn_local.cloud import aws, localstack
from traclearn_local.stack import Stack, offsets
from traclearn_local.stores.scratch_postgres import free_port
from traclearn_local.terraform.binary import find

LEARNER = "5f0c2a54-8a39-4c1f-9f6e-2f1f7a1f0b11"


@pytest.fixture(scope="module")
def emulator(tmp_path_factory):
    """A LocalStack as it comes, that nobody has provisioned."""
    stack = Stack(tmp_path_factory.mktemp("stack"), free_port() - offsets()[1]["aws"])
    # The provider knows AWS's form alone.
    settings = localstack.settings(stack) | {"SQS_ENDPOINT_STRATEGY": "off"}
    command = [stack.tool("localstack", "python"), "-m", "localstack.runtime.main"]
    process = subprocess.Popen(command, env={**os.environ, **settings})
    try:
        localstack.wait(stack, process)
        yield stack
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def applied(emulator):
    """The root's outputs and the second plan's exit code: 0 says that nothing is left to change."""
    root = Path(os.environ["TRACLEARN_PLANS"]) / "infra" / "terraform" / "tests" / "emulator"
    terraform, env = find(), {"AWS_ENDPOINT_URL": emulator.http("aws")}
    with_variables = ("-no-color", "-input=false", "-var-file=example.tfvars")
    terraform.run(root, "apply", "-auto-approve", "-parallelism=20", *with_variables, env=env)
    terraform.run(root, "plan", "-detailed-exitcode", *with_variables, env=env)
    found = terraform.run(root, "output", "-json")
    return {name: one["value"] for name, one in json.loads(found).items()}


@pytest.mark.timeout(500)
def test_second_plan_is_empty(applied):
    """`plan -detailed-exitcode` ends with 2 where something is left, and `applied` fails."""
    assert applied["rest_api_id"]


def test_posted_answer_reaches_its_queues(emulator, applied):
    body = relayed_answer()
    reply = httpx.post(
        f"{emulator.http('aws')}/restapis/{applied['rest_api_id']}/local/_user_request_/api/v1/relay",
        json=body,
        timeout=60,
    )
    assert (reply.status_code, reply.json()) == (202, {"event_id": body["event_id"]})
    for name in ("grader", "progress"):
        detail = received(emulator, name)["detail"]
        assert (detail["metadata"]["event_id"], detail["data"]) == (body["event_id"], body["data"])


def relayed_answer():
    example = json.loads((CONTRACTS / "examples" / "AnswerSubmitted.v1" / "nasty.json").read_text())
    return {
        "event_id": str(uuid.uuid4()),
        "occurred_at": "2026-01-15T09:30:00+00:00",
        "learner": LEARNER,
        "groups": [],
        "detail_type": "AnswerSubmitted.v1",
        "data": example["detail"]["data"],
    }


def received(emulator, name):
    sqs = aws.client("sqs", emulator.http("aws"))
    url = sqs.get_queue_url(QueueName=f"traclearn-{name}")["QueueUrl"]
    (message,) = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=10)["Messages"]
    return json.loads(message["Body"])
