"""The peer: bare boto3 on the same emulator, PutEvents → rule → SQS → receive, and nothing else."""

import json
import threading
import time
from types import TracebackType
from typing import Self

from traclearn_local.running_stack import RunningStack

SOURCE = "traclearn.bench"


class Bare:
    """A queue and a rule of its own on the stack's bus; both go when it is left."""

    def __init__(self, stack: RunningStack) -> None:
        self.bus = "traclearn"
        self.events, self.sqs = stack.aws("events"), stack.aws("sqs")
        self.seen: dict[str, float] = {}

    def __enter__(self) -> Self:
        self.queue = self.sqs.create_queue(QueueName="bench-bare")["QueueUrl"]
        arn = self.sqs.get_queue_attributes(QueueUrl=self.queue, AttributeNames=["QueueArn"])
        pattern = json.dumps({"source": [SOURCE]})
        self.events.put_rule(Name="bench-bare", EventBusName=self.bus, EventPattern=pattern)
        target = {"Id": "bare", "Arn": arn["Attributes"]["QueueArn"]}
        self.events.put_targets(Rule="bench-bare", EventBusName=self.bus, Targets=[target])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.events.remove_targets(Rule="bench-bare", EventBusName=self.bus, Ids=["bare"])
        self.events.delete_rule(Name="bench-bare", EventBusName=self.bus)
        self.sqs.delete_queue(QueueUrl=self.queue)

    def run(self, count: int, rate: float) -> list[float]:
        """Seconds from PutEvents to received, for `count` events at `rate` a second."""
        receiver = threading.Thread(target=self._receive, args=(count, time.monotonic() + count / rate + 60))
        self.seen = {}
        receiver.start()
        sent: dict[str, float] = {}
        began = time.monotonic()
        for number in range(count):
            time.sleep(max(0.0, began + number / rate - time.monotonic()))
            detail = json.dumps({"number": number, "text": "x" * 200})
            entry = {"Source": SOURCE, "DetailType": "Bare", "Detail": detail, "EventBusName": self.bus}
            sent[str(number)] = time.time()
            self.events.put_events(Entries=[entry])
        receiver.join()
        return [self.seen[number] - at for number, at in sent.items()]

    def _receive(self, count: int, deadline: float) -> None:
        while len(self.seen) < count and time.monotonic() < deadline:
            reply = self.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10, WaitTimeSeconds=5)
            for message in reply.get("Messages", []):
                self.seen[str(json.loads(message["Body"])["detail"]["number"])] = time.time()
                self.sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
