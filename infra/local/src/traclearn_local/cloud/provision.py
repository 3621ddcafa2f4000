"""Bus, rules, queues, bucket and REST API in the emulator, from the same two files that Terraform reads.

Everything is created or overwritten under fixed names, so running it again changes nothing.
"""

import json
from typing import Any

from traclearn_contracts import topology
from traclearn_contracts.topology import Queue, Rule

from traclearn_local.cloud import aws
from traclearn_local.stack import ACCOUNT, REGION, REST_API, STAGE, Stack


def arn(service: str, name: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{name}"


class Provisioner:
    """Speaks to the emulator of one stack."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._sqs = self._client("sqs")
        self._events = self._client("events")
        self._topology = topology.read()

    def _client(self, service: str) -> Any:
        return aws.client(service, self._stack.http("aws"))

    def run(self) -> None:
        self._bus(self._topology.bus)
        for queue in self._topology.queues:
            self._queues(queue)
            for rule in queue.rules:
                self._rule(queue, rule)
        self._bucket(self._topology.bucket)
        self._rest_api()

    def _bus(self, name: str) -> None:
        if name not in {bus["Name"] for bus in self._events.list_event_buses(NamePrefix=name)["EventBuses"]}:
            self._events.create_event_bus(Name=name)

    def _queues(self, queue: Queue) -> None:
        """The queue, where its worker or SQS gives up, and where EventBridge does."""
        dead = {"MessageRetentionPeriod": str(queue.dlq_retention)}
        self._queue(queue.dlq_name, dead)
        self._queue(queue.target_dlq_name, dead | {"Policy": allow(queue.target_dlq_name)})
        redrive = {
            "deadLetterTargetArn": arn("sqs", queue.dlq_name),
            "maxReceiveCount": queue.max_receive_count,
        }
        attributes = {
            "VisibilityTimeout": str(queue.visibility),
            "MessageRetentionPeriod": str(queue.retention),
            "ReceiveMessageWaitTimeSeconds": str(queue.receive_wait),
            "RedrivePolicy": json.dumps(redrive),
            "Policy": allow(queue.queue_name),
        }
        self._queue(queue.queue_name, attributes)

    def _queue(self, name: str, attributes: dict[str, str]) -> None:
        try:
            url = self._sqs.get_queue_url(QueueName=name)["QueueUrl"]
        except self._sqs.exceptions.QueueDoesNotExist:
            self._sqs.create_queue(QueueName=name, Attributes=attributes)
            return
        self._sqs.set_queue_attributes(QueueUrl=url, Attributes=attributes)

    def _rule(self, queue: Queue, rule: Rule) -> None:
        """The raw event goes to the queue: the emulator's input transformer drops what holds a quote."""
        name, bus = queue.rule_name(rule), self._topology.bus_of(rule)
        pattern = json.dumps(rule.pattern(self._topology.bucket))
        self._events.put_rule(Name=name, EventBusName=bus, EventPattern=pattern)
        target = {
            "Id": queue.name,
            "Arn": arn("sqs", queue.queue_name),
            "DeadLetterConfig": {"Arn": arn("sqs", queue.target_dlq_name)},
        }
        reply = self._events.put_targets(Rule=name, EventBusName=bus, Targets=[target])
        if reply["FailedEntryCount"]:
            raise RuntimeError(f"target of {name}: {reply['FailedEntries']}")

    def _bucket(self, name: str) -> None:
        """A page of the front door may post to it, as a grant of the indexer says."""
        s3 = self._client("s3")
        if name not in {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}:
            s3.create_bucket(Bucket=name)
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        rule = {
            "AllowedOrigins": [self._stack.url],
            "AllowedMethods": ["POST"],
            "AllowedHeaders": ["*"],
            "ExposeHeaders": ["ETag", "x-amz-version-id"],
            "MaxAgeSeconds": 3600,
        }
        s3.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": [rule]})

    def announce(self) -> None:
        """From now on the bus hears of each object that is written or deleted."""
        self._client("s3").put_bucket_notification_configuration(
            Bucket=self._topology.bucket, NotificationConfiguration={"EventBridgeConfiguration": {}}
        )

    def _rest_api(self) -> None:
        """The local rendering under a fixed id, so that the front door's route survives a restart."""
        from traclearn_contracts.gateway import render

        gateway = self._client("apigateway")
        present = {api["id"] for api in gateway.get_rest_apis(limit=500)["items"]}
        if REST_API not in present:
            gateway.create_rest_api(name="TracLearnAPI", tags={"_custom_id_": REST_API})
        gateway.put_rest_api(restApiId=REST_API, mode="overwrite", body=json.dumps(render("local")).encode())
        gateway.create_deployment(restApiId=REST_API, stageName=STAGE)


def allow(queue: str) -> str:
    """Policy: EventBridge may send to it, nobody else."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn("sqs", queue),
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
