"""What S3 says on the default bus comes through the topology's rule, and is what the contracts say."""

import json

import pytest
from traclearn_contracts.events import parse
from traclearn_contracts.topology import read

pytestmark = pytest.mark.stack

NAME = "traclearn-notices-test"
(RULE,) = (rule for rule in read().queue("indexer").rules if rule.bucket)


@pytest.fixture(scope="module")
def client(stack):
    return stack.aws


@pytest.fixture(scope="module")
def received(client):
    """Reads events of a queue that hears what the indexer's would if its bucket were ours."""
    sqs, events = client("sqs"), client("events")
    url = sqs.create_queue(QueueName=NAME)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_rule(Name=NAME, EventBusName=read().bus_of(RULE), EventPattern=json.dumps(RULE.pattern(NAME)))
    events.put_targets(Rule=NAME, EventBusName=read().bus_of(RULE), Targets=[{"Id": "all", "Arn": arn}])

    def receive(count):
        found = []
        while len(found) < count:
            messages = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5, MaxNumberOfMessages=10)
            assert "Messages" in messages, found
            for message in messages["Messages"]:
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                body = json.loads(message["Body"])
                found.append(parse(body["source"], body["detail-type"], body["detail"], body["time"]))
        return found

    return receive


def test_an_object_that_comes_and_goes_is_told_with_its_versions(client, received):
    s3 = client("s3")
    for bucket in (f"{NAME}-another", NAME):
        s3.create_bucket(Bucket=bucket)
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
        told = {"EventBridgeConfiguration": {}}
        s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=told)
        made = s3.put_object(Bucket=bucket, Key="content/a/1", Body=b"hello")
        gone = s3.delete_object(Bucket=bucket, Key="content/a/1")
    expected = {("Object Created", made["VersionId"]), ("Object Deleted", gone["VersionId"])}
    found = received(2)
    assert {(event.detail_type, event.data.object.version_id) for event in found} == expected
    assert {(event.data.bucket.name, event.data.object.key) for event in found} == {(NAME, "content/a/1")}
    assert len({event.inbox_key for event in found}) == 2
