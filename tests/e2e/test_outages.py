"""Whatever is down while a learner answers, the page says where the answer is, and the grade comes later."""

import json
import os
import signal
import time
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from traclearn_contracts.gateway import render
from traclearn_local.clients.browser_session import BrowserSession
from traclearn_local.clients.machine_client import MachineClient
from traclearn_local.cloud.front_door import MESSAGES
from traclearn_local.stack import REST_API, STAGE

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

TEXT = "A branch is only a movable name that points to a commit, so making one copies nothing."
UNECHOED = "SELECT count(*) FROM public.learning_outbox WHERE echoed IS NULL"
LAST_ERROR = "SELECT last_error LIKE %s FROM public.learning_outbox WHERE ticket = %s AND echoed IS NULL"


@pytest.fixture
def learner(stack):
    with BrowserSession(stack.env, stack.env["DEMO_LEARNER_2"]) as visitor:
        yield visitor


@pytest.fixture
def ticket(stack):
    """A fresh question that everyone may answer."""
    return stack.ask(f"Outage {uuid4().hex[:8]}")[0]


def test_answer_while_the_gateway_is_down_is_graded_later(stack, learner, ticket):
    fields = learner.form(ticket)
    stack.supervisor("localstack", "stop")
    try:
        began = time.monotonic()
        assert learner.answer(ticket, TEXT, fields).status_code in (302, 303)
        assert time.monotonic() - began < 5
        assert learner.state(ticket)["phase"] == "received"
        refused = learner.api("POST", "/learning-paths/generate", json={"goal": "locks"})
        assert (refused.status_code, refused.json()["message"]) == (503, MESSAGES[503])
    finally:
        stack.supervisor("localstack", "start")
    learner.wait(ticket, seconds=90)
    stack.until(UNECHOED, 0)


@contextmanager
def halted(stack, program):
    """The program and its children stand still, with their connections open."""
    pid = stack.pid(program)
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    pids = [pid, *map(int, children)]
    for each in pids:
        os.kill(each, signal.SIGSTOP)
    try:
        yield
    finally:
        for each in pids:
            os.kill(each, signal.SIGCONT)


def test_answer_while_the_gateway_hangs_is_kept_within_seconds_and_graded_later(stack, learner, ticket):
    fields = learner.form(ticket)
    began = time.monotonic()
    with halted(stack, "localstack"):
        assert learner.answer(ticket, TEXT, fields).status_code in (302, 303)
        assert 1 < time.monotonic() - began < 3.5  # it waited, but not for long
        assert learner.state(ticket)["phase"] == "received"
        time.sleep(max(0, began + 4 - time.monotonic()))
    learner.wait(ticket, seconds=90)
    stack.until(UNECHOED, 0)


def deploy(stack, api):
    gateway = stack.aws("apigateway")
    gateway.put_rest_api(restApiId=REST_API, mode="overwrite", body=json.dumps(api).encode())
    gateway.create_deployment(restApiId=REST_API, stageName=STAGE)


@contextmanager
def failing_entries(stack):
    """PutEvents answers 200 with FailedEntryCount 1, as when it is throttled: the entry has no source."""
    api, source = render("local"), r"\"Source\": \"traclearn.trac\""
    text = json.dumps(api)
    assert source in text
    deploy(stack, json.loads(text.replace(source, r"\"Source\": \"\"")))
    try:
        yield
    finally:
        deploy(stack, api)


def test_answer_whose_entry_the_bus_refuses_is_sent_again_and_graded(stack, learner, ticket):
    fields = learner.form(ticket)
    with failing_entries(stack):
        refused = MachineClient(stack.env).answer(ticket, learner.sub, TEXT)
        assert refused.status_code == 503 and "did not reach the bus" in refused.json()["message"]
        assert learner.answer(ticket, TEXT, fields).status_code in (302, 303)
        stack.until(LAST_ERROR, True, "%503%", ticket)
        assert learner.state(ticket)["phase"] == "received"
    learner.wait(ticket, seconds=90)
    stack.until(UNECHOED, 0)


def test_answer_while_the_grader_is_down_waits_and_is_graded_later(stack, learner, ticket):
    stack.supervisor("grader", "stop")
    try:
        learner.answer(ticket, TEXT)
        learner.wait(ticket, "queued")
    finally:
        stack.supervisor("grader", "start")
    learner.wait(ticket)


def test_a_grade_that_is_long_in_coming_is_called_delayed(stack, learner, ticket):
    stack.give("progress", {"DELAYED_AFTER": "2", "SWEEP_EVERY": "1"})
    stack.supervisor("grader", "stop")
    try:
        learner.answer(ticket, TEXT)
        late = learner.wait(ticket, "delayed")
        assert "staff are told" in late["html"]
        with BrowserSession(stack.env, stack.env["DEMO_OPERATOR"]) as operator:
            assert f"ticket/{ticket}" in operator.http.get("/trac/learning/operate").text
    finally:
        stack.supervisor("grader", "start")
        stack.give("progress", {})
    learner.wait(ticket)


def test_answer_while_progress_is_down_waits_and_is_graded_later(stack, learner, ticket):
    stack.supervisor("progress", "stop")
    try:
        learner.answer(ticket, TEXT)
        assert learner.state(ticket)["phase"] == "received"
    finally:
        stack.supervisor("progress", "start")
    learner.wait(ticket, seconds=90)


def test_answer_while_sync_is_down_is_graded_and_shown_later(stack, learner, ticket):
    stack.supervisor("trac-sync", "stop")
    try:
        learner.answer(ticket, TEXT)
        stack.until(
            "SELECT answer_score IS NOT NULL FROM learning.progress WHERE ticket_id = %s", True, ticket
        )
        assert learner.state(ticket)["phase"] == "received"
    finally:
        stack.supervisor("trac-sync", "start")
    learner.wait(ticket)


def test_what_put_events_took_reaches_no_queue(stack, learner, ticket):
    """The gateway answers 202 all the same: only the echo closes the outbox row."""
    events, bus = stack.aws("events"), {"EventBusName": "traclearn"}
    rules = [rule["Name"] for rule in events.list_rules(**bus)["Rules"]]
    targets = {rule: events.list_targets_by_rule(Rule=rule, **bus)["Targets"] for rule in rules}
    for rule, found in targets.items():
        events.remove_targets(Rule=rule, Ids=[target["Id"] for target in found], **bus)
    try:
        learner.answer(ticket, TEXT)
        stack.until("SELECT sent IS NOT NULL FROM public.learning_outbox WHERE ticket = %s"
                    " AND detail_type = 'AnswerSubmitted.v1'", True, ticket)  # fmt: skip
        assert learner.state(ticket)["phase"] == "received"
    finally:
        for rule, found in targets.items():
            events.put_targets(Rule=rule, Targets=found, **bus)
    learner.wait(ticket, seconds=90)
    stack.until(UNECHOED, 0)
