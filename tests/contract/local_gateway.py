"""The local emulator with a bus, a queue that gets everything, and the local rendering."""

import base64
import json

import httpx
from traclearn_contracts.gateway import render
from traclearn_contracts.gateway.rendering import operations
from traclearn_local.cloud import aws
from traclearn_local.cloud.front_door import SECRET_HEADER

LEARNER = 'it\'s "me" \\ 5f0c2a54'
BUS = "traclearn-gateway-test"


class LocalGateway:
    """Sends requests as the front door does, and reads what came out of the queue."""

    def __init__(self, url, secret):
        self._door = {SECRET_HEADER: secret}
        events, self._sqs, api = (aws.client(name, url) for name in ("events", "sqs", "apigateway"))
        events.create_event_bus(Name=BUS)
        self._queue = self._sqs.create_queue(QueueName=BUS)["QueueUrl"]
        attributes = self._sqs.get_queue_attributes(QueueUrl=self._queue, AttributeNames=["QueueArn"])
        events.put_rule(Name=BUS, EventBusName=BUS, EventPattern='{"source": ["traclearn.trac"]}')
        target = {"Id": "all", "Arn": attributes["Attributes"]["QueueArn"]}
        events.put_targets(Rule=BUS, EventBusName=BUS, Targets=[target])
        document = render("local", bus=BUS)
        rest = api.import_rest_api(body=json.dumps(document).encode())["id"]
        api.create_deployment(restApiId=rest, stageName="v1")
        self._base = f"{url}/_aws/execute-api/{rest}/v1"
        self.routes = {
            operation["operationId"]: (method.upper(), path, operation)
            for path, item in document["paths"].items()
            for method, operation in item.items()
        }
        assert len(self.routes) == len(list(operations(document)))

    def example(self, route):
        return self.routes[route][2]["requestBody"]["content"]["application/json"]["example"]

    def send(self, route, body, *, ticket="42", query="", **caller):
        """`caller` is what `headers` takes."""
        method, path, _ = self.routes[route]
        content = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
        url = self._base + path.replace("{ticket_id}", ticket) + query
        return httpx.request(
            method, url, content=content.encode(), headers=headers(**caller) | self._door, timeout=30
        )

    def received(self, wait=5):
        """The next event of the queue, or None."""
        found = self._sqs.receive_message(QueueUrl=self._queue, WaitTimeSeconds=wait).get("Messages", [])
        for message in found:
            self._sqs.delete_message(QueueUrl=self._queue, ReceiptHandle=message["ReceiptHandle"])
            return json.loads(message["Body"])
        return None


def headers(*, content_type="application/json", learner=LEARNER, groups=()):
    """What the front door sends on: groups as base64 of JSON, no header without groups."""
    said = {"content-type": content_type}
    if learner is not None:
        said["x-traclearn-learner"] = learner
    if groups:
        said["x-traclearn-groups"] = base64.b64encode(json.dumps(groups).encode()).decode()
    return said
