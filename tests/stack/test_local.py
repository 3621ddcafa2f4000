"""The local stack itself: it stays when called again, and comes back when killed."""

import os
import signal
import time

import httpx
import pytest
from traclearn_local import cognito, orphans
from traclearn_local.door import PER_MINUTE
from traclearn_local.ports import is_alive
from traclearn_local.running import local
from traclearn_local.supervision import Supervisor
from traclearn_local.visitor import Visitor

pytestmark = pytest.mark.stack
PROGRAMS = {"postgres", "redis", "localstack", "cognito", "envoy", "grader", "progress", "trac", "trac-sync"}


def pids(stack):
    return {name: info["pid"] for name, info in Supervisor(stack.stack).state().items()}


def test_a_second_up_takes_seconds_and_changes_nothing(stack):
    before = pids(stack)
    assert before.keys() == PROGRAMS
    tickets = stack.sql("SELECT count(*), max(changetime) FROM public.ticket")
    started = time.monotonic()
    local("up", stack.stack)
    assert time.monotonic() - started < 60, "seconds; a minute where everything else runs, too"
    assert pids(stack) == before
    assert stack.sql("SELECT count(*), max(changetime) FROM public.ticket") == tickets


@pytest.mark.parametrize("name", sorted(PROGRAMS - {"trac-sync"}))
def test_what_is_killed_comes_back_healthy(stack, name):
    died = stack.kill(name)
    deadline = time.monotonic() + 30
    while stack.pid(name) in {0, died}:
        assert time.monotonic() < deadline, f"{name} was not started again"
        time.sleep(0.05)
    stack.wait(name)


def test_a_killed_emulator_is_provisioned_again(stack):
    stack.supervisor("localstack", "restart")
    sqs = stack.aws("sqs")
    urls = sqs.list_queues(QueueNamePrefix="traclearn-")["QueueUrls"]
    names = {url.rpartition("/")[2] for url in urls}
    assert names == {
        f"traclearn-{queue}{kind}" for queue in ("grader", "progress") for kind in ("", "-dlq", "-target-dlq")
    }


def test_a_killed_sign_in_keeps_its_pool_and_accounts(stack):
    before = cognito.seed(stack.stack)
    stack.kill("cognito")
    time.sleep(0.5)
    stack.wait("cognito")
    assert cognito.seed(stack.stack) == before == cognito.kept(stack.stack)
    with Visitor(stack.env, stack.env["DEMO_AUTHOR"]) as author:
        assert author.http.get("/trac/wiki").status_code == 200


def test_the_feed_and_the_relay_are_the_machine_client_s_alone(stack):
    with Visitor(stack.env, stack.env["DEMO_OPERATOR"]) as person:
        bearer = {"Authorization": f"Bearer {person.token}"}
        for method, path in (("GET", "/api/v1/changes?after=0&wait=0"), ("POST", "/api/v1/relay")):
            reply = person.http.request(method, path, json={}, headers=bearer)
            assert reply.status_code == 403
            assert reply.json()["message"]
            assert person.http.request(method, path, json={}).status_code == 401, "a cookie is no token here"


def test_a_learner_has_a_hundred_requests_a_minute(stack):
    with Visitor(stack.env, stack.env["DEMO_LEARNER_2"]) as person:
        bearer = {"Authorization": f"Bearer {person.token}"}
        codes = [
            person.http.get("/api/v1/progress", headers=bearer).status_code for _ in range(PER_MINUTE + 20)
        ]
    assert codes.count(429) >= 10
    assert codes.count(429) < 30
    with Visitor(stack.env, stack.env["DEMO_OPERATOR"]) as other:
        reply = other.http.get("/api/v1/progress", headers={"Authorization": f"Bearer {other.token}"})
        assert reply.status_code == 200, "another learner is not held up"


def test_the_emulated_gateway_cannot_be_reached_around_the_check(stack):
    url = stack.env["TRACLEARN_URL"]
    for path in (
        "/restapis/traclearn/local/_user_request_/api/v1/relay",
        "/_localstack/health",
        "/api/v1/relay",
    ):
        for sent in (path, f"/trac/..{path}", f"/trac/login/..%2f..{path}", f"//{path}"):
            reply = httpx.post(url + sent, json={}, headers={"x-traclearn-learner": "forged"})
            assert reply.status_code in {400, 401}, (sent, reply.status_code, reply.text)


def test_a_down_stack_leaves_no_process(stack):
    before = pids(stack)
    local("down", stack.stack)
    try:
        assert not any(map(is_alive, before.values()))
        assert orphans.find(stack.stack) == []
        assert not Supervisor(stack.stack).is_running()
    finally:
        local("up", stack.stack)


def test_programs_that_outlived_their_manager_are_taken_down(stack):
    before = pids(stack)
    os.kill(int((stack.stack.run / "supervisord.pid").read_text()), signal.SIGKILL)
    local("up", stack.stack)
    assert not any(map(is_alive, before.values()))
    assert pids(stack).keys() == PROGRAMS


def test_dead_letters_wait_over_a_restart(stack):
    sqs = stack.aws("sqs")
    url = sqs.get_queue_url(QueueName="traclearn-grader-target-dlq")["QueueUrl"]
    reason = {"reason": {"DataType": "String", "StringValue": 'it\'s <odd> & "quoted"'}}
    bodies = {'{"a": "\\u0001 \\ud83d\\ude00 <b>"}', "two"}
    for body in bodies:
        sqs.send_message(QueueUrl=url, MessageBody=body, MessageAttributes=reason)
    held = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=1)["Messages"]
    assert held, "one is in flight while the emulator stops"
    stack.supervisor("localstack", "restart")
    found = {}
    while len(found) < 2:
        reply = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"], WaitTimeSeconds=2)
        for message in reply["Messages"]:
            found[message["Body"]] = message["MessageAttributes"]["reason"]["StringValue"]
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    assert set(found) == bodies
    assert set(found.values()) == {reason["reason"]["StringValue"]}
