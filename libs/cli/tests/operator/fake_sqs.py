"""A small SQS in memory."""

from datetime import UTC, datetime, timedelta

BASE = "http://sqs.test/000000000000/"
QUEUES = ("traclearn-grader", "traclearn-grader-dlq", "traclearn-grader-target-dlq", "traclearn-progress-dlq")
SENT = datetime.now(UTC).replace(microsecond=0) - timedelta(days=13)


class FakeSqs:
    """Queues as far as the command asks: a received message is hidden until it is released."""

    def __init__(self):
        self.queues = {BASE + name: {} for name in QUEUES}
        self.hidden = set()
        self.count = 0

    def put(self, name, body, attributes=None):
        self.count += 1
        typed = {k: {"StringValue": v, "DataType": "String"} for k, v in (attributes or {}).items()}
        self.queues[BASE + name][f"id-{self.count}"] = (body, typed)

    def get_paginator(self, _):
        return self

    def paginate(self, QueueNamePrefix):
        return [{"QueueUrls": [url for url in self.queues if url.startswith(BASE + QueueNamePrefix)]}, {}]

    def get_queue_attributes(self, QueueUrl, AttributeNames):
        return {"Attributes": {AttributeNames[0]: str(len(self.queues[QueueUrl])), AttributeNames[1]: "0"}}

    def receive_message(self, QueueUrl, MaxNumberOfMessages, **_):
        found = [id_ for id_ in self.queues[QueueUrl] if id_ not in self.hidden][:MaxNumberOfMessages]
        self.hidden.update(found)
        return {"Messages": [self.message(QueueUrl, id_) for id_ in found]} if found else {}

    def message(self, url, id_):
        body, attributes = self.queues[url][id_]
        sent = {"SentTimestamp": f"{SENT.timestamp() * 1000:.0f}"}
        known = {"MessageId": id_, "ReceiptHandle": id_, "Body": body, "Attributes": sent}
        return known | ({"MessageAttributes": attributes} if attributes else {})

    def change_message_visibility(self, QueueUrl, ReceiptHandle, VisibilityTimeout):
        assert VisibilityTimeout == 0
        self.hidden.discard(ReceiptHandle)

    def send_message(self, QueueUrl, MessageBody, MessageAttributes):
        self.put(
            QueueUrl.removeprefix(BASE),
            MessageBody,
            {name: value["StringValue"] for name, value in MessageAttributes.items()},
        )

    def delete_message(self, QueueUrl, ReceiptHandle):
        del self.queues[QueueUrl][ReceiptHandle]

    def names(self):
        return {url.removeprefix(BASE): len(messages) for url, messages in self.queues.items()}
