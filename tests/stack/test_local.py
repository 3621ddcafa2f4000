"""The local stack itself: it stays when called again, and comes back when killed."""

import json
import os
import signal
import time
import uuid

import httpx
import pytest
from traclearn_contracts import roster
from traclearn_local.clients.browser_session import BrowserSession
from traclearn_local.cloud import cognito
from traclearn_local.cloud.front_door import MAX_CONTENT_BYTES, MAX_REQUESTS_PER_MINUTE
from traclearn_local.processes import orphans
from traclearn_local.processes.port_owners import is_alive
from traclearn_local.processes.supervision import Supervisor
from traclearn_local.running_stack import local

pytestmark = pytest.mark.stack
FOUNDATIONS = {"postgres", "redis", "neo4j", "localstack", "cognito"}
WORKERS = roster.names()
PROGRAMS = FOUNDATIONS | {"envoy", *WORKERS, "trac", "trac-sync"}


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
    assert names == {f"traclearn-{queue}{kind}" for queue in WORKERS for kind in ("", "-dlq", "-target-dlq")}


def test_a_killed_graph_database_keeps_what_was_committed(stack):
    key = str(uuid.uuid4())
    with stack.neo4j() as session:
        session.run("CREATE (:Kept {key: $key})", key=key).consume()
    died = stack.kill("neo4j")
    while stack.pid("neo4j") in {0, died}:
        time.sleep(0.05)
    stack.wait("neo4j")
    with stack.neo4j() as session:
        found = session.run("MATCH (n:Kept {key: $key}) DELETE n RETURN count(n) AS found", key=key).single()
    assert found["found"] == 1


@pytest.fixture
def bucket(stack):
    """(S3 client, bucket, a key that is no document's); the object is gone afterwards."""
    s3, name, key = stack.aws("s3"), stack.env["CONTENT_BUCKET"], f"test/{uuid.uuid4()}"
    yield s3, name, key
    for kind in ("Versions", "DeleteMarkers"):
        for one in s3.list_object_versions(Bucket=name, Prefix=key).get(kind, []):
            s3.delete_object(Bucket=name, Key=key, VersionId=one["VersionId"])


def notices(stack, key, seconds=10):
    """(detail-type, version) of what the indexer's queue holds about the key; waits for the first."""
    sqs, url = stack.aws("sqs"), stack.env["INDEXER_QUEUE_URL"]
    found, deadline = [], time.monotonic() + seconds
    while time.monotonic() < deadline:
        messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1)
        for message in messages.get("Messages", []):
            body = json.loads(message["Body"])
            if body["source"] == "aws.s3" and body["detail"]["object"]["key"] == key:
                found.append((body["detail-type"], body["detail"]["object"]["version-id"]))
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        if found and not messages.get("Messages"):
            break
    return found


@pytest.fixture
def without_indexer(stack):
    stack.supervisor("indexer", "stop")
    yield
    stack.supervisor("indexer", "start")


def test_what_happens_in_the_bucket_reaches_the_queue_of_the_indexer(stack, bucket, without_indexer):
    s3, name, key = bucket
    put = s3.put_object(Bucket=name, Key=key, Body=b"text")
    assert notices(stack, key) == [("Object Created", put["VersionId"])]
    marker = s3.delete_object(Bucket=name, Key=key)
    assert notices(stack, key) == [("Object Deleted", marker["VersionId"])]


def test_an_object_outlives_the_emulator_and_is_announced_only_if_that_was_killed(
    stack, bucket, without_indexer
):
    s3, name, key = bucket
    told = [("Object Created", s3.put_object(Bucket=name, Key=key, Body=b"text")["VersionId"])]
    told += [("Object Deleted", s3.delete_object(Bucket=name, Key=key)["VersionId"])]
    metadata = {"ContentType": "text/markdown", "Metadata": {"name": "notes.md"}}
    told += [("Object Created", s3.put_object(Bucket=name, Key=key, Body=b"new", **metadata)["VersionId"])]
    assert sorted(notices(stack, key)) == sorted(told)
    stack.supervisor("localstack", "restart")
    assert notices(stack, key, seconds=3) == []
    died = stack.kill("localstack")
    while stack.pid("localstack") in {0, died}:
        time.sleep(0.05)
    stack.wait("localstack")
    assert sorted(notices(stack, key)) == sorted(told)
    old = s3.get_object(Bucket=name, Key=key, VersionId=told[0][1])
    new = s3.get_object(Bucket=name, Key=key)
    assert (old["Body"].read(), new["Body"].read()) == (b"text", b"new")
    assert new.items() >= (metadata | {"VersionId": told[-1][1]}).items()


def test_a_page_of_the_front_door_may_post_to_the_bucket_and_no_other_page(stack):
    ask = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    for origin, allowed in ((stack.env["TRACLEARN_URL"], True), ("http://elsewhere.test", False)):
        reply = httpx.options(stack.env["CONTENT_UPLOAD_URL"], headers={"Origin": origin, **ask})
        assert reply.is_success == allowed
        assert (reply.headers.get("access-control-allow-origin") == origin) == allowed


def test_a_killed_sign_in_keeps_its_pool_and_accounts(stack):
    before = cognito.seed(stack.stack)
    stack.kill("cognito")
    time.sleep(0.5)
    stack.wait("cognito")
    assert cognito.seed(stack.stack) == before == cognito.kept(stack.stack)
    with BrowserSession(stack.env, stack.env["DEMO_AUTHOR"]) as author:
        assert author.http.get("/trac/wiki").status_code == 200


def test_the_feed_and_the_relay_are_the_machine_client_s_alone(stack):
    with BrowserSession(stack.env, stack.env["DEMO_OPERATOR"]) as person:
        bearer = {"Authorization": f"Bearer {person.token}"}
        for method, path in (
            ("GET", "/api/v1/changes?after=0&wait=0"),
            ("POST", "/api/v1/relay"),
            ("POST", "/api/v1/learning-paths/create"),
        ):
            reply = person.http.request(method, path, json={}, headers=bearer)
            assert reply.status_code == 403
            assert reply.json()["message"]
            assert person.http.request(method, path, json={}).status_code == 401, "a cookie is no token here"


def test_a_file_does_not_go_through_the_api(stack):
    with BrowserSession(stack.env, stack.env["DEMO_AUTHOR"]) as author:
        reply = author.api("POST", "/content", content=b" " * (MAX_CONTENT_BYTES + 1))
        assert reply.status_code == 413
        assert "address that its grant names" in reply.json()["message"]
        assert author.http.get("/api/v1/content").status_code == 401, "a cookie is no token here"


def test_a_learner_has_a_hundred_requests_a_minute(stack):
    with BrowserSession(stack.env, stack.env["DEMO_LEARNER_2"]) as person:
        bearer = {"Authorization": f"Bearer {person.token}"}
        codes = [
            person.http.get("/api/v1/progress", headers=bearer).status_code
            for _ in range(MAX_REQUESTS_PER_MINUTE + 20)
        ]
    assert codes.count(429) >= 10
    assert codes.count(429) < 30
    with BrowserSession(stack.env, stack.env["DEMO_OPERATOR"]) as other:
        reply = other.http.get("/api/v1/progress", headers={"Authorization": f"Bearer {other.token}"})
        assert reply.status_code == 200, "another learner is not held up"


def test_the_emulated_gateway_cannot_be_reached_around_the_check(stack):
    url = stack.env["TRACLEARN_URL"]
    for path in (
        "/restapis/traclearn/local/_user_request_/api/v1/relay",
        "/_localstack/health",
        "/api/v1/relay",
        "/api/v1/learning-paths/create",
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
