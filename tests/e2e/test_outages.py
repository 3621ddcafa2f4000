"""Whatever is down while a learner answers, the page says where the answer is, and the grade comes later."""

import time
from uuid import uuid4

import pytest
from traclearn_local.visitor import Visitor

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

TEXT = "A branch is only a movable name that points to a commit, so making one copies nothing."
UNECHOED = "SELECT count(*) FROM public.learning_outbox WHERE echoed IS NULL"


@pytest.fixture
def learner(stack):
    with Visitor(stack.env, stack.env["DEMO_LEARNER_2"]) as visitor:
        yield visitor


@pytest.fixture
def ticket(stack):
    """A fresh question that everyone may answer."""
    return stack.ask(f"Outage {uuid4().hex[:8]}")[0]


def test_the_gateway_is_down(stack, learner, ticket):
    fields = learner.form(ticket)
    stack.supervisor("localstack", "stop")
    try:
        began = time.monotonic()
        assert learner.answer(ticket, TEXT, fields).status_code in (302, 303)
        assert time.monotonic() - began < 5
        assert learner.state(ticket)["phase"] == "received"
    finally:
        stack.supervisor("localstack", "start")
    learner.wait(ticket, seconds=90)
    stack.until(UNECHOED, 0)


def test_the_grader_is_down(stack, learner, ticket):
    stack.supervisor("grader", "stop")
    try:
        learner.answer(ticket, TEXT)
        learner.wait(ticket, "queued")
    finally:
        stack.supervisor("grader", "start")
    learner.wait(ticket)


def test_progress_is_down(stack, learner, ticket):
    stack.supervisor("progress", "stop")
    try:
        learner.answer(ticket, TEXT)
        assert learner.state(ticket)["phase"] == "received"
    finally:
        stack.supervisor("progress", "start")
    learner.wait(ticket, seconds=90)


def test_sync_is_down(stack, learner, ticket):
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
