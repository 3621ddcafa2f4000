"""Paths through the front door: who may ask, who may bind tickets, and who reads what."""

import json
import os
import subprocess
import sys
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from traclearn_local.clients.browser_session import BrowserSession
from traclearn_local.clients.machine_client import MachineClient

pytestmark = pytest.mark.stack

ROUTE = "/learning-paths"
STATES = ("requested", "working", "proposed", "unavailable")
"""Before its learner accepts it."""


def stamp(id_=None):
    return {"event_id": id_ or str(uuid.uuid4()), "occurred_at": datetime.now(UTC).isoformat()}


def until_known(person, path, *states, seconds=30):
    """The path when it is in one of these states, or in any. Raises AssertionError."""
    deadline = time.monotonic() + seconds
    while True:
        reply = person.api("GET", f"{ROUTE}/{path}")
        if reply.status_code == httpx.codes.OK and reply.json()["state"] in (states or STATES):
            return reply
        assert time.monotonic() < deadline, reply.text
        time.sleep(0.2)


@pytest.fixture
def learner(stack):
    with BrowserSession(stack.env, stack.env["DEMO_LEARNER"]) as person:
        yield person


@pytest.fixture
def other(stack):
    with BrowserSession(stack.env, stack.env["DEMO_AUTHOR"]) as person:
        yield person


def created(path):
    steps = [{"n": 1, "step": str(uuid.uuid4()), "ticket": 1}]
    return {"path": path, "steps": steps}


def test_path_that_a_learner_asks_for_is_theirs_alone(learner, other):
    path = str(uuid.uuid4())
    wish = {"goal": "teach me how isolation levels work", "difficulty": 2, "minutes": 60}
    assert learner.api("POST", f"{ROUTE}/generate", json=stamp(path) | wish).status_code == 202
    shown = until_known(learner, path).json()
    assert {name: shown[name] for name in wish} == wish
    assert path in {one["id"] for one in learner.api("GET", ROUTE).json()["paths"]}
    assert other.api("GET", f"{ROUTE}/{path}").status_code == httpx.codes.NOT_FOUND
    assert path not in {one["id"] for one in other.api("GET", ROUTE).json()["paths"]}


def test_path_is_asked_for_and_read_from_a_terminal(stack, learner):
    def run(*words):
        done = subprocess.run(
            [Path(sys.executable).parent / "traclearn", "path", *words, "--json", "--as", learner.email],
            env={**os.environ, **stack.env},
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)

    path = run("create", "teach me locks", "--minutes", "30")["path"]
    until_known(learner, path)
    shown = run("show", path)
    assert (shown["path"], shown["goal"], shown["minutes"]) == (path, "teach me locks", 30)


def test_path_is_accepted_from_a_terminal_renamed_and_given_up_in_trac(stack, learner):
    def run(*words):
        command = Path(sys.executable).parent / "traclearn"
        done = subprocess.run(
            [command, "path", *words, "--json", "--as", learner.email],
            env={**os.environ, **stack.env},
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)

    path = run("create", "teach me how branches and commits work", "--wait")["path"]
    shown = run("accept", path)
    tickets = [step["ticket_id"] for step in shown["steps"]]
    assert shown["state"] == "accepted" and tickets and all(tickets)
    assert run("accept", path)["steps"] == shown["steps"]
    form = {"__FORM_TOKEN": learner.http.cookies["trac_form_token"]}
    learner.http.post(f"/trac/learning/path/{path}/rename", data=form | {"title": "For the exam"})
    learner.http.post(f"/trac/learning/path/{path}/give_up", data=form)
    given_up = until_known(learner, path, "given_up").json()
    assert given_up["title"] == "For the exam"
    assert [step["ticket_id"] for step in given_up["steps"]] == tickets
    page = learner.http.get(f"/trac/ticket/{tickets[0]}").raise_for_status().text
    assert "closed" in page and "was given up" in page


@pytest.mark.parametrize(
    "wish",
    [{}, {"goal": ""}, {"goal": "x" * 1001}, {"goal": "g", "difficulty": 6}, {"goal": "g", "learner": "x"}],
)
def test_request_that_is_none_is_refused(learner, wish):
    assert learner.api("POST", f"{ROUTE}/generate", json=stamp() | wish).status_code == 400


def test_tickets_of_a_path_are_bound_by_trac_alone(stack, learner):
    path = str(uuid.uuid4())
    body = stamp() | {"learner": learner.sub, "groups": [], "detail_type": "PathCreated.v1"}
    body |= {"data": created(path)}
    for address in (f"{ROUTE}/create", f"{ROUTE}/create/", f"{ROUTE}/generate/../create"):
        reply = learner.api("POST", address, json=body)
        assert reply.status_code in {401, 403, 404}, (address, reply.text)
    machine = MachineClient(stack.env)
    url = f"{stack.env['TRACLEARN_URL']}/api/v1{ROUTE}/create"
    bearer = {"Authorization": f"Bearer {machine.token}"}
    other = body | {"detail_type": "AnswerSubmitted.v1"}
    assert httpx.post(url, json=other, headers=bearer, timeout=30).status_code == 400
    assert httpx.post(url, json=body, headers=bearer, timeout=30).status_code == 202
    assert until_known(learner, path, "accepted").json()["steps"] == []
