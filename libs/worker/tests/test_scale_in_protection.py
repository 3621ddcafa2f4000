"""What a worker asks of ECS's agent, which a small HTTP server stands for."""

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from traclearn_worker.scale_in_protection import EXPIRES_MIN, RENEW_S, ScaleInProtection
from traclearn_worker.testing import settings

PROTECTED = {"protection": {"ProtectionEnabled": True}}
REFUSED = {"failure": {"Reason": "DEPLOYMENT_BLOCKED"}}
ON = {"ProtectionEnabled": True, "ExpiresInMinutes": EXPIRES_MIN}
OFF = {"ProtectionEnabled": False}


@contextmanager
def ecs_agent():
    """(its address, what it was asked, what it answers next)"""
    asked, answers = [], []

    class Agent(BaseHTTPRequestHandler):
        def do_PUT(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append((self.path, body))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(answers.pop() if answers else PROTECTED).encode())

        def log_message(self, *_):
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Agent)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked, answers
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Task:
    """A worker with so many messages, at a time that the test sets."""

    def __init__(self, address):
        self.inflight, self.now = 0, 0.0
        self.protection = ScaleInProtection(address, lambda: self.inflight, lambda: self.now)

    async def holds(self, messages, at=None):
        self.inflight = messages
        self.now = self.now if at is None else at
        await self.protection.follow()


async def test_task_is_protected_while_it_works_and_no_longer():
    with ecs_agent() as (address, asked, _):
        task = Task(address)
        for messages in (0, 3, 2, 0, 0):
            await task.holds(messages)
    assert asked == [("/task-protection/v1/state", ON), ("/task-protection/v1/state", OFF)]


async def test_protection_is_renewed_before_it_expires():
    with ecs_agent() as (address, asked, _):
        task = Task(address)
        for at in (0, RENEW_S - 1, RENEW_S, RENEW_S + 1):
            await task.holds(1, at)
    assert [body for _, body in asked] == [ON, ON]


async def test_refused_protection_is_asked_for_again():
    with ecs_agent() as (address, asked, answers):
        task = Task(address)
        answers.append(REFUSED)
        await task.holds(1)
        await task.holds(1)
        await task.holds(1)
    assert [body for _, body in asked] == [ON, ON]


async def test_agent_that_is_away_harms_nobody():
    with ecs_agent() as (address, _, _):
        pass
    task = Task(address)
    await task.holds(1)
    with ecs_agent() as (address, asked, _):
        task.protection._url = f"{address}/task-protection/v1/state"
        await task.holds(1)
    assert [body for _, body in asked] == [ON]


@pytest.mark.parametrize("uri", [None, "http://169.254.170.2/api/x"])
def test_ecs_says_where_its_agent_is(monkeypatch, uri):
    if uri:
        monkeypatch.setenv("ECS_AGENT_URI", uri)
    assert settings().ecs_agent_uri == uri
