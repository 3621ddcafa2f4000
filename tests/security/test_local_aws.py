"""The emulators of gateway, bus, queues and bucket, against web pages and other processes of the machine."""

import base64
import json
import uuid
from urllib.parse import urlencode

import httpx
import pytest

from .pages import ATTACK, FROM_A_PAGE, refused, show

pytestmark = pytest.mark.stack


@pytest.fixture
def queue(stack):
    """A queue that gets all that Trac puts on the bus."""
    sqs, events, name = stack.aws("sqs"), stack.aws("events"), f"test-{uuid.uuid4()}"
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_rule(Name=name, EventBusName="traclearn", EventPattern='{"source": ["traclearn.trac"]}')
    events.put_targets(Rule=name, EventBusName="traclearn", Targets=[{"Id": "all", "Arn": arn}])
    yield url
    events.remove_targets(Rule=name, EventBusName="traclearn", Ids=["all"])
    events.delete_rule(Name=name, EventBusName="traclearn")
    sqs.delete_queue(QueueUrl=url)


def message(queue):
    """SQS takes this as a form, which a page may send without being asked."""
    return {
        "Action": "SendMessage",
        "QueueUrl": queue,
        "MessageBody": "from a page",
        "Version": "2012-11-05",
    }


def received(stack, url, seconds=2):
    found = stack.aws("sqs").receive_message(QueueUrl=url, WaitTimeSeconds=seconds).get("Messages", [])
    return [message["Body"] for message in found]


def routes(stack):
    """Every address under which the emulator would run a route of the gateway: (URL, Host)."""
    base, port = stack.env["AWS_ENDPOINT_URL"], stack.stack.ports["aws"]
    yield f"{base}/restapis/traclearn/local/_user_request_/api/v1", f"127.0.0.1:{port}"
    yield f"{base}/_aws/execute-api/traclearn/local/api/v1", f"127.0.0.1:{port}"
    yield f"{base}/local/api/v1", f"traclearn.execute-api.localhost.localstack.cloud:{port}"


@pytest.mark.parametrize(
    "secret", [{}, {"x-traclearn-gateway": "0" * 32}, {"x-traclearn-gateway": "\u00e9"}], ids=str
)
def test_who_does_not_come_through_the_front_door_is_nobody(stack, queue, secret):
    said = {"event_id": str(uuid.uuid4()), "occurred_at": "2026-01-01T00:00:00Z"}
    answer = {**said, "attempt": 1, "answer": "Words of another."}
    event = {"ticket": 900_000_001, "attempt": 1, "answer": "Words of another."}
    relayed = {**said, "learner": "forged", "groups": [], "detail_type": "AnswerSubmitted.v1", "data": event}
    steps = [{"n": 1, "step": str(uuid.uuid4()), "ticket": 900_000_001}]
    path = {"path": str(uuid.uuid4()), "steps": steps}
    bound = {**relayed, "detail_type": "PathCreated.v1", "data": path}
    groups = base64.b64encode(b'["authors"]').decode()
    forged = {"x-traclearn-learner": "forged", "x-traclearn-groups": groups}
    machine = {
        "x-traclearn-client": stack.env["COGNITO_MACHINE_CLIENT_ID"],
        "x-traclearn-scope": "traclearn/relay",
    }
    headers = {name: value.encode() for name, value in {**forged, **machine, **secret}.items()}
    for base, host in routes(stack):
        who = {**headers, "Host": host}
        for reply in (
            httpx.put(f"{base}/progress/900000001/submit-answer", json=answer, headers=who, timeout=30),
            httpx.post(f"{base}/relay", json=relayed, headers=who, timeout=30),
            httpx.post(f"{base}/learning-paths/create", json=bound, headers=who, timeout=30),
        ):
            assert reply.status_code in {401, 403}, (base, reply.text)
    assert received(stack, queue) == []


@pytest.fixture
def key(stack):
    """Of an object that is no document's; gone afterwards, whoever made it."""
    key, bucket, s3 = f"test/{uuid.uuid4()}", stack.env["CONTENT_BUCKET"], stack.aws("s3")
    yield key
    found = s3.list_object_versions(Bucket=bucket, Prefix=key)
    for one in [*found.get("Versions", []), *found.get("DeleteMarkers", [])]:
        s3.delete_object(Bucket=bucket, Key=one["Key"], VersionId=one["VersionId"])


@pytest.mark.parametrize("headers", FROM_A_PAGE, ids=str)
def test_no_web_page_speaks_to_the_emulators_of_aws(stack, queue, key, headers):
    base, bucket = stack.env["AWS_ENDPOINT_URL"], stack.env["CONTENT_UPLOAD_URL"]
    send = message(queue)
    for reply in (
        httpx.get(base, params=send, headers=headers),
        httpx.post(base, data=send, headers=headers),
        httpx.post(queue, data=send, headers=headers),
        httpx.put(f"{bucket}/{key}", content=b"x", headers=headers),
        httpx.post(bucket, data={"key": key}, files={"file": b"x"}, headers=headers),
        httpx.get(f"{base}/_aws/sqs/messages", params={"QueueUrl": queue}, headers=headers),
    ):
        assert refused(reply)
    assert received(stack, queue) == []


def test_a_page_of_the_front_door_posts_to_the_bucket_and_does_nothing_else(stack, queue, key):
    ours = {"Origin": stack.env["TRACLEARN_URL"], "Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"}
    bucket = stack.env["CONTENT_UPLOAD_URL"]
    assert httpx.post(bucket, headers=ours, files={"file": b"x"}).status_code not in {401, 403}
    for method, url in (
        ("GET", bucket),
        ("PUT", f"{bucket}/{key}"),
        ("DELETE", f"{bucket}/{key}"),
        ("POST", queue),
    ):
        assert httpx.request(method, url, headers=ours).status_code == 403


def test_the_emulator_answers_to_its_own_name(stack):
    port = stack.stack.ports["aws"]
    for host in (f"elsewhere.test:{port}", "localhost", f"{stack.stack.bucket}.s3.localhost:{port}"):
        health = f"{stack.env['AWS_ENDPOINT_URL']}/_localstack/health"
        assert httpx.get(health, headers={"Host": host}).status_code == 403


@pytest.mark.e2e
def test_a_page_of_another_origin_sends_and_reads_nothing(stack, queue, tmp_path):
    aws, form = f"http://localhost:{stack.stack.ports['aws']}", urlencode(message(queue))
    typed = {"Content-Type": "application/x-www-form-urlencoded"}
    asked = {
        "send": [aws, {"method": "POST", "headers": typed, "body": form}],
        "send blindly": [aws, {"method": "POST", "headers": typed, "mode": "no-cors", "body": form}],
        "send by address": [f"{aws}/?{form}", {"mode": "no-cors", "referrerPolicy": "no-referrer"}],
        "look": [f"{aws}/_localstack/health", {}],
        "look into the queue": [f"{aws}/_aws/sqs/messages?QueueUrl={queue}", {}],
    }
    text = show(ATTACK % json.dumps(asked), tmp_path)
    assert "DONE" in text and "READ" not in text, text
    assert received(stack, queue) == []
