"""Carries waiting messages over a stop of the emulator, which forgets them: SQS would keep them for days.

Dead letters, too, wait for an operator over `make down` and `make up`. After kill -9 they are gone.
"""

import json
from typing import Any

import httpx

from traclearn_local.cloud import aws
from traclearn_local.secrets.passwords import write_private
from traclearn_local.stack import Stack

Message = dict[str, Any]


def _connect(stack: Stack) -> Any:
    return aws.client("sqs", stack.http("aws"))


def save(stack: Stack) -> None:
    """Every message of every queue, in flight or not, to a file."""
    urls = _connect(stack).list_queues(QueueNamePrefix="traclearn-").get("QueueUrls", [])
    waiting = {url.rpartition("/")[2]: _peek(stack, url) for url in urls}
    write_private(
        stack.home / "queues.json", json.dumps({name: found for name, found in waiting.items() if found})
    )


def _peek(stack: Stack, url: str) -> list[Message]:
    """Through the emulator's own view: a receive would not show what a worker holds."""
    reply = httpx.get(
        f"{stack.http('aws')}/_aws/sqs/messages",
        params={"QueueUrl": url, "ShowInvisible": "true", "ShowDelayed": "true"},
        headers={"Accept": "application/json"},
    )
    result = reply.raise_for_status().json()["ReceiveMessageResponse"]["ReceiveMessageResult"] or {}
    return [_kept(message) for message in _listed(result.get("Message"))]


def _listed(value: Any) -> list[Any]:
    """The view is XML at heart: one is not a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _kept(message: Message) -> Message:
    attributes = {one["Name"]: one["Value"] for one in _listed(message.get("MessageAttribute"))}
    return {"MessageBody": message["Body"], "MessageAttributes": attributes}


def restore(stack: Stack) -> bool:
    """Puts back what the last stop saved; False when that was no clean one, and what waited is gone.

    A stop in the middle repeats some, which every consumer bears.
    """
    path = stack.home / "queues.json"
    if not path.is_file():
        return False
    sqs = _connect(stack)
    for name, messages in json.loads(path.read_text()).items():
        url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
        for message in messages:
            sqs.send_message(QueueUrl=url, **message)
    path.unlink()
    return True
