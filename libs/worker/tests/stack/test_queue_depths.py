"""Counting over a real SQS endpoint: each kind of message in its own column, and an endpoint that is away."""

import uuid

import pytest
from traclearn_contracts import topology
from traclearn_local.cloud import aws
from traclearn_worker import Unavailable
from traclearn_worker.queue_depths import QueueDepth, QueueDepths
from traclearn_worker.settings import WorkerSettings

pytestmark = pytest.mark.stack


@pytest.fixture
def queue():
    """One that no other test knows."""
    known = topology.read().queues[0]
    return known.model_copy(update={"name": uuid.uuid4().hex})


def settings(endpoint, url):
    return WorkerSettings(
        queue_url=url, dlq_url=f"{url}-dlq", database_url="postgresql://nowhere", aws_endpoint_url=endpoint
    )


async def test_messages_are_counted_by_what_became_of_them(given, queue):
    endpoint, _database = given
    sqs = aws.client("sqs", endpoint)
    urls = [
        sqs.create_queue(QueueName=name)["QueueUrl"]
        for name in (queue.queue_name, queue.dlq_name, queue.target_dlq_name)
    ]
    for url, messages in zip(urls, (4, 2, 1), strict=True):
        for number in range(messages):
            sqs.send_message(QueueUrl=url, MessageBody=str(number))
    sqs.receive_message(QueueUrl=urls[0], MaxNumberOfMessages=1, VisibilityTimeout=60)
    depths = QueueDepths(settings(endpoint, urls[0]), [queue])
    try:
        assert await depths.read() == [QueueDepth(queue.name, waiting=3, in_work=1, failed=2, undelivered=1)]
    finally:
        await depths.close()


async def test_endpoint_that_is_away_is_said(keys, queue):
    depths = QueueDepths(settings("http://127.0.0.1:9", "http://127.0.0.1:9/0/traclearn-x"), [queue])
    try:
        with pytest.raises(Unavailable):
            await depths.read()
    finally:
        await depths.close()
