"""What is away or dies while a path is made: its learner reads where it stands, and it ends by itself."""

import os
import secrets
import signal
import time
import uuid
from datetime import UTC, datetime

import pytest
from redis import Redis
from traclearn_local.clients.learners import learners
from traclearn_local.clients.machine_client import MachineClient
from traclearn_local.clients.path_pages import PathPages

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

GOAL = "teach me how isolation levels work"
OUTCOMES = """
SELECT count(*) FROM learning.changes c JOIN progress.inbox i USING (event_id)
WHERE c.path_id = %s AND i.detail_type IN ('PathGenerated.v1', 'PathUnavailable.v1')
"""
STATE = "SELECT state FROM learning.paths WHERE id = %s"
PHASES = "SELECT count(*) > 0 FROM learning.changes WHERE path_id = %s AND path->>'phase' = %s"
PARKED = "SELECT count(*) FROM path_generator.inbox WHERE state = 'parked' AND parked_key = %s"
QUESTIONS = "SELECT count(*) FROM grader.questions WHERE ticket = ANY(%s) AND learner = %s"
KILLED_S = 120
"""The message of a worker that died comes back when its visibility ends, after 60 s."""
AWAY_S = 240
"""A breaker rests for a minute, and then one request tries."""
STEPS = ("claimed", "searching", "ordering", "asking", "committed", "relayed", "acked")


@pytest.fixture
def learner(stack):
    """A new one: neither limits nor mastery of other tests."""
    (person,) = learners(stack, 1, f"outage-{uuid.uuid4().hex[:8]}-")
    with person:
        yield person


@pytest.fixture
def pages(learner):
    return PathPages(learner)


def ask(pages, goal=GOAL):
    """The path's id."""
    reply = pages.ask(goal)
    assert reply.status_code == 303, reply.text
    return reply.headers["location"].rpartition("/")[2]


def forget(stack):
    """What any goal has found: with it a path would be made without the graph."""
    stack.supervisor("path-generator", "stop")
    with Redis.from_url(stack.env["REDIS_URL"]) as redis:
        redis.flushdb()
    stack.supervisor("path-generator", "start")


def until_restarted(stack, name, died):
    deadline = time.monotonic() + 120
    while stack.pid(name) in {0, died}:
        assert time.monotonic() < deadline, f"{name} was not started again"
        time.sleep(0.1)
    stack.wait(name)


def test_a_graph_that_is_away_before_a_request_is_waited_for_and_said(stack, learner, pages):
    forget(stack)
    stack.supervisor("neo4j", "stop")
    try:
        path = ask(pages)
        stack.until(PHASES, True, path, "waiting", seconds=60)
        shown = learner.api("GET", f"/learning-paths/{path}").json()
        assert (shown["state"], shown["phase"]) == ("working", "waiting")
        assert "goes on by itself" in shown["detail"]
        pages.wait(path, frozenset({"working"}), seconds=30)
        assert "Waiting for the knowledge base" in learner.http.get(f"/trac/learning/path/{path}").text
    finally:
        stack.supervisor("neo4j", "start")
    assert pages.wait(path, seconds=AWAY_S)["state"] == "proposed"
    stack.until(OUTCOMES, 1, path)


def test_a_graph_that_is_away_leaves_paths_of_what_the_goal_found_before(stack, learner, pages):
    pages.wait(ask(pages))
    stack.supervisor("neo4j", "stop")
    try:
        for _ in range(2):  # it does not answer, and then its breaker is open
            path = ask(pages)
            assert pages.wait(path)["state"] == "proposed"
            (said,) = learner.api("GET", f"/learning-paths/{path}").json()["warnings"]
            assert said.startswith("The knowledge base is away: this path was made from what was found at ")
            assert said in learner.http.get(f"/trac/learning/path/{path}").text
    finally:
        stack.supervisor("neo4j", "start")
        stack.supervisor("path-generator", "restart")  # its breaker would rest for a minute


def test_a_graph_that_dies_during_a_request_costs_it_time_alone(stack, pages):
    """It stands still first, so that the worker is in the middle of asking it."""
    forget(stack)
    died = stack.pid("neo4j")
    os.kill(died, signal.SIGSTOP)
    try:
        path = ask(pages)
        stack.until(PHASES, True, path, "searching", seconds=60)
        time.sleep(1)
    finally:
        os.kill(died, signal.SIGKILL)
    until_restarted(stack, "neo4j", died)
    assert pages.wait(path, seconds=AWAY_S)["state"] == "proposed"
    stack.until(OUTCOMES, 1, path)


def test_a_generator_that_dies_at_each_step_loses_nothing_and_says_nothing_twice(stack, pages):
    paths = []
    for line in STEPS:
        died = stack.pid("path-generator")
        order = stack.order_death("path-generator", line)
        paths.append(ask(pages))
        until_restarted(stack, "path-generator", died)
        assert not order.exists(), line
    for path in paths:
        assert pages.wait(path, seconds=KILLED_S)["state"] == "proposed"
        stack.until(OUTCOMES, 1, path)


def test_without_redis_what_is_read_of_a_path_is_true(stack, learner, pages):
    """Neither without it, nor of what was kept there before it went, once it is back."""

    def state():
        return learner.api("GET", f"/learning-paths/{path}").raise_for_status().json()["state"]

    path = ask(pages)
    pages.wait(path)
    assert [state(), state()] == ["proposed", "proposed"]
    stack.supervisor("redis", "stop")
    try:
        other = ask(pages)
        assert pages.accept(path).status_code == 303
        stack.until(STATE, "accepted", path)
        assert state() == "accepted"
        assert pages.wait(other)["state"] == "proposed"
        assert learner.api("GET", f"/learning-paths/{other}").json()["state"] == "proposed"
    finally:
        stack.supervisor("redis", "start")
    assert [state(), state()] == ["accepted", "accepted"]


def test_an_acceptance_that_comes_before_its_proposal_waits_for_it(stack, learner, pages):
    known = ask(pages)
    pages.wait(known)
    concepts = [step["concept"] for step in learner.api("GET", f"/learning-paths/{known}").json()["steps"]]
    path, first = uuid.uuid4(), 900_000_000 + secrets.randbelow(10**8)
    steps = [
        {"n": n, "step": str(uuid.uuid5(path, concept)), "ticket": first + n}
        for n, concept in enumerate(concepts, 1)
    ]
    accepted = {"path": str(path), "steps": steps}
    assert MachineClient(stack.env).relay("PathCreated.v1", learner.sub, accepted).status_code == 202
    stack.until(PARKED, 1, f"path:{path}")
    tickets = [step["ticket"] for step in steps]
    assert stack.sql(QUESTIONS, tickets, learner.sub) == [{"count": 0}]
    wish = {"event_id": str(path), "occurred_at": datetime.now(UTC).isoformat(), "goal": GOAL}
    wish |= {"difficulty": 2, "minutes": 120}
    assert learner.api("POST", "/learning-paths/generate", json=wish).status_code == 202
    stack.until(QUESTIONS, len(steps), tickets, learner.sub)
    stack.until("SELECT state || step_count FROM learning.paths WHERE id = %s", f"accepted{len(steps)}", path)
    shown = learner.api("GET", f"/learning-paths/{path}").json()
    assert [step["ticket_id"] for step in shown["steps"]] == tickets
